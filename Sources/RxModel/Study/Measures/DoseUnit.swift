/// The unit in which a fill's dose is counted.
package enum DoseUnit: String, CaseIterable, Sendable {
  /// Morphine milligram equivalents.
  case mme
  /// Milligrams of diazepam.
  case diazepamMg = "diazepam_mg"
  /// WHO's defined daily doses.
  case ddd

  /// The unit in words.
  var words: String {
    switch self {
    case .mme: "morphine milligram equivalents"
    case .diazepamMg: "mg of diazepam"
    case .ddd: "defined daily doses"
    }
  }

  /// The unit in few letters.
  var shortWords: String {
    switch self {
    case .mme: "MME"
    case .diazepamMg: "mg of diazepam"
    case .ddd: "DDD"
    }
  }

  /// The sentence of every measure of doses on fills without one.
  static let lacking: Prose = """
    A fill's dose is quantity x strength x factor; one that lacks a part is left out, and counted in the attrition.
    """
}
