import Crypto
import Foundation
import Testing

/// The files that other programs read, as a run writes them.
@Suite("Exports of a run")
struct ExportTests {
  private func run(_ folder: TestFolder, _ formats: String, out: String) throws {
    try tinyStudy(
      folder, changing: "measures:\n",
      to: "output: {formats: [\(formats)]}\nmeasures:\n  sensitivity: {carry_over: [none, class]}\n")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", out], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test("Each format writes its files, with the same bytes each time, and the output can be replaced")
  func files() throws {
    let folder = try TestFolder()
    for out in ["out", "out", "again"] {
      try run(folder, "csv, markdown, xlsx, summarised_result", out: out)
    }
    for name in ["datapackage.json", "report.md", "tables.xlsx", "summarised_result.csv"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/\(name)"))
      #expect(!bytes.isEmpty)
      #expect(
        bytes == (try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/again/\(name)"))), "\(name)")
    }
    try run(folder, "markdown", out: "out")
    for name in ["datapackage.json", "tables.xlsx", "summarised_result.csv"] {
      #expect(!folder.holds("out/\(name)"), "\(name)")
    }
  }

  @Test("datapackage.json has the size and the SHA-256 of each table, and its columns")
  func dataPackage() throws {
    let folder = try TestFolder()
    try run(folder, "csv", out: "out")
    let json = try JSONSerialization.jsonObject(with: Data(try folder.read("out/datapackage.json").utf8))
    let resources = try #require((json as? [String: Any])?["resources"] as? [[String: Any]])
    #expect(
      resources.compactMap { $0["path"] as? String } == [
        "results.csv", "attrition.csv", "flow.csv", "inputs.csv", "sensitivity.csv",
        "tables/prescribing_rates.csv", "tables/characteristics.csv",
      ])
    for resource in resources {
      let path = try #require(resource["path"] as? String)
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/\(path)"))
      #expect(resource["bytes"] as? Int == data.count)
      let digits = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
      #expect(resource["hash"] as? String == "sha256:\(digits)")
      let fields = (resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]]
      let header = try #require(try folder.read("out/\(path)").split(separator: "\n").first)
      #expect(fields?.compactMap { $0["name"] as? String }.joined(separator: ",") == String(header))
    }
  }
}
