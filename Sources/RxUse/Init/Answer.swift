/// The trust that an answer of `init` deserves.
enum Grade: String, Sendable {
  /// One reading alone is possible.
  case certain
  /// The column's name and its values agree.
  case likely
  /// One of the two says so.
  case guess
  /// The data don't decide it.
  case undecided
}

/// A value of the study as `init` found it, with its grade and the evidence for it.
struct Answer: Sendable {
  /// The value as the study writes it; empty where the data don't decide it.
  var value: String
  /// The trust that it deserves.
  var grade: Grade
  /// What speaks for it, or where it is undecided, the readings and the flag that settles it.
  var evidence: String

  /// A value with its grade.
  init(_ value: String, _ grade: Grade, _ evidence: String) {
    self.value = value
    self.grade = grade
    self.evidence = evidence
  }

  /// No value: `readings` are equally good, and `flag` settles it.
  static func choose(_ readings: String, settle flag: String) -> Answer {
    Answer("", .undecided, "\(readings); settle it with \(flag)")
  }

  /// What was told on the command line.
  static func told(_ value: String, by flag: String) -> Answer { Answer(value, .certain, "said by \(flag)") }
}

/// A share in tens of percents, so that no row alone shows: `few or none`, `about 30%`, `nearly all`.
func shareText(_ part: Int, of all: Int) -> String {
  let tens = all > 0 ? (10 * part + all / 2) / all : 0
  return tens <= 0 ? "few or none" : tens >= 10 ? "nearly all" : "about \(tens)0%"
}

/// The fewest patients whose common value `init` tells: fewer could be found by it.
let fewestPatientsTold = 11
