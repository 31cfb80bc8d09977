import RxModel
import RxText

/// The text of a bundle that says what is in it, what is not, and how it is made again. It follows from run.json alone.
/// - Parameters:
///   - manifest: the output's run.json.
///   - layout: where things are in the bundle.
/// - Returns: lines of at most 100 characters but for paths.
func bundleText(_ manifest: ReleaseManifest, _ layout: BundleLayout) -> String {
  let tables = manifest.inputs.filter { BundleLayout.kinds.contains($0.kind) }
  let data = manifest.inputs.filter { !BundleLayout.kinds.contains($0.kind) }
  func line(_ input: ReleaseManifest.Input, _ path: String) -> String {
    "  \(input.kind): \(messageLine(path)) (\(input.bytes) bytes, SHA-256 \(input.sha256))\n"
  }
  var text = """
    A run of rxuse \(manifest.rxuseVersion), packed by 'rxuse bundle'.

    What is in it

    \(BundleLayout.output)/ has what the run published: figures, attrition, accounts of its inputs, the codes in use,
    reports and charts as far as the study asks for them. run.json there says what was run, on what,
    and has the methods.
    \(BundleLayout.digests) has the SHA-256 of every other file: sha256sum -c \(BundleLayout.digests)
    The study, and the tables that define it:
      study: \(messageLine(layout.study)) (SHA-256 \(manifest.study.sha256))

    """
  for input in tables { text += line(input, layout.path(of: input)) }
  text += """

    What is not in it

    No patient's data: the files below, lists of persons, rejects.csv, which can quote values; nor
    timing.json, which tells of a machine. Whoever has the data puts them where the study names them,
    seen from its folder:

    """
  for input in data { text += line(input, input.path) }
  text += """

    How it is made again, from this folder, with rxuse \(manifest.rxuseVersion)

      rxuse verify \(BundleLayout.output)                  says what is missing, and whether the rest is as the run left it
      rxuse verify \(BundleLayout.output) --rerun          runs the study again and compares every file
      rxuse run \(shellWord(layout.study)) --out again

    """
  if !tables.allSatisfy(layout.isFound) {
    text += "\nThe study names files in absolute/ by absolute paths: put them there, or change the paths.\n"
  }
  return text
}

/// A word as a shell reads it.
private func shellWord(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    byte >= 0x80 || "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=".utf8.contains(byte)
  }
  return isPlain ? word : "'\(messageLine(word).replacing("'", with: "'\\''"))'"
}
