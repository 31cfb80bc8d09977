import Foundation
import RxModel
import Testing

/// Does the page of definitions say what the measures say of themselves?
@Suite("The tables of measures", .serialized)
struct MeasureTableTests {
  private static let end = "<!-- end of measures -->\n"

  private static let place = DocumentPage.project.appendingPathComponent(
    "Sources/RxUse/RxUse.docc/Definitions.md")

  /// A row for each kind of row of results.csv.
  private func table(isCore: Bool) -> String {
    var text = "| in the study | rows | what is counted | of what, in which unit | limits (95%) |\n"
    text += "|---|---|---|---|---|\n"
    for measure in Measures.all.map({ $0.description }) where measure.isCore == isCore {
      let parameters = measure.parameters.map(\.name).joined(separator: ", ")
      for (place, figure) in measure.figures.enumerated() {
        let definitions = figure.definitions.filter { !$0.isEmpty }.map { "`\($0)`" }
        let of = figure.of.map { "`\($0.unit)`, `\($0.estimate)`" }
        text += "| \(place == 0 ? "`\(measure.key): {\(parameters)}`" : "")"
        text += " | \((["`\(figure.measure)`"] + definitions).joined(separator: " "))"
        text += " | \(figure.counted) | \(of.joined(separator: "; ")) | \(figure.limits) |\n"
      }
    }
    return text
  }

  /// `RXUSE_RENEW_DOCUMENTS=1 swift test --filter MeasureTableTests` writes the tables anew.
  @Test("The tables are those that the registry gives", arguments: [true, false])
  func tables(isCore: Bool) throws {
    let text = try String(contentsOf: Self.place, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- measures: \(isCore ? "core" : "extended") -->\n"))
    let end = try #require(text.range(of: Self.end, range: start.upperBound..<text.endIndex))
    let passage = start.upperBound..<end.lowerBound
    if ProcessInfo.processInfo.environment["RXUSE_RENEW_DOCUMENTS"] == "1" {
      let renewed = text.replacingCharacters(in: passage, with: table(isCore: isCore))
      try renewed.write(to: Self.place, atomically: true, encoding: .utf8)
    } else {
      #expect(
        text[passage] == table(isCore: isCore),
        "renew it with RXUSE_RENEW_DOCUMENTS=1 swift test --filter MeasureTableTests")
    }
  }
}
