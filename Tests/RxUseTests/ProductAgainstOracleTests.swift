import Foundation
import Logging
import RxUse
import Testing

/// Runs the study in `folder` with the product and returns its results.csv.
func productResults(_ folder: String, threads: Int = 1, blockBytes: Int = 512 << 10) throws -> String {
  var options = RunOptions(threads: threads)
  options.blockBytes = blockBytes
  let out = "\(folder)/out"
  var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  log.logLevel = .critical
  try RxUse.run(study: "\(folder)/study.yml", out: out, options: options, log: log)
  return String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(out)/results.csv")), as: UTF8.self)
}

/// Does the product give what the naive day-by-day calculation gives?
@Suite("The product against the oracle")
struct ProductAgainstOracleTests {
  private static let isFull = ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil
  private static let seeds = Array(UInt64(1)...(isFull ? 1500 : 240))

  @Test("A random study", arguments: seeds)
  func randomStudy(seed: UInt64) throws {
    let folder = try TestFolder()
    let world = RandomWorld(seed: seed).world
    try world.write(to: folder.path)
    let blockBytes = [1 << 19, 64, 7, 1000, 1][Int(seed % 5)]
    let actual = try productResults(folder.path, threads: 1 + Int(seed % 3), blockBytes: blockBytes)
    let differences = compare(expected: world.expectedRows(), actualCSV: actual)
    #expect(
      differences.isEmpty,
      "seed \(seed), block of \(blockBytes): \(differences.count): \(differences.prefix(6).joined(separator: "\n"))"
    )
  }

  @Test("A hand-worked case", arguments: HandWorkedCase.cases)
  func handWorked(handWorked: HandWorkedCase) throws {
    let folder = try TestFolder()
    try handWorked.world.write(to: folder.path)
    let differences = handWorked.differences(actualCSV: try productResults(folder.path))
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test(
    "Every core row of an example of the contract",
    .enabled(if: ExampleStudies.arePresent, "skipped: no examples at \(ExampleStudies.folder.path)"),
    arguments: ExampleStudies.names)
  func example(name: String) throws {
    let folder = try TestFolder()
    let world = try ExampleStudies.world(name)
    try world.write(to: folder.path)
    let expected = try ExampleStudies.expectedRows(name)
    let differences = compare(expected: expected, actualCSV: try productResults(folder.path, threads: 2))
    #expect(differences.isEmpty, "\(name): \(differences.prefix(6).joined(separator: "\n"))")
  }
}
