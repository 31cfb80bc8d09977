import Foundation
import Testing

/// `rxuse sample`.
@Suite("The sample command")
struct SampleCommandTests {
  @Test("The sample is the same for the same seed, and runs")
  func sample() throws {
    let folder = try TestFolder()
    for name in ["a", "b"] {
      #expect(
        try Rxuse.run(["sample", "--patients", "50", "--seed", "9", "--out", name], in: folder).code == 0)
    }
    for file in ["study.yml", "codes.csv", "members.csv", "prescriptions.csv"] {
      #expect(try folder.read("a/\(file)") == folder.read("b/\(file)"))
    }
    #expect(try Rxuse.run(["run", "a/study.yml", "--out", "out", "--quiet"], in: folder).code == 0)
  }

  @Test("A compressed sample has the same rows, over several frames")
  func compressedSample() throws {
    let folder = try TestFolder()
    for (name, flags) in [("plain", []), ("packed", ["--zstd"])] {
      let sample = ["sample", "--patients", "6000", "--out", name]
      #expect(try Rxuse.run(sample + flags, in: folder).code == 0)
      let run = ["run", "\(name)/study.yml", "--out", "out-\(name)", "-q"]
      #expect(try Rxuse.run(run, in: folder).code == 0)
    }
    let names = try folder.names(in: "packed")
    #expect(names == ["codes.csv", "members.csv.zst", "prescriptions.csv.zst", "study.yml"])
    for file in ["results.csv", "attrition.csv"] {
      #expect(try folder.read("out-plain/\(file)") == folder.read("out-packed/\(file)"))
    }
    let packed = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/packed/prescriptions.csv.zst"))
    let start = Data([0x28, 0xB5, 0x2F, 0xFD])
    #expect(packed.starts(with: start) && packed.dropFirst().range(of: start) != nil)
    let again = try Rxuse.run(["sample", "--patients", "5", "--zstd", "--out", "packed"], in: folder)
    #expect(again.code == 73 && again.errors.contains("is there already"), "\(again.errors)")
  }
}
