import RxModel

/// Looks whether a name that the user gives is one of the results.
/// - Parameters:
///   - name: the name.
///   - what: what it is the name of.
///   - names: those that there are.
/// - Throws: `RxFault` (64) where it is none of them; it names the nearest.
func checkName(_ name: String, _ what: String, _ names: [String]) throws(RxFault) {
  guard !names.contains(name) else { return }
  throw RxFault(
    .usage, "there is no \(what) '\(name)' in the results",
    remedy: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
      ?? "there are \(names.joined(separator: ", "))")
}
