import ArgumentParser
import RxDecode
import RxModel
import RxReport
import RxUse
import Synchronization

/// `rxuse sample`.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Make synthetic prescriptions, members, a code list and a study.",
    discussion: "About ten prescriptions a patient over 2019-2022. The same seed gives the same files.")

  @Option(help: "How many patients.")
  var patients = 2000

  @Option(help: "What decides everything random.")
  var seed: UInt64 = 1

  @Option(help: "A part of the patients alone, such as 3/64, for 'rxuse map --part 3/64 --rows own'.")
  var part: PatientPart?

  @Flag(help: "Everything in the prescription file, and no roster.")
  var flat = false

  @Flag(help: "Compress prescriptions and roster (.csv.zst).")
  var zstd = false

  @Option(
    name: .shortAndLong, help: "The folder for the files; made if it is not there.", completion: .directory)
  var out: String

  @Flag(help: "Replace a study and data of the sample's names that are there.")
  var force = false

  @OptionGroup var verbosity: Verbosity

  func run() throws {
    let done = SampleProgress()
    let total = patients
    let line =
      verbosity.showsProgress
      ? ProgressLine { _ in "made \(grouped(done.value)) of \(grouped(total)) patients" } : nil
    defer { line?.end() }
    try exiting { () throws(RxFault) in
      try RxUse.sample(
        patients: patients, seed: seed, flat: flat, isCompressed: zstd, part: part ?? .all, out: out,
        replaces: force
      ) {
        done.set($0)
      }
    }
  }
}

private final class SampleProgress: Sendable {
  private let state = Atomic<Int>(0)
  var value: Int { state.load(ordering: .relaxed) }
  func set(_ patients: Int) { state.store(patients, ordering: .relaxed) }
}
