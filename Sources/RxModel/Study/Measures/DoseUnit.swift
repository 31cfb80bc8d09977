/// What a fill's dose is counted in.
package enum DoseUnit: String, CaseIterable, Sendable {
  /// Morphine milligram equivalents.
  case mme
  /// Milligrams of diazepam.
  case diazepamMg = "diazepam_mg"
  /// WHO's defined daily doses.
  case ddd

  /// In words.
  var words: String {
    switch self {
    case .mme: "morphine milligram equivalents"
    case .diazepamMg: "mg of diazepam"
    case .ddd: "defined daily doses"
    }
  }

  /// What every measure of doses says of fills without one.
  static let lacking: Prose = """
    A fill's dose is quantity x strength x factor; one that lacks a part is left out, and counted in the attrition.
    """
}
