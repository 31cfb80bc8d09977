import Foundation
import RxModel
import RxUse
import Testing

@testable import RxStudy

/// Do the parser, the help, the reference and the schema of editors know the same keys?
@Suite("The description of the study file")
struct StudyDescriptionTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let study = """
    title: T
    period: {start: 2019-01-01, end: 2019-12-31}
    prescriptions:
      files: rx.csv
      columns: {patient: p, date: d, days_supply: s, drug: n, prescriber: q, quantity: u, pharmacy: a}
    patients: {files: p.csv, columns: {patient: p, birth_date: b, sex: s}}
    measures: {prevalence: {}, fill_rate: {}}

    """

  /// A key with its path; `[]` behind a name whose value is a list.
  struct Place: CustomTestStringConvertible, Sendable {
    var path: [String]
    var key: any StudyKey
    var testDescription: String { path.joined(separator: ".") }
  }

  /// Every key that is described.
  static let places = places(StudyFile.keys, under: [])

  private static func places(_ keys: [any StudyKey], under path: [String]) -> [Place] {
    keys.flatMap { key -> [Place] in
      let own = path + [key.name]
      return [Place(path: own, key: key)] + places(key.form.describedKeys, under: own)
    }
  }

  private static let decoded = Result {
    try JSONDecoder().decode(SchemaValue.self, from: Data(studySchema().utf8))
  }

  private func schema() throws -> SchemaValue { try Self.decoded.get() }

  /// The study with a value at the path of a key; those above it that are lists have it in an element.
  private func study(_ place: Place, _ value: StudyNode) throws -> StudyNode {
    let listed = (1..<place.path.count).filter { count in
      Self.places.contains { $0.path == Array(place.path.prefix(count)) && $0.key.form.item != nil }
    }
    let base = try base(place)
    guard let list = listed.last else { return base.setting(place.path, to: value) }
    let element = StudyNode(.map([])).setting(place.path.dropFirst(list), to: value)
    return base.setting(place.path.prefix(list), to: StudyNode(.list([element])))
  }

  /// A study that can have the key: residents are counted where there is no roster.
  private func base(_ place: Place) throws -> StudyNode {
    let node = try StudyFile.node(Self.study, file: "s.yml")
    return place.path[0] == "population" ? node.removing(["patients"]) : node
  }

  /// The mistakes that the parser finds in a study.
  private func mistakes(_ node: StudyNode) -> [String] {
    do throws(RxFault) {
      _ = try StudyFile.study(
        try StudyFile.whole(node, file: "s.yml", in: StudySurroundings()), file: "s.yml")
      return []
    } catch {
      return ([error] + error.further).map(\.message)
    }
  }

  @Test(
    "A key that is not known is a mistake in the same place",
    arguments: places.filter { !$0.key.form.describedKeys.isEmpty })
  func unknownKeys(place: Place) throws {
    let path = place.path.joined(separator: ".")
    let node = try study(
      Place(path: place.path + ["zzz"], key: place.key), "1")
    // Names of the user's own are no mistakes.
    let isOpen = place.key.form.alternatives.contains { form in
      if case .keys(_, .some) = form { true } else { false }
    }
    let unknown = mistakes(node).contains { $0.hasPrefix("unknown key 'zzz' in '\(path)'") }
    #expect(unknown != (isOpen && path != "population.columns"), "\(path): \(mistakes(node))")
    let failures = SchemaValue(node).failures(try schema())
    #expect(failures.contains("\(path).zzz") != isOpen, "\(path): \(failures)")
  }

  @Test("A value that can't be is a mistake in the same place", arguments: places)
  func wrongValues(place: Place) throws {
    let wrong: [StudyNode] =
      switch place.key.form.plain {
      case .choice: ["zzz"]
      case .whole(let range):
        [StudyNode(.text("\(range.upperBound + 1)")), "x", StudyNode(.text("\(range.lowerBound - 1)"))]
      case .pattern: ["zzz"]
      case .keys: ["zzz"]
      default: [["a": ["b": "c"]]]
      }
    let path = place.path.joined(separator: ".")
    for value in wrong where place.key.form.describedKeys.isEmpty || place.key.form.item == nil {
      let node = try study(place, value)
      // Keys of the user's own can be any.
      let isOpen = place.key.form.alternatives.contains {
        if case .keys(_, .some) = $0 { true } else { false }
      }
      guard !isOpen || value.written == "zzz" else { continue }
      #expect(!mistakes(node).isEmpty, "\(path): \(value.written)")
      let failures = SchemaValue(node).failures(try schema())
      #expect(
        failures.contains { $0 == path || $0.hasPrefix("\(path).") }, "\(path): \(value.written): \(failures)"
      )
    }
  }

  @Test(
    "What is told to hold where a key is left out is what holds",
    arguments: places.filter { $0.key.standard != nil })
  func defaults(place: Place) throws {
    let standard = try #require(place.key.standard)
    let name = place.path.joined(separator: ".")
    let failures = SchemaValue(try study(place, standard)).failures(try schema())
    #expect(!failures.contains { $0 == name || $0.hasPrefix("\(name).") }, "\(failures)")
    let path = place.path
    // Blocks that ask for more than the key can't be read alone.
    guard
      path.count == 1
        || ["period", "prescriptions", "patients", "groups", "supply", "tolerance", "rejects", "output"]
          .contains(path[0])
    else { return }
    func told(_ node: StudyNode) throws -> [Substring] {
      var text = ""
      dump(
        try StudyFile.study(StudyFile.whole(node, file: "s.yml", in: StudySurroundings()), file: "s.yml"),
        to: &text)
      // Where something stands in the file says nothing of its meaning; dictionaries have no order.
      return text.split(separator: "\n").filter { !$0.contains(/line: |column: |some: [0-9]+$/) }.sorted()
    }
    // Age bands are asked for by who groups by age.
    let base = try StudyFile.node(Self.study + "groups: {by: [[age]]}\n", file: "s.yml")
    let key = path == ["groups", "by"] ? try StudyFile.node(Self.study, file: "s.yml") : base
    let block =
      path.count > 1 && key[[path[0]]] == nil ? key.setting([path[0]], to: StudyNode(.map([]))) : key
    #expect(try told(block.setting(path, to: standard)) == told(block))
  }

  @Test("Every study of the samples and the tests is one by the schema, and by its parser")
  func samples() throws {
    var count = 0
    for folder in ["samples", "Tests/Examples"] {
      let path = Self.root.appendingPathComponent(folder).path
      for name in try FileManager.default.subpathsOfDirectory(atPath: path) where name.hasSuffix(".yml") {
        let text = try String(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"), encoding: .utf8)
        let node = try StudyFile.node(text, file: name)
        guard node[["measures"]] != nil else { continue }
        #expect(SchemaValue(node).failures(try schema()).isEmpty, "\(name)")
        // One that includes others is whole beside them alone; nights-check runs these.
        if node[["include"]] == nil { #expect(mistakes(node).isEmpty, "\(name)") }
        count += 1
      }
    }
    #expect(count > 6)
  }

  @Test("What must be there must be there by the schema, but where it can come from elsewhere")
  func required() throws {
    let schema = try schema()
    func failures(_ text: String) throws -> Set<String> {
      SchemaValue(try StudyFile.node(text, file: "s.yml")).failures(schema)
    }
    #expect(try failures(Self.study).isEmpty)
    #expect(try failures("title: T\n") == [""])
    #expect(
      try failures(Self.study.replacing("patient: p, date: d, ", with: "patient: p, ")) == [
        "prescriptions.columns"
      ])
    #expect(try failures("layout: omop\ntitle: T\n") == [""])
    let rest = "title: T\nperiod: {start: 2019-01-01, end: data}\nmeasures: {prevalence: {}}\n"
    #expect(try failures("layout: omop\npatients: {columns: {sex: s}}\n" + rest).isEmpty)
    #expect(try failures("patients: {columns: {sex: s}}\n" + rest) == ["", "patients", "patients.columns"])
    #expect(try failures("include: common.yml\nperiod: {end: data}\n") == ["period"])
    #expect(try failures("drugs: {files: [{class: a}]}\nlayout: omop\n" + rest) == ["drugs.files"])
  }

  @Test("The help tells of every key")
  func help() {
    let text = studyHelp()
    for place in Self.places {
      let isMeasures = place.path.count > 1 && Measures.keys.contains(place.path[1])
      let indent = place.path.count - (isMeasures ? 2 : 1)
      #expect(text.contains("\n\(String(repeating: "  ", count: indent))\(place.key.name)"), "\(place.path)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  /// `RXUSE_RENEW_DOCUMENTS=1 swift test --filter StudyDescriptionTests` writes it anew.
  @Test("The reference is what the description gives")
  func reference() throws {
    let place = Self.root.appendingPathComponent("Sources/RxUse/RxUse.docc/StudyFile.md")
    if ProcessInfo.processInfo.environment["RXUSE_RENEW_DOCUMENTS"] == "1" {
      try studyReference().write(to: place, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: place, encoding: .utf8) == studyReference(),
      "renew it with RXUSE_RENEW_DOCUMENTS=1 swift test --filter StudyDescriptionTests")
  }

  @Test("rxuse study prints the schema, or a study")
  func command() throws {
    let folder = try TestFolder()
    let schema = try Rxuse.run(["study", "--json-schema"], in: folder)
    #expect(schema.code == 0 && schema.output == studySchema())
    #expect(try Rxuse.run(["study"], in: folder).code == 64)
    #expect(try Rxuse.run(["study", "a.yml", "--json-schema"], in: folder).code == 64)
    try folder.write("include: [b.yml]\n" + Self.study, to: "a.yml")
    #expect(try Rxuse.run(["study", "a.yml"], in: folder).code == 66)
    try folder.write("output: {formats: [csv]}\n", to: "b.yml")
    #expect(try Rxuse.run(["study", "a.yml"], in: folder).output.contains("\noutput:\n  formats: [csv]\n"))
  }
}
