/// The name among `names` that is nearest to `name` by edits (insert, delete, replace, exchange neighbours), where it
/// is near enough to have been meant: at most a third of its letters, case ignored.
/// - Complexity: O(names x letters squared); for messages.
package func nearestName(to name: String, among names: [String]) -> String? {
  guard name.utf8.count <= longestCompared else { return nil }
  let wanted = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in names where candidate.utf8.count <= longestCompared {
    let distance = editDistance(wanted, Array(candidate.lowercased()))
    if distance <= max(1, max(wanted.count, candidate.count) / 3), distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// The most bytes of a name that is compared: a longer one was not mistyped, and would take long.
private let longestCompared = 200

/// The edits between two words: letters put in, left out, replaced or exchanged with their neighbours.
/// - Complexity: O(letters squared).
package func editDistance<Letter: Equatable>(_ a: [Letter], _ b: [Letter]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in 0..<b.count {
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}

/// `did you mean 'fill_date'?`, or empty where no name is near.
package func suggestion(for name: String, among names: [String]) -> String {
  nearestName(to: name, among: names).map { "did you mean '\($0)'?" } ?? ""
}
