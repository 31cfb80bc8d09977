import RxModel
import RxStudy

/// The layout known by name that files are of.
enum LayoutGuess {
  /// The layout that explains most files; nil where they are of none.
  static func find(_ groups: [FileGroup]) -> RecognisedLayout? {
    let headers = groups.flatMap(\.files).map { ($0.file.name, $0.header) }
    return NamedLayout.recognise(headers: Dictionary(headers) { first, _ in first }).first
  }
}
