import Foundation
import RxModel
import Testing

@testable import RxReport

@Suite("datapackage.json")
struct DataPackageTests {
  private func described(_ publication: Publication) -> DataPackage {
    DataPackage(publication, summaryTables(ReportFacts(publication)).map { ($0, $0.csv) })
  }

  @Test("Each file's fields are its columns, in their order")
  func fields() throws {
    let publication = try ExportFixture.publication()
    let resources = described(publication).resources
    #expect(
      resources.map(\.path) == [
        "results.csv", "attrition.csv", "inputs.csv", "tables/prescribing_rates.csv", "tables/overlap.csv",
      ])
    #expect(resources[0].schema.fields.map(\.name) == resultColumns(["sex"]))
    #expect(resources[1].schema.fields.map(\.name) == ["step", "rows", "patients"])
    #expect(resources[2].schema.fields.map(\.name) == inputsColumns)
    for (resource, table) in zip(resources[3...], summaryTables(ReportFacts(publication))) {
      #expect(resource.schema.fields.map(\.name) == csvRows(table.csv)[0])
    }
    for field in resources.flatMap(\.schema.fields) {
      #expect(!field.title.isEmpty && !field.description.isEmpty, "\(field)")
    }
  }

  @Test("Hashes and sizes are those of the bytes; a table that was read from no file has none")
  func hashes() throws {
    let publication = try ExportFixture.publication()
    let resources = described(publication).resources
    #expect(resources[0].hash == "sha256:ab" && resources[0].bytes == 7)
    #expect(resources[1].hash == nil && resources[1].bytes == nil)
    let text = try #require(summaryTables(ReportFacts(publication)).first?.csv)
    #expect(resources[3].bytes == text.utf8.count)
    #expect(resources[3].hash == "sha256:\(FileDigest(of: text).sha256)")
    // FIPS 180-2, appendix B.1.
    #expect(
      FileDigest(of: "abc").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("Types are those of the fields, which are shares and months under disclosure control")
  func types() throws {
    func types(_ preset: String) throws -> [String: String] {
      let publication = try ExportFixture.publication(preset: preset)
      let fields = described(publication).resources[2].schema.fields
      return Dictionary(fields.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
    }
    #expect(try types("none")["rejected"] == "integer" && types("cms11")["rejected"] == "string")
    #expect(try types("none")["first_date"] == "date" && types("cms11")["first_date"] == "yearmonth")
    #expect(try types("cms11")["rows"] == "integer")
    let resources = try described(ExportFixture.publication()).resources
    #expect(resources.map(\.schema.missingValues) == [[""]] + Array(repeating: ["", "[c]"], count: 4))
    let status = try #require(resources[0].schema.fields.last)
    #expect(status.constraints?.enum == ["ok", "suppressed", "rounded", "undefined"])
  }

  @Test("It is JSON with the same bytes each time, whatever the names", arguments: ExportFixture.hostile)
  func json(name: String) throws {
    let rows = [ExportFixture.row("prevalence", level: name, variable: name)]
    let publication = try ExportFixture.publication(rows, variable: name, title: name)
    let text = try described(publication).json()
    #expect(try described(publication).json() == text)
    let decoded = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(decoded?["title"] as? String == name)
  }
}
