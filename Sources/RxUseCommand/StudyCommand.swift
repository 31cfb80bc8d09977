import ArgumentParser
import RxModel
import RxUse

/// `rxuse study`.
struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study", abstract: "Print a study file with what its layout fills in written out.",
    discussion: """
      The printed file means the same in the study's folder; comments are not kept. 'rxuse help study' tells what a study \
      file can say, 'rxuse help layouts' which layouts there are.
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String

  func run() throws {
    try exiting { () throws(RxFault) in try StandardOutput.write(try wholeStudy(study)) }
  }
}
