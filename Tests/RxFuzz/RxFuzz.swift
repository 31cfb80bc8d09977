import Foundation

/// Feeds the reader, the study file, code lists, cases and product names with mutated inputs. Each target runs in a
/// process of its own, which is watched: one that dies or hangs has the number of its input in a file, is reported, and
/// goes on behind it.
@main
struct RxFuzz {
  static func main() {
    do {
      let options = try FuzzOptions(Array(CommandLine.arguments.dropFirst()))
      let targets = try FuzzTarget.all()
      if let name = options.target, !targets.contains(where: { $0.name == name }) {
        throw FuzzError(text: "no target '\(name)'; there are \(targets.map(\.name).joined(separator: ", "))")
      }
      let chosen = targets.filter { options.target ?? $0.name == $0.name }
      if let replay = options.replay {
        exit(try self.replay(chosen, seed: replay.seed, number: replay.number, save: options.save))
      }
      if let worker = options.worker { exit(try worker.run(chosen[0], seed: options.seed)) }
      var reports: [FuzzReport] = []
      let shares = chosen.reduce(0) { $0 + $1.share }
      for target in chosen {
        let report = try FuzzSupervisor(options).run(
          target.name, executions: options.executions * target.share / shares)
        print(report.line)
        reports.append(report)
      }
      if let path = options.json {
        try Data(FuzzReport.json(reports, seed: options.seed).utf8).write(to: URL(fileURLWithPath: path))
      }
      exit(reports.allSatisfy(\.failures.isEmpty) ? 0 : 1)
    } catch {
      // Where standard error is gone, the exit code is all that is left to say it with.
      try? FileHandle.standardError.write(contentsOf: Data("fuzz: \(error)\n".utf8))
      exit(64)
    }
  }

  /// Shows an input, keeps it where asked to, and runs it here, so that a debugger sees what it does.
  private static func replay(_ targets: [FuzzTarget], seed: UInt64, number: Int, save: String?) throws
    -> Int32
  {
    guard targets.count == 1, let target = targets.first else {
      throw FuzzError(text: "--replay needs --target")
    }
    let input = target.input(seed: seed, number: number)
    if let save { try Data(input).write(to: URL(fileURLWithPath: save)) }
    print("\(input.count) bytes: \(String(decoding: input, as: UTF8.self).debugDescription)")
    fflush(nil)
    let problem = try target.execute(seed: seed, number: number)
    print(problem ?? "nothing is wrong with it")
    return problem == nil ? 0 : 1
  }
}

/// The command line.
struct FuzzOptions {
  var executions = 1_000_000
  var seed: UInt64 = 1
  var target: String?
  var json: String?
  var save: String?
  var replay: (seed: UInt64, number: Int)?
  /// Seconds that one input may take.
  var patience = 10
  /// Set in the processes that do the work.
  var worker: FuzzWorker?

  /// - Throws: `FuzzError` for what it does not know.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value() throws -> String {
      guard let value = rest.popFirst() else { throw FuzzError(text: "a value is missing") }
      return value
    }
    func number<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
      let text = try value()
      guard let number = Number(text), number >= 0 else { throw FuzzError(text: "'\(text)' is no number") }
      return number
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--executions": executions = try number(Int.self)
      case "--seed": seed = try number(UInt64.self)
      case "--target": target = try value()
      case "--json": json = try value()
      case "--save": save = try value()
      case "--patience": patience = try number(Int.self)
      case "--replay": replay = (try number(UInt64.self), try number(Int.self))
      case "--worker":
        worker = FuzzWorker(state: try value(), from: try number(Int.self), to: try number(Int.self))
      default: throw FuzzError(text: "unknown option '\(argument)'")
      }
    }
  }
}
