import RxModel

/// The part that all decoders of prescriptions share: an object, since to hand it over is then one reference
/// count.
final class SharedDecoding: Sendable {
  let input: PrescriptionInput
  let layout: PrescriptionLayout
  /// The columns kept of each row besides.
  let columns: FillColumns
  /// By column of values the request that it is of: the rows' demographics, then the kept columns.
  let valueRequests: [Int]
  /// By shard, the patients whom files about patients tell of.
  let patients: [PatientIndex]
  let dictionaries: Dictionaries
  /// The hashes of rows' details, where they are kept.
  let details: RowDetailHash
  let keepsRejectedValues: Bool
  let keepsRejectedDrugs: Bool
  /// The part of the patients whose rows are kept.
  let part: PatientPart
  /// Where the rows go in place of being kept; nil where they are kept.
  let partition: Partition?
  let memory: MemoryBudget
  let spill: Spill
  /// True where patients went to the disk, so that all prescriptions have to.
  let spillsAll: Bool

  /// The part shared for the prescriptions of `request`, whose patients are those of `intake` and others.
  init(
    _ request: DecodeRequest, _ layout: PrescriptionLayout, _ intake: PatientIntake,
    _ dictionaries: Dictionaries, _ options: ReadOptions, spill: Spill
  ) throws(RxFault) {
    input = request.prescriptions
    self.layout = layout
    columns = request.columns
    var requests = Array(PrescriptionLayout.firstFlat..<(PrescriptionLayout.firstFlat + layout.flatCount))
    for column in request.columns.kept {
      guard let request = layout.columnRequests[column] else {
        throw RxFault(.software, "the column \(column) is to be kept and was not asked for")
      }
      requests.append(request)
    }
    valueRequests = requests
    patients = intake.roster.shards.map(PatientIndex.init)
    self.dictionaries = dictionaries
    details = RowDetailHash(parts: layout.detailRequests, decimal: request.prescriptions.files.decimal)
    keepsRejectedValues = request.keepsRejectedValues
    keepsRejectedDrugs = request.keepsRejectedDrugs
    part = options.part
    partition = options.partition
    memory = options.memory
    self.spill = spill
    spillsAll = intake.isSpilling
  }
}
