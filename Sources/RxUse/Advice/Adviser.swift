import Logging
import RxDecode
import RxDisclosure
import RxMeasure
import RxModel
import RxParallel
import RxRelease
import RxStudy

/// Finds changes to a study that keep more of its figures under disclosure control, by trying them. What it says follows
/// from what is kept back: it is for whoever runs the study, and no part of a release.
struct Adviser {
  /// A change that was tried.
  struct Trial: Sendable {
    let change: StudyChange
    let effect: ChangeEffect
  }

  /// The most changes that are tried.
  static let mostTrials = 12
  /// A run measures its rows again where there are at most so many for each figure: to protect a figure takes some
  /// milliseconds, to measure a row a ten thousandth of one.
  private static let rowsPerFigure = 2000

  private let loaded: LoadedStudy
  let node: StudyNode
  private let aggregator: Aggregator
  private let reading: StudyReading
  /// The rows, to measure again; nil where they are gone.
  private let decoded: DecodedStudy?
  let counted: CountedStudy
  private let threads: Int
  /// The figures of the study as it is.
  let account: FigureAccount

  /// An adviser on a study whose figures are released; nil where nothing is suppressed for others' sake.
  /// - Parameters:
  ///   - loaded: the study, its end resolved.
  ///   - measured: its counts, their makers, and its rows where they are still there.
  ///   - release: what is shown of it.
  ///   - threads: workers; what is found does not depend on them.
  init?(_ loaded: LoadedStudy, _ measured: MeasuredStudy, _ release: Release, threads: Int) {
    guard loaded.input.study.disclosurePolicy.preset == .cms11 else { return nil }
    self.loaded = loaded
    node = loaded.node
    (aggregator, reading, decoded) = (measured.aggregator, measured.reading, measured.decoded)
    counted = measured.counted
    self.threads = threads
    account = FigureAccount(counted, released: release.figures)
  }

  var study: Study { loaded.input.study }

  /// The interval of which most figures are kept back, with its place; nil where none is.
  var worstInterval: (place: Int, days: DaySpan)? {
    let numbers = account.keptBack.reduce(into: [:]) { $0[$1.period, default: 0] += 1 }
    let intervals = counted.counts.intervals.enumerated().map { (place: $0, days: $1) }
    let worst = intervals.max { (numbers[$0.days] ?? 0, $1.place) < (numbers[$1.days] ?? 0, $0.place) }
    return worst.flatMap { numbers[$0.days] == nil ? nil : $0 }
  }

  /// Tries the most promising changes on all intervals.
  /// - Parameter log: takes what is being done.
  /// - Returns: the effects, best first, of those that keep anything; how many were tried, of how many.
  /// - Throws: `RxFault` (70) for a defect, 74 where what went to the disk can't be read.
  func suggestions(_ log: Logger) throws(RxFault) -> (trials: [Trial], tried: Int, of: Int) {
    let all = candidates
    let trials = try tried(
      all, atMost: Self.mostTrials, in: Array(counted.counts.intervals.indices), mayMeasure: true, log)
    return (ranked(trials), trials.count, all.count)
  }

  /// Tries the most promising changes, one of each kind, on the interval of which most is kept back. Each costs about as
  /// much as an interval of the run's own disclosure control: two for four intervals are a third of that, ranges among
  /// it.
  /// - Parameter log: takes what is being done.
  /// - Returns: the effects, best first, of those that keep anything.
  /// - Throws: as `suggestions` does.
  func hints(_ log: Logger) throws(RxFault) -> [Trial] {
    guard let worst = worstInterval else { return [] }
    var kinds: Set<Int> = []
    let changes = candidates.filter { change in
      switch change.kind {
      case .dropsUnknown: kinds.insert(0).inserted
      case .leavesOut: kinds.insert(1).inserted
      case .joins: kinds.insert(2).inserted
      // There is no one interval to compare.
      case .lengthens: false
      }
    }
    return ranked(
      try tried(
        changes, atMost: counted.counts.intervals.count / 2, in: [worst.place],
        mayMeasure: counted.rows.attrition.read.rows <= Self.rowsPerFigure * account.isShown.count, log))
  }

  private func ranked(_ trials: [Trial]) -> [Trial] {
    trials.filter(\.effect.keepsAny).enumerated().sorted {
      let (one, other) = ($0.element.effect, $1.element.effect)
      return (other.net, other.keptInAll, $0.offset) < (one.net, one.keptInAll, $1.offset)
    }.map(\.element)
  }

  /// The effects on some intervals of the first `most` of the changes that the study can have; those with which figures
  /// can't be protected are not among them.
  private func tried(
    _ changes: [StudyChange], atMost most: Int, in intervals: [Int], mayMeasure: Bool, _ log: Logger
  ) throws(RxFault) -> [Trial] {
    var tables: [(change: StudyChange, counted: CountedStudy)] = []
    for change in changes where tables.count < most {
      if let counted = try counted(with: change, mayMeasure: mayMeasure) { tables.append((change, counted)) }
    }
    let periods = Set(intervals.map { counted.counts.intervals[$0] })
    let isWhole = intervals.count == counted.counts.intervals.count
    let old = isWhole ? account : periods.first.map(account.of) ?? account
    let failure = Failure()
    let trials = parallelMap(tables.count, workers: min(threads, max(1, tables.count))) {
      [tables] place, _ -> Trial? in
      let (change, counted) = tables[place]
      do throws(RxFault) {
        let new = try FigureAccount(
          counted, in: isWhole ? Array(counted.counts.intervals.indices) : intervals, threads: 1)
        log.info("tried \(change.text)")
        return Trial(
          change: change,
          effect: ChangeEffect(from: old, to: new) { change.target($0, counted.counts.intervals) })
      } catch {
        // What can't be protected would not be published.
        if error.code != .config { failure.set(error, at: place) }
        return nil
      }
    }
    if let fault = failure.fault { throw fault }
    return trials.compactMap(\.self)
  }

  /// The counts of the study with a change; nil where it can't have it, or would have to be measured and may not.
  /// - Throws: `RxFault` (70) for a defect, 74 where what went to the disk can't be read.
  func counted(with change: StudyChange, mayMeasure: Bool = true) throws(RxFault) -> CountedStudy? {
    guard let input = input(with: change) else { return nil }
    if let counts = try aggregator.counts(of: input.study) {
      var changed = counted
      (changed.study, changed.counts) = (input.study, counts)
      return changed
    }
    guard mayMeasure, let decoded else { return nil }
    return CountedStudy(try measure(decoded, input), reading, input)
  }

  /// The input of the study with a change; nil where its file would then have a mistake.
  private func input(with change: StudyChange) -> AggregationInput? {
    var input = loaded.input
    guard var changed = try? change.study(node, file: loaded.file) else { return nil }
    for (place, measure) in changed.measures.enumerated() where measure.weightsFile != nil {
      // A file of weights has those of the study's own age bands.
      guard changed.bandsOfAge == study.bandsOfAge else { return nil }
      changed.measures[place] = study.measures[place]
    }
    // What is repeated under other settings takes nothing from the figures.
    changed.sensitivity = nil
    input.study = changed
    return try? input.resolved(by: reading.fillDays, reading.population)
  }
}

extension StudyChange {
  /// The figure in which a figure is once the change is made: itself, where it is not joined with others.
  fileprivate func target(_ key: FigureAccount.Key, _ intervals: [DaySpan]) -> FigureAccount.Key {
    var key = key
    switch kind {
    case .joins(let variable, let levels, let name):
      if let level = key.group[variable], levels.contains(level) { key.group[variable] = name }
    case .lengthens:
      key.period = intervals.first { $0.intersection(key.period) == key.period } ?? key.period
    case .dropsUnknown, .leavesOut: break
    }
    return key
  }
}
