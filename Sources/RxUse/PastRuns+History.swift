import RxModel
import RxReport

extension PastRuns {
  /// The runs of a study in a history before the one that is compared.
  /// - Parameters:
  ///   - history: the history.
  ///   - last: how many runs count, the last ones.
  ///   - old: what the old release is.
  ///   - new: what the new one is.
  /// - Throws: `RxFault`: 66 where there is no such history, 65 where it is none.
  init(
    _ history: RunHistory, last: Int, old: ReleaseManifest, new: ReleaseManifest
  ) throws(RxFault) {
    // A night on which nothing had changed says nothing of how much comes in one.
    var runs: [RunEntry.Release] = []
    for run in try history.successes(of: new.study.path).compactMap(\.release)
    where run.inputs.map(\.identity) != runs.last?.inputs.map(\.identity) { runs.append(run) }
    func place(of release: ReleaseManifest, in runs: [RunEntry.Release]) -> Int? {
      runs.lastIndex { $0.inputs.map(\.identity) == release.inputs.map { [$0.kind, $0.path, $0.sha256] } }
    }
    if let own = place(of: new, in: runs) { runs.removeSubrange(own...) }
    // The old release need not be that of the run before; of several nights several are ordinary.
    let apart = place(of: old, in: runs).map { runs.count - $0 } ?? 1
    self.init(runs.suffix(last).map { Volumes($0) }, apart: apart)
  }
}

extension PastRuns.Volumes {
  /// The volumes that a run tells.
  fileprivate init(_ run: RunEntry.Release) {
    var counts = run.persons?.count.map { [Self.persons: Double($0)] } ?? [:]
    for kind in InputKind.allCases {
      let own = run.inputs.filter { $0.kind == kind.rawValue }
      let rows = own.compactMap { $0.rows?.count }
      let step = run.attrition.first { $0.step == AttritionStep.read(kind).name }
      if let read = step?.rows?.count { counts[Self.rows(of: kind)] = Double(read) }
      guard !own.isEmpty else { continue }
      counts[Self.files(of: kind)] = Double(own.count)
      if rows.count == own.count { counts[Self.rowsInFiles(of: kind)] = Double(rows.reduce(0, +)) }
    }
    var matched: Double?
    if let count = run.rows.matched?.count, let accepted = run.rows.accepted?.count, accepted > 0 {
      matched = Double(count) / Double(accepted)
    }
    self.init(counts: counts, matched: matched)
  }
}

extension RunEntry.Input {
  /// What makes it another input.
  fileprivate var identity: [String] { [kind, path, sha256] }
}
