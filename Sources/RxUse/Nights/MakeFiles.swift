import CPosix
import CSVStream
import Glibc
import RxModel
import RxStudy

/// What make needs to know when a study is to be run again: what a run depends on, and the time of the last one that ended
/// well.
enum MakeFiles {
  /// The text of a depfile: `target` depends on all `prerequisites`, each of which has an empty rule besides, so that one that
  /// is gone is made by nothing and no error.
  /// - Throws: `RxFault` (78) where make can't have such a name.
  static func depfile(_ target: String, _ prerequisites: [String]) throws(RxFault) -> String {
    var text = try "\(asTarget(target)):"
    var rules = ""
    for name in prerequisites.distinct() {
      text += try " \\\n  \(escaped(name))"
      rules += try "\n\(asTarget(name)):\n"
    }
    return text + "\n" + rules
  }

  /// A name as a makefile has it among the prerequisites. What GNU make 4.3 reads of each way of writing one was tried.
  /// - Throws: `RxFault` (78) where it can't have it.
  private static func escaped(_ name: String) throws(RxFault) -> String {
    guard !name.contains(where: { $0.isNewline || "\t=;|\\".contains($0) }), !name.hasPrefix("~"),
      !name.hasSuffix(" "), !name.hasSuffix("&")
    else {
      throw RxFault(
        .config,
        "the depfile can't have the file '\(name)': make has no way to write a line end, a tab, '=', ';', '|' or '\\' in a name, '~' before it, or a space or '&' behind it",
        remedy: "rename the file, or run without --depfile")
    }
    return name.reduce(into: "") { text, character in
      if character == "$" { text += "$" } else if " #:[*?".contains(character) { text += "\\" }
      text.append(character)
    }
  }

  /// A name as a makefile has it before the colon, where `%` would make a pattern of the rule.
  private static func asTarget(_ name: String) throws(RxFault) -> String {
    try escaped(name).replacing("%", with: "\\%")
  }

  /// Makes the stamp, an empty file, or gives it the present time.
  /// - Throws: `RxFault` (73).
  static func touch(_ path: String) throws(RxFault) {
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o666)
    guard descriptor >= 0 else { throw RxFault(.cantCreate, "\(path) can't be created: \(errorText(errno))") }
    defer { close(descriptor) }
    guard futimens(descriptor, nil) == 0 else {
      throw RxFault(.cantCreate, "\(path) can't be touched: \(errorText(errno))")
    }
  }
}

extension LoadedStudy {
  /// All that a run of it depends on: the study, the files that it includes, its code lists, weights and data, and the folders in which it looks for files,
  /// whose times change when a file comes or goes.
  var prerequisites: [String] {
    let paths = StudyPaths(study: file)
    let patterns = input.study.inputs.flatMap(\.files.patterns).map(\.name)
    return self.paths.filter { $0 != "-" } + patterns.flatMap(paths.foldersLookedInto) + folders
  }
}
