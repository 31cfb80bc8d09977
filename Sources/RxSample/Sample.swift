// Nothing of the product is imported here: this module is an oracle for it, and a mistake in a calendar or a
// writer that both used would go unseen. So it has its own, and its own facts about drugs.

extension SampleOptions {
  /// The names of a sample's files.
  package var names: [String] { ["codes.csv", "study.yml", prescriptionsName] + (flat ? [] : [membersName]) }

  fileprivate var prescriptionsName: String { "prescriptions.csv" + (isCompressed ? ".zst" : "") }
  fileprivate var membersName: String { "members.csv" + (isCompressed ? ".zst" : "") }
}

/// Writes a synthetic extract: `prescriptions.csv`, `codes.csv`, `study.yml` and, unless the sample is flat,
/// `members.csv`, the rows as `.csv.zst` where the options say so. Other files are left alone; after an error those begun are removed.
///
/// Members come in windows of 4096. Within a window the rows stand in order of fill date, as in the daily
/// files of a claims system; the next window starts again in 2019. So the memory needed is that of one
/// window, whatever the number of patients, and a larger sample with the same seed has the same people and
/// fills first.
///
/// - Parameters:
///   - options: number of members, seed, layout.
///   - directory: an existing directory.
///   - onlyNew: whether a file of these names that exists is an error; without, it is overwritten.
///   - progress: called after each window with the number of patients written so far.
/// - Throws: `SampleError` with the step, the file and the system's reason, a full disk among them.
/// - Complexity: O(rows) time, O(1) memory.
package func writeSample(
  _ options: SampleOptions, into directory: String, onlyNew: Bool = false, progress: (Int) -> Void
) throws(SampleError) {
  try options.check()
  let base = directory.hasSuffix("/") ? directory : directory + "/"
  var begun = Begun(isNew: onlyNew)
  do throws(SampleError) {
    try writeText(Formulary.codeList, to: base + "codes.csv", noting: &begun)
    try writeText(StudyText.study(options), to: base + "study.yml", noting: &begun)
    try writeRows(options, base, noting: &begun, progress)
  } catch {
    for path in begun.paths { CheckedFile.remove(path) }
    throw error
  }
}

/// The files that were created.
private struct Begun {
  /// True where a file that exists is an error.
  let isNew: Bool
  var paths: [String] = []

  /// Creates a file.
  mutating func file(_ path: String, isCompressed: Bool = false) throws(SampleError) -> CheckedFile {
    let file = try CheckedFile(path: path, isNew: isNew, isCompressed: isCompressed)
    paths.append(path)
    return file
  }
}

private func writeText(_ text: String, to path: String, noting begun: inout Begun) throws(SampleError) {
  var file = try begun.file(path)
  file.append(text)
  try file.finish()
}

private func writeRows(
  _ options: SampleOptions, _ base: String, noting begun: inout Begun, _ progress: (Int) -> Void
) throws(SampleError) {
  var prescriptions = try begun.file(base + options.prescriptionsName, isCompressed: options.isCompressed)
  prescriptions.append(PrescriptionRows.header(flat: options.flat))
  var members: CheckedFile?
  if !options.flat {
    var roster = try begun.file(base + options.membersName, isCompressed: options.isCompressed)
    roster.append(MemberRows.header)
    members = consume roster
  }
  var window = SampleWindow(options)
  let all = options.members
  var first = all.lowerBound
  while first < all.upperBound {
    let end = min(first + SampleWindow.patients, all.upperBound)
    window.fill(first..<end)
    if var roster = members.take() {
      try window.writeMembers(to: &roster)
      members = consume roster
    }
    try window.writePrescriptions(to: &prescriptions)
    progress(end - all.lowerBound)
    first = end
  }
  try members?.finish()
  try prescriptions.finish()
}
