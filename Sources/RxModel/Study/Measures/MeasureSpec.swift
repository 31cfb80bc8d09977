/// One measure of a study with its parameters, and all that there is to say about it.
///
/// A measure is described once, in a file of its own: its key and parameters, what it needs, its rows, its words and its
/// reasons. The study parser, the methods text, the tables, `rxuse explain`, `rxuse help study` and the page of definitions read it.
/// How persons are counted for it is the other half, an extension beside its counting.
package protocol MeasureSpec: Sendable {
  /// The description that holds whatever the parameters.
  static var description: MeasureDescription { get }
  /// The measure as a rate that others can be made of; nil where it is none.
  static var rate: RateMeasure? { get }

  /// The measure with the parameters that a study gives.
  /// - Throws: `RxFault` (78) at the first mistake.
  init(_ values: MeasureParameters) throws(RxFault)

  /// The classes, ingredients and ATC codes that it names, in order.
  var drugs: [Sourced] { get }
  /// The drugs whose new users it counts, each with its washout in days and what this must be free of.
  var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] { get }
  /// Several of these that it takes together as one group.
  var joinedDrugs: [Sourced] { get }
  /// The pairs of drugs whose overlap is shown on a patient's time line.
  var overlapPairs: [DrugPair] { get }
  /// The rates of the study's other measures that it is made of.
  var rates: [RateMeasure] { get }
  /// The doses that it needs: of which drugs, in which unit.
  var doses: [(drug: Sourced, unit: DoseUnit)] { get }
  /// True if it looks at who prescribed a fill.
  var needsPrescriber: Bool { get }
  /// True if it looks at the pharmacy of a fill.
  var needsPharmacy: Bool { get }
  /// True if it looks at days' supply.
  var needsSupply: Bool { get }
  /// True if the persons of each age band are counted for it in every group.
  var needsAgeBands: Bool { get }
  /// The attributes, by their place among the study's, that keep a person out where they are set.
  var exclusions: [Int] { get }
  /// True if it is of groups alone, so that it tells nothing of one patient.
  var isOfGroups: Bool { get }
  /// The file of a standard population's weights that is to be read; nil where there is none.
  var weightsFile: Sourced? { get }
  /// The measure with the weight shares of the study's age bands, which sum to 1.
  func weighted(by shares: [Double]) -> any MeasureSpec

  /// The gaps of its eras, in days.
  var gapsDays: [Int] { get }
  /// Its washout in days; nil where it has none.
  var ownWashoutDays: Int? { get }
  /// The measure with another gap, in days; nil where it has none.
  func varied(gapDays: Int) -> (any MeasureSpec)?
  /// The measure with another washout, in days; nil where it has none.
  func varied(washoutDays: Int) -> (any MeasureSpec)?

  /// Its definitions in few words, for tables and charts; those that are not here read as results.csv writes them.
  var definitionLabels: [DefinitionLabel] { get }
  /// The methods paragraph: what its figures mean, with the source.
  func methods(of study: Study) -> Prose
  /// The reason for which a patient is counted in a row or not; empty where the row says all.
  func reason(_ facts: any PatientFacts) -> String
}

extension MeasureSpec {
  package static var rate: RateMeasure? { nil }
  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] { [] }
  package var joinedDrugs: [Sourced] { [] }
  package var overlapPairs: [DrugPair] { [] }
  package var rates: [RateMeasure] { [] }
  package var doses: [(drug: Sourced, unit: DoseUnit)] { [] }
  package var needsPrescriber: Bool { false }
  package var needsPharmacy: Bool { false }
  package var needsSupply: Bool { false }
  package var needsAgeBands: Bool { false }
  package var exclusions: [Int] { [] }
  package var isOfGroups: Bool { !rates.isEmpty }
  package var weightsFile: Sourced? { nil }
  package var definitionLabels: [DefinitionLabel] { [] }
  package func weighted(by shares: [Double]) -> any MeasureSpec { self }
  package var gapsDays: [Int] { [] }
  package var ownWashoutDays: Int? { nil }
  package func varied(gapDays: Int) -> (any MeasureSpec)? { nil }
  package func varied(washoutDays: Int) -> (any MeasureSpec)? { nil }

  /// Its key in the study file.
  package var key: String { Self.description.key }
  /// True if it is one of the core measures.
  package var isCore: Bool { Self.description.isCore }
}

/// The description of a measure, which holds whatever its parameters.
package struct MeasureDescription: Sendable {
  /// Its key under `measures` in the study file.
  package var key: String
  /// Its heading in the methods text.
  package var title: String
  /// True if it is one of the core measures, which `sensitivity` repeats.
  package var isCore = false
  /// The kind of table that holds its rows.
  package var table: TableKind
  /// The measure in a sentence, without its parameters.
  package var summary: String
  /// The parameters, in the order in which they are told.
  package var parameters: [any StudyKey] = []
  /// The rows of results.csv that it makes, one for each measure name.
  package var figures: [MeasureFigure]
  /// The sources of its definition; empty where the contract alone defines it.
  package var sources: [String] = []
}

/// A kind of row of results.csv.
///
/// Texts are as results.csv writes them, with words in capitals for what depends on the study: `at=DAYS/gapDAYS`.
package struct MeasureFigure: Sendable {
  /// A denominator by its unit, with the unit of the estimate.
  package struct Denominator: Sendable {
    /// Its `denominator_unit`.
    package var unit: String
    /// The unit of the estimate.
    package var estimate: String

    /// The denominator `unit` with the estimate's unit.
    init(_ unit: String, _ estimate: String) {
      self.unit = unit
      self.estimate = estimate
    }
  }

  /// Its name in the column `measure`.
  package var measure: String
  /// Its name in words, as the head of a table: `Persons with a fill`.
  package var title = ""
  /// The definitions that it can have; one that is empty where it needs none.
  package var definitions = [""]
  /// The meaning of the numerator, in words.
  package var counted: String
  /// A row for each.
  package var of: [Denominator]
  /// The method of the limits, in words.
  package var limits: String
  /// True of a quantile, which has no numerator.
  package var isQuantile = false
}
