/// The programs of a system's parts, each made when it is first needed: most parts of most systems need none.
struct ChangePrograms {
  /// A part of a system, by its number among the surroundings.
  enum Scope: Hashable {
    case quantity(Int)
    case bundle(Int)
    case whole
  }

  private let system: LinkedSystem
  private let surroundings: Surroundings
  private var made: [Scope: ChangeProgram] = [:]

  /// Programs of `system`, none of them made.
  init(_ system: LinkedSystem, _ surroundings: Surroundings) {
    (self.system, self.surroundings) = (system, surroundings)
  }

  /// The program of a part.
  subscript(scope: Scope) -> ChangeProgram {
    mutating get {
      if let program = made[scope] { return program }
      let program = ChangeProgram(system, part(scope))
      made[scope] = program
      return program
    }
    set { made[scope] = newValue }
  }

  private func part(_ scope: Scope) -> LinkedSystem.Part {
    switch scope {
    case .quantity(let number): surroundings.quantities[number]
    case .bundle(let number): surroundings.bundles[number]
    case .whole:
      LinkedSystem.Part(unknowns: Array(system.unknowns.indices), rows: Array(system.rows.indices))
    }
  }
}
