import RxModel

/// The refusal of a run more of whose rows were rejected than its study tolerates: what is said of it, and written for
/// whoever mends the data.
package struct Refusal: Sendable {
  /// The fault in words, without the remedy.
  package var message: String
  /// The first rejects, in order. Where counts are kept back they tell more than may be passed on.
  package var rejects: [RejectedRow]
  /// True where nobody but its owner may read the file of these rejects.
  package var isPrivate: Bool

  /// A refusal with this message and these rejects.
  package init(message: String, rejects: [RejectedRow], isPrivate: Bool) {
    self.message = message
    self.rejects = rejects
    self.isPrivate = isPrivate
  }
}
