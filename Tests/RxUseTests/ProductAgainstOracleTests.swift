import Foundation
import Logging
import RxDecode
import RxUse
import Synchronization
import Testing

/// Runs the study in `folder` with the product.
/// - Parameters:
///   - folder: where study.yml is.
///   - threads: how many workers.
///   - blockBytes: how much is read at a time.
///   - looks: how many blocks memory lasts for; what comes after goes to the disk.
///   - temporaryFolder: where that is; the system's if nil.
/// - Returns: its results.csv.
/// - Throws: what the run throws.
func productResults(
  _ folder: String, threads: Int = 1, blockBytes: Int = 512 << 10, memoryLasts looks: Int? = nil,
  temporaryFolder: String? = nil
) throws -> String {
  var options = RunOptions(threads: threads)
  options.blockBytes = blockBytes
  if let looks { options.memory = memory(lasting: looks) }
  if let temporaryFolder { options.temporaryFolder = temporaryFolder }
  let out = "\(folder)/out"
  var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  log.logLevel = .critical
  try RxUse.run(study: "\(folder)/study.yml", out: out, options: options, log: log)
  return String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(out)/results.csv")), as: UTF8.self)
}

/// A budget that is reached when it is asked for the time after `looks`.
func memory(lasting looks: Int) -> MemoryBudget {
  let asked = Mutex(0)
  return MemoryBudget(bytes: 100) {
    asked.withLock { asked in
      asked += 1
      return asked > looks ? 100 : 0
    }
  }
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
    let looks = [nil, 0, 1, 3, 10, nil, 40][Int(seed % 7)]
    let actual = try productResults(
      folder.path, threads: 1 + Int(seed % 3), blockBytes: blockBytes, memoryLasts: looks)
    let differences =
      compare(expected: world.expectedRows(), actualCSV: actual) + (try flow(of: world, folder))
    #expect(
      differences.isEmpty,
      "seed \(seed), block of \(blockBytes), memory for \(looks.map { "\($0)" } ?? "all"): \(differences.count): \(differences.prefix(6).joined(separator: "\n"))"
    )
  }

  /// The steps of flow.csv that are not what the oracle counts; it counts no new users.
  private func flow(of world: NaiveWorld, _ folder: TestFolder) throws -> [String] {
    let expected = NaiveStudy(world: world).flow()
    var actual: [String: Int] = [:]
    for row in try CSVRow.all(in: folder.read("out/flow.csv")) where !row["step"].hasPrefix("new users: ") {
      actual[row["step"]] = Int(row["persons"])
    }
    return Set(expected.keys).union(actual.keys).sorted().filter { expected[$0] != actual[$0] }.map {
      "flow '\($0)': \(expected[$0].map { "\($0)" } ?? "none") by the oracle, is \(actual[$0].map { "\($0)" } ?? "none")"
    }
  }

  @Test("A hand-worked case", arguments: HandWorkedCase.cases)
  func handWorked(handWorked: HandWorkedCase) throws {
    let folder = try TestFolder()
    try handWorked.world.write(to: folder.path)
    let differences = handWorked.differences(actualCSV: try productResults(folder.path))
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test("Every row of an example, from a world", arguments: ExampleStudies.names)
  func example(name: String) throws {
    let folder = try TestFolder()
    let world = try ExampleStudies.world(name)
    try world.write(to: folder.path)
    let expected = try ExampleStudies.expectedRows(name)
    let differences = compare(expected: expected, actualCSV: try productResults(folder.path, threads: 2))
    #expect(differences.isEmpty, "\(name): \(differences.prefix(6).joined(separator: "\n"))")
  }
}
