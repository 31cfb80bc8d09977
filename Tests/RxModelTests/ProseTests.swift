import Testing

@testable import RxModel

/// Paragraphs in words, and the literals of a study's defaults.
@Suite struct ProseTests {
  private func named(_ name: String) -> Sourced { Sourced(name, at: RxFault.Place(file: "f", line: 1)) }

  @Test func whatIsInsertedSaysWhatItIs() {
    let drugs = [named("a_b"), named("c")]
    let prose: Prose = "Users of \(drugs) by \(code: "window:90"), \(3) days."
    #expect(
      prose.inlines == [
        .text("Users of "), .name("a_b"), .text(", "), .name("c"), .text(" by "), .code("window:90"),
        .text(", "), .text("3"), .text(" days."),
      ])
    #expect(prose.plain == "Users of a_b, c by window:90, 3 days.")
  }

  @Test func aNameControlsNoTerminal() {
    #expect(("\(named("a\u{1B}[2J\nb"))" as Prose).plain == "a [2J b")
  }

  @Test func defaultsReadAsInAStudy() {
    let node: StudyNode = [["supply": 120], ["continuous": 90, "gap": 30], "window:90", "x"]
    #expect(node.written == "[{supply: 120}, {continuous: 90, gap: 30}, \"window:90\", x]")
  }

  @Test func aDefaultStandsWhereItWouldBeWritten() throws {
    let place = RxFault.Place(file: "study.yml", line: 7, column: 3)
    let value = StudyValue(["a", "b"], at: place, key: "measures.prevalence.drugs")
    #expect(try value.list().map { $0.place } == [place, place])
    let marked = StudyValue(
      StudyNode(.text("a"), at: RxFault.Place(file: "study.yml", line: 9, column: 5)), at: place, key: "k")
    #expect(try marked.sourced() == Sourced("a", at: RxFault.Place(file: "study.yml", line: 9, column: 5)))
  }
}
