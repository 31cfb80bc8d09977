import RxModel
import Yams

extension StudyNode {
  /// The value of a node of a YAML file, with its mark.
  init(_ node: Node) {
    let mark = node.mark.map { (line: $0.line, column: $0.column) }
    switch node {
    case .scalar(let scalar): self.init(.text(scalar.string), at: mark)
    case .sequence(let sequence): self.init(.list(sequence.map(StudyNode.init)), at: mark)
    case .mapping(let mapping):
      self.init(.map(mapping.map { (key: StudyNode($0.key), value: StudyNode($0.value)) }), at: mark)
    // `YAMLGuard` refuses what would be one.
    case .alias: self.init(.list([]), at: mark)
    }
  }
}
