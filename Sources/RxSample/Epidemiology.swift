/// The use of drugs in the population: yearly probabilities by age, sex and race, set so that a large sample
/// comes near published figures.
///
/// Benzodiazepines follow Olfson and others 2015 (US retail pharmacies in 2008): 2.6, 5.4, 7.4 and 8.7
/// percent a year at 18-35, 36-50, 51-64 and 65-80, women twice as often as men; 14.7 percent of the young
/// users and 31.4 percent of the old with 120 days or more. The race levels are made up, and so are their
/// differences.
enum Epidemiology {
  /// The place of an age in the tables: 0-17, 18-35, 36-50, 51-64, 65-79, 80 and over.
  static func band(age: Int) -> Int {
    age < 18 ? 0 : age < 36 ? 1 : age < 51 ? 2 : age < 65 ? 3 : age < 80 ? 4 : 5
  }

  /// A class's use in a year, and how it goes on.
  struct Rates: Sendable {
    /// Probability of any use in a year, by age band.
    let any: [Double]
    /// Share of the users who are treated long-term, by age band.
    let long: [Double]
    /// Factors for women and for men.
    let sex: [Double]
    /// Factors by race level.
    let race: [Double]
    /// Probability that a long-term treatment goes on in the next year.
    let stay: Double

    /// Probability that a person of this band, sex and race uses it in a year.
    func any(_ band: Int, _ member: Member) -> Double {
      any[band] * sex[member.sex] * race[member.race]
    }
  }

  /// The factor on the probability of opioid use in a benzodiazepine user of the year.
  static let opioidGivenBenzodiazepine = 2.3
  /// The share, from 0 to 1, of the year's short-term users of benzodiazepines with opioid use who get both
  /// together.
  static let coprescribed = 0.62

  /// The number of medicines for long-term conditions that are tried for each patient.
  static let chronicMedicines = 2
  /// Probability of a year with a medicine for a few days.
  static let acute = [0.30, 0.22, 0.22, 0.24, 0.27, 0.27]

  /// Probability of dying within a year, by age band.
  static let death = [0.0002, 0.0005, 0.0012, 0.0027, 0.006, 0.024]
}

extension Epidemiology.Rates {
  /// Any benzodiazepine.
  static let benzodiazepine = Epidemiology.Rates(
    any: [0.004, 0.026, 0.054, 0.074, 0.087, 0.088], long: [0.08, 0.147, 0.21, 0.265, 0.32, 0.34],
    sex: [4.0 / 3, 2.0 / 3], race: [1.10, 0.85, 0.85, 0.80, 0.95], stay: 0.72)
  /// Any opioid analgesic.
  static let opioid = Epidemiology.Rates(
    any: [0.030, 0.140, 0.185, 0.220, 0.230, 0.210], long: [0.01, 0.05, 0.10, 0.14, 0.14, 0.14],
    sex: [1.10, 0.90], race: [1.05, 1.05, 0.85, 0.75, 0.95], stay: 0.75)
  /// Zolpidem.
  static let zDrug = Epidemiology.Rates(
    any: [0.001, 0.012, 0.024, 0.034, 0.036, 0.030], long: [0, 0.30, 0.35, 0.40, 0.45, 0.45],
    sex: [1.25, 0.75], race: Array(repeating: 1, count: 5), stay: 0.70)
  /// Gabapentin or pregabalin.
  static let gabapentinoid = Epidemiology.Rates(
    any: [0.003, 0.018, 0.040, 0.062, 0.075, 0.070], long: [0.40, 0.45, 0.50, 0.55, 0.55, 0.55],
    sex: [1.10, 0.90], race: Array(repeating: 1, count: 5), stay: 0.75)
  /// Sertraline or escitalopram.
  static let ssri = Epidemiology.Rates(
    any: [0.020, 0.090, 0.105, 0.110, 0.095, 0.090], long: [0.50, 0.55, 0.65, 0.70, 0.70, 0.70],
    sex: [1.35, 0.65], race: [1.15, 0.80, 0.80, 0.75, 0.95], stay: 0.75)
  /// Buspirone.
  static let buspirone = Epidemiology.Rates(
    any: [0.002, 0.010, 0.012, 0.012, 0.010, 0.008], long: [0.40, 0.40, 0.40, 0.45, 0.45, 0.45],
    sex: [1.30, 0.70], race: Array(repeating: 1, count: 5), stay: 0.60)
  /// One medicine for a long-term condition; a patient may have several.
  static let chronic = Epidemiology.Rates(
    any: [0.005, 0.021, 0.071, 0.159, 0.248, 0.265], long: [0.80, 0.80, 0.85, 0.90, 0.92, 0.92],
    sex: [1, 1], race: Array(repeating: 1, count: 5), stay: 0.92)
}
