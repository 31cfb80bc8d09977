import RxModel

extension CellCounter.Stratification {
  /// The strata of `study`, which differs from the run's study `whole` in its settings alone, of so many counters. Of each
  /// level field `representatives` has by level number the number that stands for its level; they are empty where nobody
  /// is counted any more.
  init(_ study: Study, of whole: Study, counterCount: Int, representatives: [[UInt32]]) {
    var variables = study.variables
    var groupings = study.groupings
    if study.measures.contains(where: \.needsAgeBands) {
      let age = variables.firstIndex(of: .age) ?? variables.count
      if age == variables.count { variables.append(.age) }
      groupings += ([[]] + study.groupings).filter { !$0.contains(age) }.map { $0 + [age] }
    }
    self.init(
      variables: variables, publishedVariables: study.variables.count, groupings: groupings,
      publishedGroupings: study.groupings.count, ageBands: study.ageBands,
      intervalCount: study.period.intervals.count, counterCount: counterCount,
      levelOfVariable: variables.map(whole.levelField), representatives: representatives,
      dropsUnknown: study.dropsUnknown)
  }
}
