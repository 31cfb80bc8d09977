import RxModel

/// The rule by which episodes are made of a study: its classes, gap and washout.
package struct EpisodeRule: Sendable {
  /// A class, or a pair of them, and its drug sets among the run's.
  struct Subject: Sendable {
    let name: String
    let drugSets: [Int]
  }

  /// The kind of episodes.
  package let kind: EpisodeKind
  /// The days without supply that an era joins over, at most.
  package let gapDays: Int
  /// The observed days before new use that must be free of the drug.
  package let washoutDays: Int
  /// What these days must be free of.
  package let clear: WashoutRule
  /// The units in which the study asks for doses, in order of first use.
  package let units: [DoseUnit]
  let subjects: [Subject]

  /// The classes, or pairs of them, in the order of the study's measures, as results.csv names them.
  package var names: [String] { subjects.map(\.name) }

  private static let defaultGapDays = 30
  private static let defaultWashoutDays = 365

  /// The rule of a study.
  /// - Parameters:
  ///   - kind: the kind of episodes.
  ///   - input: the study and its drug sets.
  ///   - gapDays: the gap in days; nil for that of the first measure that has one, or else 30.
  ///   - washoutDays: the washout in days; nil for that of the first measure that has one, or else 365.
  /// - Throws: `RxFault` (78) where the study has no pair for overlap.
  package init(
    _ kind: EpisodeKind, of input: AggregationInput, gapDays: Int?, washoutDays: Int?
  ) throws(RxFault) {
    let measures = input.study.measures
    let newUse = measures.lazy.flatMap(\.newUse).first
    self.kind = kind
    self.gapDays = gapDays ?? measures.lazy.flatMap(\.gapsDays).first ?? Self.defaultGapDays
    self.washoutDays = washoutDays ?? newUse?.washoutDays ?? Self.defaultWashoutDays
    clear = newUse?.clear ?? .fill
    units = MeasureSet.doses(input.study, drugSets: input.drugSets).map(\.unit).distinct()
    let names =
      kind == .overlap
      ? measures.flatMap(\.overlapPairs).map { [$0.first.name, $0.second.name] }
      : measures.flatMap(\.drugs).map { [$0.name] }
    guard !names.isEmpty else {
      throw RxFault(
        .config, "the study measures the overlap of no pair of drugs", remedy: "add 'overlap' to its measures"
      )
    }
    subjects = try names.distinct().map { names throws(RxFault) in
      var drugSets: [Int] = []
      for name in names {
        guard let drugSet = input.drugSets.firstIndex(where: { $0.names == [name] }) else {
          throw RxFault(.software, "no drug set stands for '\(name)'")
        }
        drugSets.append(drugSet)
      }
      return Subject(name: names.joined(separator: "+"), drugSets: drugSets)
    }
  }
}
