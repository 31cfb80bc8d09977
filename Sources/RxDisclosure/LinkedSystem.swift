import RxCounts
import RxModel
import RxRelease

/// The counts of one interval and what holds between them: the knowledge of somebody who sees those that are published.
///
/// An unknown is a quantity of a group, or a difference of two that must not be worked out when both are shown. A row
/// says that unknowns, each times a coefficient, add up to a constant, or to it at most.
struct LinkedSystem: Sendable {
  struct Unknown: Sendable {
    /// Its name in messages.
    var quantity: String
    /// The group's place in the table of counts.
    var stratum: Int
    /// The true value.
    var value: Double
    /// Its least value, as an outsider knows even if it is kept back.
    var least: Double
    /// The amount of it that one person has in the whole interval: fills a user, days a person. 1 for persons.
    var perPerson = 1.0
    /// The most of it that one person of the group can have, as everybody knows.
    var mostPerPerson = Double.infinity
    /// True where it appears in the output unless it is kept back. Differences don't.
    var isShown: Bool
    /// True where it must not be worked out: 1 to `minCell` - 1 persons, or something of so few.
    var isSensitive: Bool
    /// True for a difference of two others.
    var isDifference = false
    /// How much further its range must reach than that of others that must not be worked out, in its own unit.
    var furtherRoom = 0.0

    /// The value in persons' worth.
    var size: Double { value / perPerson }
    /// By how much it can be less, likewise.
    var fall: Double { max(0, value - least) / perPerson }
  }

  /// A figure, which is lost if one of its unknowns is kept back.
  struct LinkedFigure: Sendable {
    var unknowns: [Int]
    /// What it is worth to a reader.
    var worth: Double
  }

  /// A statement that holds between unknowns.
  struct Row: Sendable {
    var terms: [(unknown: Int, coefficient: Double)]
    var constant: Double
    /// True where the terms add up to the constant at most, and not exactly.
    var isAtMost = false

    /// The coefficients for values in persons' worth, the greatest of them 1, and by what they were divided.
    func scaled(_ unknowns: [Unknown]) -> (terms: [(unknown: Int, coefficient: Double)], divisor: Double) {
      let scaled = terms.map { ($0.unknown, $0.coefficient * unknowns[$0.unknown].perPerson) }
      let divisor = scaled.map { abs($0.1) }.max() ?? 1
      return (scaled.map { ($0.0, $0.1 / divisor) }, divisor)
    }
  }

  /// The least count of persons that may be shown.
  let minCell: Int
  /// True for the system of a reader, who takes for granted what holds between figures, and for whom no difference is a
  /// secret; its values are placeholders.
  let isOfReader: Bool
  private(set) var unknowns: [Unknown] = []
  private(set) var rows: [Row] = []
  private(set) var figures: [LinkedFigure] = []

  /// No unknowns.
  init(minCell: Int, isOfReader: Bool = false) { (self.minCell, self.isOfReader) = (minCell, isOfReader) }

  /// The least width, in persons' worth, of the range in which an outsider can know a suppressed figure to be: half of
  /// `minCell` - 1, 5 for 11.
  var width: Double { Double((minCell - 1) / 2) }

  /// A new unknown.
  mutating func add(_ unknown: Unknown) -> Int {
    unknowns.append(unknown)
    return unknowns.count - 1
  }

  /// A new figure.
  mutating func add(_ figure: LinkedFigure) { figures.append(figure) }

  /// The terms add up to `constant`.
  mutating func add(_ terms: [(unknown: Int, coefficient: Double)], equals constant: Double = 0) {
    rows.append(Row(terms: terms, constant: constant))
  }

  /// `greater` less `lesser` is 0 or more, and where it is of few persons a secret of its own.
  /// - Parameters:
  ///   - lesser: the sum of terms that is at most `greater`.
  ///   - greater: likewise.
  ///   - constant: what is added to `greater`: a figure that everybody knows.
  ///   - countsPersons: whether the difference counts persons.
  /// - Returns: false where the data contradict it, and nothing is added.
  @discardableResult
  mutating func addDifference(
    _ lesser: [(unknown: Int, coefficient: Double)], _ greater: [(unknown: Int, coefficient: Double)],
    constant: Double = 0, countsPersons: Bool
  ) -> Bool {
    func sum(_ terms: [(unknown: Int, coefficient: Double)]) -> Double {
      terms.reduce(0) { $0 + unknowns[$1.unknown].value * $1.coefficient }
    }
    if isOfReader {
      rows.append(
        Row(terms: lesser + greater.map { ($0.unknown, -$0.coefficient) }, constant: constant, isAtMost: true)
      )
      return true
    }
    let value = sum(greater) + constant - sum(lesser)
    // What the data contradict (more users than residents) nobody can conclude from.
    guard value >= 0, let first = lesser.first ?? greater.first else { return false }
    let terms = lesser + greater.map { ($0.unknown, -$0.coefficient) }
    guard countsPersons, isSmall(value) else {
      rows.append(Row(terms: terms, constant: constant, isAtMost: true))
      return true
    }
    let named = unknowns[first.unknown]
    let difference = add(
      Unknown(
        quantity:
          "\(greater.first.map { unknowns[$0.unknown].quantity } ?? "residents") less \(named.quantity)",
        stratum: named.stratum, value: value, least: 0, isShown: false, isSensitive: true, isDifference: true)
    )
    add(terms + [(difference, 1)], equals: constant)
    return true
  }

  /// The distance of a limiting row's terms from its constant.
  func distance(_ row: Row) -> Double {
    row.terms.reduce(row.constant) { $0 - $1.coefficient * unknowns[$1.unknown].value }
  }

  /// True if the true values of these terms add up to 0, as far as numbers with decimals can tell.
  func addUpToZero(_ terms: [(unknown: Int, coefficient: Double)]) -> Bool {
    let values = terms.map { unknowns[$0.unknown].value * $0.coefficient }
    return abs(values.reduce(0, +)) <= 1e-9 * values.reduce(1) { $0 + abs($1) }
  }

  /// True if so many persons are too few to be shown.
  func isSmall(_ persons: Double) -> Bool { persons > 0 && persons < Double(minCell) }

  /// The range of an unknown that must not be worked out reaches so much further.
  mutating func widen(_ place: Int, by room: Int) { unknowns[place].furtherRoom = Double(room) }

  /// An unknown must not be worked out, and its range reaches up to `most` at least.
  mutating func keepBack(_ place: Int, upTo most: Int) {
    unknowns[place].isSensitive = true
    unknowns[place].furtherRoom = max(unknowns[place].furtherRoom, Double(most - (minCell - 1)))
  }

  /// The least upper end of an unknown's range, in its own unit: 0 unless it must not be known, else `minCell` - 1 and what
  /// else it needs. Of fills or eras that many do, since they can all be of different persons.
  func leastUpperEnd(_ place: Int) -> Double {
    unknowns[place].isSensitive ? Double(minCell - 1) + unknowns[place].furtherRoom : 0
  }

  /// One person has so much of an unknown at most.
  mutating func limitPerPerson(_ place: Int, to most: Double) {
    unknowns[place].mostPerPerson = min(unknowns[place].mostPerPerson, most)
  }

  /// The least width of an unknown's range, in its own unit.
  func leastWidth(_ place: Int) -> Double {
    width * max(1, min(unknowns[place].perPerson, unknowns[place].mostPerPerson))
  }
}
