import LinearProgram
import Testing

@Suite struct LinearProgramTests {
  /// Two strata that add up to 10, the second 3 or more.
  private func program() -> LinearProgram {
    let program = LinearProgram(columns: 2, rows: [.init([(0, 1), (1, 1)], value: 10)])
    program.lower[1] = 3
    return program
  }

  private func least(_ program: LinearProgram) throws -> Double {
    guard case .optimal(let value) = program.minimise(objectiveChanged: true) else {
      throw Unexpected()
    }
    return value
  }

  private struct Unexpected: Error {}

  @Test func leastAndGreatest() throws {
    let program = program()
    program.objective[0] = 1
    #expect(abs(try least(program) - 0) < 1e-9)
    program.objective[0] = -1
    #expect(abs(try least(program) + 7) < 1e-9)
    #expect(abs(program.solution[0] - 7) < 1e-9 && abs(program.solution[1] - 3) < 1e-9)
  }

  @Test func whatFitsNothing() {
    let program = program()
    program.lower[0] = 8
    guard case .infeasible = program.minimise(objectiveChanged: false) else {
      Issue.record("8 and 3 are more than 10")
      return
    }
  }

  @Test func whatHasNoEnd() {
    let program = LinearProgram(columns: 2, rows: [.init([(0, 1), (1, -1)], value: 0)])
    program.objective[0] = -1
    guard case .unbounded = program.minimise(objectiveChanged: true) else {
      Issue.record("nothing limits two equal columns")
      return
    }
  }
}
