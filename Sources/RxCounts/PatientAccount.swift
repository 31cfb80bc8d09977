import RxModel

/// All that a run makes of one patient: patient-level data, for whoever checks a definition.
package struct PatientAccount: Sendable {
  /// A fill that was read, was not rejected and is of a listed drug.
  package struct Fill: Sendable {
    package var supply: DaySpan
    /// The drug as the data write it, in lower case.
    package var drug: String
    /// The study's names that it belongs to.
    package var drugSets: [String]
    /// True where its date is an observed day.
    package var isObserved: Bool
    /// Its dose per day where one is known, by the name and unit of each book that it is in.
    package var dosesPerDay: [(book: String, dose: Double?)]

    /// A fill with its supply, drug and doses.
    package init(
      supply: DaySpan, drug: String, drugSets: [String], isObserved: Bool,
      dosesPerDay: [(book: String, dose: Double?)]
    ) {
      self.supply = supply
      self.drug = drug
      self.drugSets = drugSets
      self.isObserved = isObserved
      self.dosesPerDay = dosesPerDay
    }
  }

  /// The patient's exposure to a drug set.
  package struct Exposure: Sendable {
    package var drugSet: String
    /// Covered days after `carry_over`, as disjoint spans.
    package var coverage: [DaySpan]
    /// By interval: fills on observed days, their days' supply, covered observed days.
    package var fills: [Int]
    package var suppliedDays: [Int]
    package var coveredDays: [Int]

    /// The exposure to a drug class: spans, then by interval fills and days.
    package init(drugSet: String, coverage: [DaySpan], fills: [Int], suppliedDays: [Int], coveredDays: [Int])
    {
      self.drugSet = drugSet
      self.coverage = coverage
      self.fills = fills
      self.suppliedDays = suppliedDays
      self.coveredDays = coveredDays
    }
  }

  /// An interval of the study.
  package struct Interval: Sendable {
    package var span: DaySpan
    /// True where the patient is a person of it.
    package var isPerson: Bool
    package var observedDays: Int
    /// Completed years on the first observed day in it; nil without a birth date or an observed day.
    package var age: Int?
    /// The first condition for a person of it that the patient does not meet; nil where there is none.
    package var unmet: PersonCondition?

    /// An interval with the patient's observed days and age in it, and the condition that they don't meet.
    package init(span: DaySpan, isPerson: Bool, observedDays: Int, age: Int?, unmet: PersonCondition?) {
      self.span = span
      self.isPerson = isPerson
      self.observedDays = observedDays
      self.age = age
      self.unmet = unmet
    }
  }

  /// The identifier.
  package var patient: String
  /// True where the patient is one of the cohort; if not, nothing below counts.
  package var isMember: Bool
  package var birth: Day?
  package var death: Day?
  /// Sex and attributes.
  package var levels: [(name: String, value: String)]
  /// The grouping variables in which the patient is `unknown`, and is no person for that; empty where the study keeps it.
  package var unknownVariables: [String] = []
  /// The observed days, as runs.
  package var observed: [DaySpan]
  /// The runs before the study's rules take days from them; empty where they take none.
  package var unbroken: [DaySpan] = []
  /// The days from which on the patient is listed among those included, and those excluded; nil where not, or always.
  package var includedFrom: Day?
  package var excludedFrom: Day?
  package var fills: [Fill]
  package var duplicates: Int
  /// Rows of drugs that are not in the code list, or dated after the study: whether there are any.
  package var hasUnlisted: Bool
  package var hasLate: Bool
  package var exposures: [Exposure]
  package var intervals: [Interval]
  /// The patient's own counts, as those of a study of nobody else.
  package var counts: CountTable

  /// An account with nothing in it yet.
  package init(patient: String, counts: CountTable) {
    self.patient = patient
    self.counts = counts
    isMember = false
    levels = []
    observed = []
    fills = []
    duplicates = 0
    hasUnlisted = false
    hasLate = false
    exposures = []
    intervals = []
  }
}
