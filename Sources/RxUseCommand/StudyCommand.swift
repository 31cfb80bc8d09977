import ArgumentParser
import RxModel
import RxUse

/// `rxuse study`.
struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Print a study file with its layout and the files that it includes written out.",
    discussion: """
      The printed file means the same in the study's folder; comments are not kept. 'rxuse help study' tells what a study \
      file can say, 'rxuse help layouts' which layouts there are. An editor that speaks YAML checks study files by the \
      schema: rxuse study --json-schema > rxuse.schema.json, and as a study's first line \
      # yaml-language-server: $schema=rxuse.schema.json
      """)

  @Argument(help: "The study file.", completion: .file(extensions: ["yml", "yaml"]))
  var study: String?

  @Flag(help: "Print the JSON Schema of study files for editors, in the place of a study.")
  var jsonSchema = false

  func validate() throws {
    guard (study != nil) != jsonSchema else {
      throw ValidationError("name a study file, or say --json-schema")
    }
  }

  func run() throws {
    try exiting { () throws(RxFault) in
      try StandardOutput.write(try study.map(wholeStudy) ?? studySchema())
    }
  }
}
