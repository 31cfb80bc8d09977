import CSVStream
import RxModel
import Synchronization

/// The progress of a read: before it, while it runs, and after it.
package final class ReadProgress: Sendable {
  /// Rows of prescriptions decoded so far.
  package let rows = Atomic<Int>(0)
  /// Bytes read so far, packed ones as the disk has them.
  package let bytes = Atomic<Int>(0)
  /// The bytes of all files; 0 where that is not known.
  package let expectedBytes = Atomic<Int>(0)

  /// Where it is.
  package enum State: UInt8, AtomicRepresentable, Sendable {
    case before, underWay, done
  }
  private let current = Atomic<State>(.before)

  /// Nothing read yet.
  package init() {}

  /// Where it is.
  package var state: State { current.load(ordering: .relaxed) }

  /// The share of the bytes that were read; nil where nobody knows how many there are.
  package var share: Double? {
    let expected = expectedBytes.load(ordering: .relaxed)
    guard expected > 0 else { return nil }
    return min(1, Double(bytes.load(ordering: .relaxed)) / Double(expected))
  }

  /// The bytes of `files` are read from now on. Of a pipe nobody knows how many it has.
  func begin(_ files: [InputKind: [InputFile]]) {
    let sizes = files.values.joined().map { CSVFile.byteCount(at: $0.path) }
    let known = sizes.compactMap { $0 }
    expectedBytes.store(known.count == sizes.count ? known.reduce(0, +) : 0, ordering: .relaxed)
    current.store(.underWay, ordering: .relaxed)
  }

  /// Files that were going to be read need not be.
  func passOver(_ files: [InputFile]) {
    let bytes = files.compactMap { CSVFile.byteCount(at: $0.path) }.reduce(0, +)
    if expectedBytes.load(ordering: .relaxed) > 0 { expectedBytes.subtract(bytes, ordering: .relaxed) }
  }

  /// Everything has been read.
  func finish() { current.store(.done, ordering: .relaxed) }
}
