import RxModel

/// The refusal of a run more of whose rows were rejected than its study tolerates: what is said of it, and written for
/// whoever mends the data.
package struct Refusal: Sendable {
  /// The fault in words, without the remedy.
  package var message: String
  /// The remedy beside mending the data; empty where there is none.
  package var remedy: String
  /// The first rejects, in order. Where counts are kept back they tell more than may be passed on.
  package var rejects: [RejectedRow]
  /// True where nobody but its owner may read the file of these rejects.
  package var isPrivate: Bool

  /// The fault of a command that ends for it.
  /// - Parameter rejectsFile: the file in which the rejects stand; nil where none was written.
  /// - Returns: the fault (65).
  package func fault(rejectsFile: String?) -> RxFault {
    let places = rejectsFile.map { ["see \($0)"] } ?? []
    let remedies =
      (remedy.isEmpty ? [] : [remedy]) + places + ["mend the data, or raise tolerance.rejected_rows"]
    return RxFault(.data, message, remedy: remedies.joined(separator: "; "))
  }

  /// A refusal with this message and these rejects.
  package init(message: String, remedy: String = "", rejects: [RejectedRow], isPrivate: Bool) {
    self.message = message
    self.remedy = remedy
    self.rejects = rejects
    self.isPrivate = isPrivate
  }
}
