import RxRelease

/// The ranges of the unknowns of a system that are asked for, as far as they are too narrow.
struct AskedRanges: Sendable {
  /// By unknown, the ranges that are too narrow.
  private(set) var narrow: [Int: FigureRange.Ends] = [:]
  /// False where some ranges can be narrower than was found.
  private(set) var isComplete = true
  /// The quantities, each once, about which no values fit what is known; nothing is found there.
  private(set) var contradicted: [String] = []

  /// Works them out.
  /// - Parameters:
  ///   - joint: the system.
  ///   - asked: the unknowns, with what they are.
  init(_ joint: JointSystem, _ asked: [Int: NarrowRange.Subject]) {
    guard !asked.isEmpty else { return }
    let (system, bar) = (joint.system, NarrowRange(joint.system))
    var knowns = joint.knowns
    func note(_ unknown: Int, _ ends: FigureRange.Ends) {
      guard let subject = asked[unknown], bar.isTooNarrow(ends, of: subject) else { return }
      narrow[unknown] = ends
    }
    for unknown in asked.keys.sorted() {
      knowns.ask(unknown)
      if knowns.isFixed(unknown) {
        note(unknown, FigureRange.Ends(knowns.lower[unknown], knowns.upper[unknown]))
      }
    }
    for part in system.parts(isUnknown: system.unknowns.indices.map { !knowns.isFixed($0) })
    where part.unknowns.contains(where: { asked[$0] != nil }) {
      let found = RangeProgram(system, knowns, part).found { unknown, ends in
        asked[unknown].map { bar.isWideEnough(ends, of: $0) } ?? true
      }
      isComplete = isComplete && found.isComplete
      if found.isContradiction {
        let name = part.unknowns.first { asked[$0] != nil }.map { system.unknowns[$0].quantity }
        if let name, !contradicted.contains(name) { contradicted.append(name) }
      } else {
        for (unknown, ends) in found.ends { note(unknown, ends) }
      }
    }
  }
}
