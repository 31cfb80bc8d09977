import Foundation
import RxDecode
import RxModel
import RxReport

extension RunEntry.Release {
  /// What the output in `folder` tells, of its published files alone.
  /// - Parameters:
  ///   - folder: the output folder of a run.
  ///   - changes: what the run changed there; nil where it is not known.
  /// - Throws: `RxFault`: 66 where it is no output of a run, 65 where its files can't be read.
  init(_ folder: String, changes: OutputChanges?) throws(RxFault) {
    let published = PublishedFolder(path: folder)
    let record: RunRecord = try published.decoded()
    let (attrition, accounts) = (try published.table(.attrition), try published.table(.inputs))
    let results = "\(folder)/\(OutputName.results.rawValue)"
    guard let digest = FileDigest(at: results) else {
      throw RxFault(.inputOutput, "\(results) can't be read", remedy: "run again")
    }
    let isControlled = record.disclosure.preset != DisclosurePolicy.Preset.none.rawValue
    let rows = accounts.rowsByColumn
    inputs = record.inputs.map { input in
      RunEntry.Input(
        input, rows.first { $0["kind"] == input.kind && $0["file"] == input.path } ?? [:],
        isControlled: isControlled)
    }
    self.attrition = attrition.rowsByColumn.map { row in
      .init(step: row["step"] ?? "", rows: ShownNumber(row["rows"]), patients: ShownNumber(row["patients"]))
    }
    self.rows = .init(self.attrition)
    persons = record.persons.map { ShownNumber($0) } ?? ShownNumber(suppressedMarker)
    figures = record.disclosure.figures
    changedFigures = changes?.figures
    resultsSha256 = digest.sha256
    warnings = record.warnings.count
  }
}

extension RunEntry.Input {
  /// An input of run.json with its row of inputs.csv, in which under control shares stand in place of counts.
  fileprivate init(_ input: RunRecord.Input, _ account: [String: String], isControlled: Bool) {
    (kind, path, bytes, sha256) = (input.kind, input.path, input.bytes, input.sha256)
    rows = ShownNumber(account["rows"])
    rejected = ShownNumber(account["rejected"], isPercent: isControlled)
    notInRoster = ShownNumber(account["not_in_roster"], isPercent: isControlled)
    notInCodeList = ShownNumber(account["not_in_code_list"], isPercent: isControlled)
    used = ShownNumber(account["used"])
  }
}

extension RunEntry.Rows {
  /// The sums of the steps of attrition.csv; one of which a part is kept back is kept back.
  fileprivate init(_ steps: [RunEntry.Step]) {
    func rows(_ step: AttritionStep) -> ShownNumber? { steps.first { $0.step == step.name }?.rows }
    let rejects = RejectReason.allCases.compactMap { rows(.rejected($0, of: .prescriptions)) }
    read = rows(.read(.prescriptions))
    rejected = Self.sum(rejects)
    accepted = read.flatMap { Self.sum([$0], less: rejects) }
    let unmatched = [rows(.notInRoster), rows(.notInCodeList)].compactMap { $0 }
    matched = accepted.flatMap { Self.sum([$0], less: unmatched) }
    used = rows(.used)
  }

  private static func sum(_ numbers: [ShownNumber], less others: [ShownNumber] = []) -> ShownNumber? {
    var sum = 0
    for (number, sign) in numbers.map({ ($0, 1) }) + others.map({ ($0, -1) }) {
      guard let count = number.count else { return ShownNumber(suppressedMarker) }
      sum += sign * count
    }
    // Sums of rounded counts can miss by a little.
    return ShownNumber(max(0, sum))
  }
}
