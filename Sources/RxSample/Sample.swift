/// Writes a synthetic extract: `prescriptions.csv`, `codes.csv`, `study.yml` and, unless the sample is flat,
/// `members.csv`. Files of these names are overwritten, others left alone; after an error those begun are
/// removed.
///
/// Members come in windows of 4096. Within a window the rows stand in order of fill date, as in the daily
/// files of a claims system; the next window starts again in 2019. So the memory needed is that of one
/// window, whatever the number of patients, and a larger sample with the same seed has the same people and
/// fills first.
///
/// - Parameters:
///   - options: number of members, seed, layout.
///   - directory: an existing directory.
///   - progress: called after each window with the number of patients written so far.
/// - Throws: `SampleError` with the step, the file and the system's reason, a full disk among them.
/// - Complexity: O(rows) time, O(1) memory.
package func writeSample(
  _ options: SampleOptions, into directory: String, progress: (Int) -> Void
) throws(SampleError) {
  guard options.patients >= 0, options.patients <= SampleOptions.maxPatients else {
    throw SampleError(
      what: "options", path: "", code: 0,
      reason: "the number of patients must be 0 to \(SampleOptions.maxPatients)")
  }
  let base = directory.hasSuffix("/") ? directory : directory + "/"
  var begun: [String] = []
  do throws(SampleError) {
    try writeText(Formulary.codeList, to: base + "codes.csv", noting: &begun)
    try writeText(StudyText.study(flat: options.flat), to: base + "study.yml", noting: &begun)
    try writeRows(options, base, noting: &begun, progress)
  } catch {
    for path in begun { CheckedFile.remove(path) }
    throw error
  }
}

private func writeText(_ text: String, to path: String, noting begun: inout [String]) throws(SampleError) {
  var file = try CheckedFile(path: path)
  begun.append(path)
  file.append(text)
  try file.finish()
}

private func writeRows(
  _ options: SampleOptions, _ base: String, noting begun: inout [String], _ progress: (Int) -> Void
) throws(SampleError) {
  var prescriptions = try CheckedFile(path: base + "prescriptions.csv")
  begun.append(prescriptions.path)
  prescriptions.append(PrescriptionRows.header(flat: options.flat))
  var members: CheckedFile?
  if !options.flat {
    let path = base + "members.csv"
    var roster = try CheckedFile(path: path)
    begun.append(path)
    roster.append(MemberRows.header)
    members = consume roster
  }
  var window = SampleWindow(options)
  var first = 0
  while first < options.patients {
    let end = min(first + SampleWindow.patients, options.patients)
    window.fill(first..<end)
    if var roster = members.take() {
      try window.writeMembers(to: &roster)
      members = consume roster
    }
    try window.writePrescriptions(to: &prescriptions)
    progress(end)
    first = end
  }
  try members?.finish()
  try prescriptions.finish()
}
