/// The fault that ends the reading of a file: never a bad row, which is data.
package struct StreamFault: Error, Sendable, Equatable {
  /// The kind of a fault; the caller maps it to an exit code.
  package enum Kind: Sendable, Equatable {
    /// The file is missing, is a directory or may not be read.
    case unreadable
    /// The system failed while reading.
    case inputOutput
    /// The bytes are not what they claim to be: a damaged archive, UTF-16, a binary file, no header.
    case badData
    /// The file changed while it was read.
    case changed
    /// The reader contradicts itself: a defect.
    case defect
  }

  /// The kind of fault.
  package var kind: Kind
  /// The file as the study names it.
  package var path: String
  /// The message: what is wrong.
  package var message: String
  /// The remedy: what to do about it; empty where the message says it all.
  package var remedy: String

  /// A fault of `kind` in `path`.
  package init(_ kind: Kind, path: String, _ message: String, remedy: String = "") {
    self.kind = kind
    self.path = path
    self.message = message
    self.remedy = remedy
  }
}
