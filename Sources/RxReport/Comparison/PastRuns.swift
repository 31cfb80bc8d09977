import RxModel

/// The volumes of past runs of a study, as a history of published numbers tells them.
package struct PastRuns: Sendable {
  /// The volumes of one run.
  package struct Volumes: Sendable {
    /// Counts that grow with an extract, by what they are: `rows read of prescriptions`. One that is kept back is missing.
    package var counts: [String: Double]
    /// The share of the accepted rows that are of listed drugs and of patients of the roster; nil where it is not shown.
    package var matched: Double?

    /// Volumes of these counts and this share.
    /// - Parameters:
    ///   - counts: counts that grow with an extract, by what they are.
    ///   - matched: the share of the accepted rows that are of listed drugs and of patients of the roster.
    package init(counts: [String: Double], matched: Double?) {
      (self.counts, self.matched) = (counts, matched)
    }

    /// What the persons of a roster, or those seen, are called among counts.
    package static let persons = "persons of the roster, or seen"
    /// What the rows of a kind are called among counts.
    package static func rows(of kind: InputKind) -> String { "rows read of \(kind.rawValue)" }
    /// What the rows of a kind are called where each of its files rounds them.
    package static func rowsInFiles(of kind: InputKind) -> String { "rows in files of \(kind.rawValue)" }
    /// What the files of a kind are called among counts.
    package static func files(of kind: InputKind) -> String { "files of \(kind.rawValue)" }
  }

  /// Oldest first.
  package let runs: [Volumes]
  /// How many runs lie between the releases that are compared, the new one counted.
  private let apart: Int

  /// The runs before the one that is compared.
  /// - Parameters:
  ///   - runs: their volumes, oldest first.
  ///   - apart: how many runs the new release is after the old one.
  package init(_ runs: [Volumes], apart: Int = 1) { (self.runs, self.apart) = (runs, max(1, apart)) }

  /// The number of runs.
  package var count: Int { runs.count }
  /// True where they are enough to say what is ordinary.
  package var isEnough: Bool { runs.count >= Self.fewest + apart }

  /// The fewest increments that say what is ordinary.
  private static let fewest = 5

  /// By how much a count has grown over as many runs as lie between the releases, where both show it.
  private func increments(of count: String) -> [Double] {
    zip(runs, runs.dropFirst(apart)).compactMap { before, after in
      guard let old = before.counts[count], let new = after.counts[count] else { return nil }
      return new - old
    }
  }

  /// What all runs brought of a count, in words, a tenth of them aside; nil where they are fewer than five, or one brought none.
  func brought(_ count: String) -> String? {
    let past = increments(of: count).sorted()
    guard past.count >= Self.fewest, past[past.count / 10] > 0 else { return nil }
    return Self.text(past)
  }

  private static func text(_ increments: [Double]) -> String {
    let (least, most) = (increments.first ?? 0, increments.last ?? 0)
    return
      "\(increments.count) runs before brought \(signed(increments[increments.count / 2])) (\(signed(least)) to \(signed(most)))"
  }

  /// What `increment` of a count is beside those of the past; nil where they are fewer than five. A tenth of them at each end
  /// is left aside, so that one bad night makes no other ordinary.
  func judge(_ count: String, _ increment: Double, rounding: Double) -> (text: String, isAlarm: Bool)? {
    let past = increments(of: count).sorted()
    guard past.count >= Self.fewest else { return nil }
    let aside = past.count / 10
    let usual = past[aside..<(past.count - aside)]
    guard let least = usual.first, let most = usual.last else { return nil }
    let slack = max(rounding, 5 * max(0, most).squareRoot() * (most < 100 ? 1 : 0))
    let range = Self.text(past)
    if increment <= 0, least > slack {
      return ("\(increment < 0 ? "fewer" : "no more"), where \(range)", true)
    }
    if increment < least - abs(least) / 3 - slack {
      return ("more than a third fewer than ever: \(range)", true)
    }
    if increment > most + abs(most) + slack { return ("more than twice as many as ever: \(range)", true) }
    return (range, false)
  }

  /// The ordinary shares of matched rows; nil where they are fewer than five.
  var matched: Expectation? { Expectation(runs.compactMap(\.matched), fewest: Self.fewest) { _ in 0 } }
}

/// A whole number with its sign: `+1,012`.
func signed(_ number: Double) -> String { (number < 0 ? "" : "+") + grouped(number, decimals: 0) }
