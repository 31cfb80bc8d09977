import ArgumentParser
import CSVStream
import Glibc
import RxDecode
import RxUse

/// What a command that reads the data may use; nothing here changes a result.
struct Resources: ParsableArguments {
  @Option(name: .shortAndLong, help: "How many threads work (default: one for each core).")
  var threads: Int?

  @Option(help: "Which parser reads: the fast lane where it can, or libcsv alone. The results are the same.")
  var reader = Reader.fast

  @Option(
    help: """
      How much memory may be held, such as 512M or 4G (default: half of what the machine, or its control group, has). What does not fit goes \
      to --tmp-dir; the results are the same.
      """)
  var memory: MemorySize?

  @Option(
    help:
      "The folder for what does not fit into memory, in a file without a name (default: $TMPDIR, or /tmp).",
    completion: .directory)
  var tmpDir: String?

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
  }

  /// The options of a run.
  var options: RunOptions {
    var options = RunOptions(threads: threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    options.lane = reader.lane
    if let memory { options.memory = MemoryBudget(bytes: memory.bytes) }
    if let tmpDir { options.temporaryFolder = tmpDir }
    return options
  }
}

/// The values of `--reader`.
enum Reader: String, CaseIterable, ExpressibleByArgument {
  case fast
  case libcsv

  var lane: Lane { self == .fast ? .best : .libcsv }
}

/// The value of `--memory`: a number of bytes, with K, M, G or T for 1024 of the one before.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = argument.last.flatMap { units[Character($0.uppercased())] }
    let digits = shift == nil ? argument[...] : argument.dropLast()
    guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits),
      number > 0
    else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
    guard !overflows else { return nil }
    self.bytes = bytes
  }
}

/// Where a study's output goes.
struct Output: ParsableArguments {
  @Option(name: .shortAndLong, help: "The folder for the results.", completion: .directory)
  var out: String

  @Flag(help: "End with 65 and write nothing where there is anything to warn of.")
  var strict = false

  @Option(
    help: "For how many seconds another run that holds the folder is waited for; then the run ends with 75.")
  var lockWait = 0.0

  func validate() throws {
    guard lockWait >= 0, lockWait <= 1_000_000 else {
      throw ValidationError("--lock-wait must be from 0 to 1000000 seconds")
    }
  }
}
