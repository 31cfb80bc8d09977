import RxModel
import Yams

extension StudyNode {
  /// The value of a node of the YAML file `file`, with its place.
  init(_ node: Node, of file: String) {
    let place = node.mark.map { RxFault.Place(file: file, line: $0.line, column: $0.column) }
    switch node {
    case .scalar(let scalar): self.init(.text(scalar.string), at: place)
    case .sequence(let sequence): self.init(.list(sequence.map { StudyNode($0, of: file) }), at: place)
    case .mapping(let mapping):
      self.init(
        .map(mapping.map { (key: StudyNode($0.key, of: file), value: StudyNode($0.value, of: file)) }),
        at: place)
    // `YAMLGuard` refuses what would be one.
    case .alias: self.init(.list([]), at: place)
    }
  }
}
