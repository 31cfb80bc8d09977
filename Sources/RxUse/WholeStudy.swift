import RxModel
import RxReport
import RxStudy

/// A study file with what it takes from elsewhere: included files, and what its layout says.
struct WholeStudy {
  /// The SHA-256 of its own text.
  let sha256: String
  /// The text of a study file that says the same by itself.
  let text: String
  /// The values of that file.
  let node: StudyNode
  /// The files that it includes, each once, in the order in which they are read.
  let included: [StudyDefinition.Table]
  /// The folders in which the tables of its layout were looked for, as the system needs them.
  let folders: [String]

  /// What `file` said when `text` was read from it.
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: the study file.
  ///   - findsTables: whether the tables of its layout are looked for; without, they have the names that they should have.
  /// - Throws: `RxFault`: 78 for a mistake in what it takes from elsewhere, 66 where that is not there.
  init(_ text: String, of file: String, findsTables: Bool = true) throws(RxFault) {
    let paths = StudyPaths(study: file)
    let own = try StudyFile.node(text, file: file)
    var included: [StudyDefinition.Table] = []
    func read(_ path: String) throws(RxFault) -> StudySurroundings.File {
      let name = paths.resolve(path)
      let text = try smallText(at: name)
      let content = Array(text.utf8)
      let digest = FileDigest(of: content)
      let entry = RunRecord.Input(
        kind: InputDigests.included, path: path, bytes: digest.bytes, sha256: digest.sha256)
      included.append(StudyDefinition.Table(entry: entry, names: [path], content: content))
      return StudySurroundings.File(name: name, text: text)
    }
    var folders: [String] = []
    func look(_ folder: String) -> [String] {
      let path = paths.resolve(folder)
      folders.append(path.isEmpty ? "." : path)
      return paths.names(in: folder)
    }
    let names = findsTables ? look : nil
    node = try StudyFile.whole(own, file: file, in: StudySurroundings(names: names, file: read))
    self.included = included
    self.folders = folders
    self.text = StudyFile.isWhole(own) ? text : node.document
    sha256 = FileDigest(of: Array(text.utf8)).sha256
  }

  /// What a study said when it was loaded elsewhere.
  /// - Throws: `RxFault` (78) where its text is none of a study.
  init(_ definition: StudyDefinition) throws(RxFault) {
    sha256 = definition.sha256
    text = definition.text
    node = try StudyFile.node(text, file: definition.path)
    included = definition.tables.filter { $0.entry.kind == InputDigests.included }
    folders = []
  }
}

/// The text of a study file that says by itself what `file` says with its layout and the files that it includes. What is
/// needed of the layout's tables is looked at; code lists and data are not read.
/// - Parameter file: the study file.
/// - Returns: the YAML, without comments.
/// - Throws: `RxFault`: 78 for a mistake in it, 66 for a missing file.
package func wholeStudy(_ file: String) throws(RxFault) -> String {
  let whole = try WholeStudy(try smallText(at: file), of: file)
  _ = try StudyFile.study(whole.node, file: file)
  return whole.node.document
}
