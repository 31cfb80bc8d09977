import Foundation

/// The process that executes inputs one after the other.
struct FuzzWorker {
  /// The file into which it writes the number of the input at hand.
  let state: String
  let from: Int
  let to: Int

  /// Executes inputs `from` up to `to`; returns at the first with which something is wrong, having said what.
  func run(_ target: FuzzTarget, seed: UInt64) throws -> Int32 {
    let descriptor = open(state, O_RDWR)
    guard descriptor >= 0,
      let memory = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
    else { throw FuzzError(text: "\(state) can't be mapped") }
    // A file that outlives the process, and a store for each input in place of a system call.
    for number in from..<to {
      memory.storeBytes(of: number, as: Int.self)
      if let problem = try target.execute(seed: seed, number: number) {
        try FileHandle.standardError.write(contentsOf: Data((problem.prefix(4000) + "\n").utf8))
        return 1
      }
    }
    memory.storeBytes(of: to, as: Int.self)
    return 0
  }
}

/// Starts workers and watches them.
struct FuzzSupervisor {
  private static let mostFailures = 20
  private let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  /// Executes a target's inputs; each that fails is reported on standard error.
  func run(_ target: String, executions: Int) throws -> FuzzReport {
    let folder = FileManager.default.temporaryDirectory.path
    let state = "\(folder)/rxuse-fuzz-\(getpid()).state"
    let errors = "\(folder)/rxuse-fuzz-\(getpid()).errors"
    defer { for file in [state, errors] { unlink(file) } }
    var report = FuzzReport(target: target, seed: options.seed)
    let start = Date()
    var next = 0
    while next < executions, report.failures.count < Self.mostFailures {
      try Data(count: 8).write(to: URL(fileURLWithPath: state))
      try Data().write(to: URL(fileURLWithPath: errors))
      let outcome = try work(target, from: next, to: executions, state: state, errors: errors)
      let number = Self.number(state)
      if let outcome {
        let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        let line =
          "\(outcome); again with: scripts/fuzz --target \(target) --replay \(options.seed) \(number)"
        try FileHandle.standardError.write(
          contentsOf: Data("fuzz: \(target): \(line)\n\(said.prefix(3000))\n".utf8))
        report.failures.append(number)
        next = number + 1
      } else {
        next = executions
      }
    }
    report.executions = next
    report.seconds = Date().timeIntervalSince(start)
    return report
  }

  /// Runs one worker to its end; how it failed, or nil.
  private func work(_ target: String, from: Int, to: Int, state: String, errors: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "--target", target, "--seed", "\(options.seed)", "--worker", state, "\(from)", "\(to)",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) {
      own, _ in own
    }
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    var last = -1
    var since = Date()
    while process.isRunning {
      usleep(20_000)
      let number = Self.number(state)
      if number != last { (last, since) = (number, Date()) }
      if Date().timeIntervalSince(since) > Double(options.patience) {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return "no end after \(options.patience) seconds"
      }
    }
    guard process.terminationStatus != 0 else { return nil }
    return process.terminationReason == .exit
      ? "a property does not hold" : "died of signal \(process.terminationStatus)"
  }

  private static func number(_ state: String) -> Int {
    guard let data = FileManager.default.contents(atPath: state), data.count == 8 else { return 0 }
    return data.withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
  }
}

/// What came of a target.
struct FuzzReport {
  let target: String
  let seed: UInt64
  var executions = 0
  var seconds = 0.0
  /// The numbers of the inputs that failed.
  var failures: [Int] = []

  init(target: String, seed: UInt64) {
    self.target = target
    self.seed = seed
  }

  /// For people.
  var line: String {
    "\(target): \(executions) executions, \(rounded) s, seed \(seed), \(failures.count) failures"
  }

  private var rounded: String { String(format: "%.1f", seconds) }

  /// For programs.
  static func json(_ reports: [FuzzReport], seed: UInt64) -> String {
    let targets = reports.map {
      "    {\"target\": \"\($0.target)\", \"executions\": \($0.executions), \"seconds\": \($0.rounded), "
        + "\"failures\": [\($0.failures.map(String.init).joined(separator: ", "))]}"
    }
    return
      "{\n  \"seed\": \(seed),\n  \"executions\": \(reports.reduce(0) { $0 + $1.executions }),\n  \"targets\": [\n"
      + targets.joined(separator: ",\n") + "\n  ]\n}\n"
  }
}
