import Glibc
import RxModel

/// What `rxuse init` is asked.
package struct InitOptions: Sendable {
  /// The files and folders.
  package var files: [String]
  /// The study file to be written.
  package var out: String
  /// Formats of dates: `PATTERN`, or `KIND=PATTERN` for one kind of input.
  package var dates: [String] = []
  /// Columns, each `FIELD=HEADER` or `KIND.FIELD=HEADER`.
  package var columns: [String] = []
  /// Roles of files, each `ROLE=FILE`.
  package var roles: [String] = []
  /// True where a file of the name is replaced.
  package var replaces = false

  /// A look into `files` for the study `out`.
  package init(files: [String], out: String) {
    self.files = files
    self.out = out
  }
}

/// Writes a study for files that nobody described, from rows of them.
/// - Parameter options: the files, the study and what is told of them.
/// - Returns: what was found, for a terminal.
/// - Throws: `RxFault`: 64 where an option names what there is not, 65 where a file is no table with a header or none has
///   prescriptions, 66 where a file can't be read, 73 or 74 where the study can't be written, 78 where the data don't decide
///   all of it: the study is then written, and the faults have the lines.
package func initialStudy(_ options: InitOptions) throws(RxFault) -> String {
  var status = stat()
  guard options.replaces || lstat(options.out, &status) != 0 else {
    throw RxFault(
      .cantCreate, "\(options.out) is there already", remedy: "name another file, or replace it with --force")
  }
  let files = try InitFiles(options.files, study: options.out)
  var samples: [FileSample] = []
  var passedOver: [RxFault] = []
  for (place, file) in files.files.enumerated() {
    // Of many files alike less is read of each, and of many at all too.
    let stretch = min(512 << 10, max(16 << 10, min((2 << 20) / files.alike(file), (16 << 20) / files.kinds)))
    do throws(RxFault) {
      samples.append(try FileSample(file, stretch: stretch))
    } catch {
      guard files.found.contains(place) else { throw error }
      passedOver.append(error)
    }
  }
  if samples.isEmpty, let fault = passedOver.first { throw fault }
  let groups = FileGroup.groups(samples)
  var told = try ToldAnswers(options, groups)
  told.layout = LayoutGuess.find(groups)
  let guess = try StudyGuess(groups, told)
  let draft = StudyDraft(guess, told, names: files.neighbours(study: options.out))
  try write(draft.text, to: options.out)
  let open = draft.open.map { line, text in
    RxFault(.config, text, at: RxFault.Place(file: options.out, line: line))
  }
  if let fault = RxFault(all: open) { throw fault }
  return summary(draft, guess, options.out) + passedOver.map { "passed over: \($0.text)\n" }.joined()
}

private func write(_ text: String, to path: String) throws(RxFault) {
  let file = try SingleFile(path, "a study file", isPrivate: false) { _ in true }
  try file.append(Array(text.utf8))
  try file.finish()
}

/// What was found, and what comes next.
private func summary(_ draft: StudyDraft, _ guess: StudyGuess, _ out: String) -> String {
  let counts = [Grade.certain, .likely, .guess].compactMap { grade in
    draft.grades[grade].map { "\($0) \(grade.rawValue)" }
  }
  let kinds = ([guess.prescriptions] + guess.others).map { input in
    let names = input.group.names
    return messageLine(
      "  \(input.kind.rawValue): \(names.prefix(3).joined(separator: ", "))\(names.count > 3 ? " ..." : "")")
  }
  return messageLine(
    "\(out): answers \(counts.joined(separator: ", ")); look through the guesses, then: rxuse run \(out) --out results"
  )
    + "\n" + kinds.map { $0 + "\n" }.joined()
    + draft.toTell.map { messageLine("  \($0)") + "\n" }.joined()
}
