import Synchronization

/// The mistakes of one study file, kept while it is read so that one reading names them all. The values of the study
/// carry it: what is mistaken is noted with its key and reading goes on without it.
package final class StudyMistakes: Sendable {
  /// The mistakes with their keys; one that only follows from another has no fault.
  private let noted = Mutex<[(key: String, fault: RxFault?)]>([])

  /// No mistakes yet.
  package init() {}

  /// The number of mistakes.
  package var count: Int { noted.withLock { $0.count { $0.fault != nil } } }

  /// Notes `fault` at the value called `key`, dotted from the top. What follows from another mistake, and what is noted
  /// already, is no further mistake.
  package func note(_ fault: RxFault, key: String) {
    noted.withLock { noted in
      if fault.isTold {
        noted.append((key, nil))
      } else if !noted.contains(where: { $0.fault == fault }) {
        noted.append((key, fault))
      }
    }
  }

  /// True if a mistake is in the block `key`, in what it holds, or in one that holds it as a whole.
  package func isMistaken(_ key: String) -> Bool {
    func holds(_ outer: String, _ inner: String) -> Bool {
      outer.isEmpty || outer == inner || inner.hasPrefix("\(outer).")
    }
    return noted.withLock { noted in noted.contains { holds($0.key, key) || holds(key, $0.key) } }
  }

  /// True if a mistake with this message is noted.
  fileprivate func hasNoted(_ message: String) -> Bool {
    noted.withLock { noted in noted.contains { $0.fault?.message == message } }
  }

  /// Ends the reading where there was a mistake.
  /// - Throws: the first mistake of the file (78), with the further ones in the order of the file.
  package func throwIfAny() throws(RxFault) {
    let faults = noted.withLock { $0.compactMap(\.fault) }
    if let fault = RxFault(all: faults) { throw fault }
  }
}

extension StudyValue {
  /// What `read` makes of the value; nil where that is a mistake, which is noted.
  /// - Throws: the mistake itself, where nothing notes it.
  package func noting<Value>(
    _ read: (StudyValue) throws(RxFault) -> Value
  ) throws(RxFault) -> Value? {
    do throws(RxFault) {
      return try read(self)
    } catch {
      guard let mistakes else { throw error }
      mistakes.note(error, key: key)
      return nil
    }
  }

  /// A mistake of this value that may come from one in the block `block`, such as a column that is not mapped: where
  /// that block has one, or another value has told the same, this is not told.
  package func fault(_ message: String, remedy: String = "", dependingOn block: String) -> RxFault {
    var fault = fault(message, remedy: remedy)
    fault.isTold = mistakes.map { $0.isMistaken(block) || $0.hasNoted(message) } ?? false
    return fault
  }
}

extension StudyMap {
  /// What `read` makes of the value of `key`; nil where it is not there, or is a mistake, which is noted.
  /// - Throws: the mistake itself, where nothing notes it.
  package func noting<Value>(
    _ key: String, _ read: (StudyValue) throws(RxFault) -> Value
  ) throws(RxFault) -> Value? {
    guard let value = self[key] else { return nil }
    return try value.noting(read)
  }

  /// What `read` makes of the value of `key`, which must be there; nil where it is not or is a mistake, which is noted.
  /// - Throws: the mistake itself, where nothing notes it.
  package func noting<Value>(
    required key: String, _ read: (StudyValue) throws(RxFault) -> Value
  ) throws(RxFault) -> Value? {
    try required(key).noting(read)
  }
}
