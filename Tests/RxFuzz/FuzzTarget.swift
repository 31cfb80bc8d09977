import Glibc
import RxModel
import TestSupport

/// What is fed with inputs.
struct FuzzTarget {
  /// Its name on the command line.
  let name: String
  /// How many of 100 executions it gets.
  let share: Int
  /// Where its inputs come from.
  let mutator: Mutator
  /// Takes an input; what is wrong with what came of it, or nil.
  let run: (_ input: [UInt8], _ random: inout SplitMix64) throws -> String?

  /// All targets.
  static func all() throws -> [FuzzTarget] {
    [try reader(), try productNames(), try codeList(), study(), try cases()]
  }

  /// Input `number` of `seed`, and what is wrong with what came of it.
  func execute(seed: UInt64, number: Int) throws -> String? {
    var random = Mutator.random(seed: seed, number: number)
    let input = mutator.input(&random)
    return try run(input, &random)
  }

  /// Input `number` of `seed`.
  func input(seed: UInt64, number: Int) -> [UInt8] {
    var random = Mutator.random(seed: seed, number: number)
    return mutator.input(&random)
  }
}

/// What is wrong with a fault that a study file or a list gave, or nil.
func problem(_ fault: RxFault, file: String, needsPlace: Bool = true) -> String? {
  if fault.code != .config { return "a mistake has the code \(fault.code): \(fault.text)" }
  if needsPlace, fault.place == nil { return "a mistake has no place: \(fault.text)" }
  if let place = fault.place, place.file != file || place.line < 1 || place.column ?? 1 < 1 {
    return "a mistake has the place \(place)"
  }
  if fault.message.isEmpty { return "a mistake has no message" }
  if fault.text.utf8.count > 40_000 { return "a message is \(fault.text.utf8.count) bytes long" }
  if fault.text.unicodeScalars.contains(where: \.isControl) { return "a message holds a control character" }
  return nil
}

/// A file in memory whose content is set anew for each input; gone with the process.
final class ScratchFile {
  /// Where it can be opened.
  let path: String
  private let descriptor: Int32

  /// An empty file.
  init() throws {
    var name = Array("\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/rxuse-fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw FuzzError(text: "no scratch file can be made") }
    unlink(name)
    path = "/proc/self/fd/\(descriptor)"
  }

  deinit { close(descriptor) }

  /// Sets its content.
  func set(_ bytes: [UInt8]) throws {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
      throw FuzzError(text: "the scratch file can't be written")
    }
  }
}

/// What keeps the harness from running.
struct FuzzError: Error, CustomStringConvertible {
  /// What it is.
  let text: String
  var description: String { text }
}
