import RxCounts
import RxModel

/// What all decoders of prescriptions share: an object, since to hand it over is then one reference count.
final class SharedDecoding: Sendable {
  let input: PrescriptionInput
  let lastDay: Day
  /// By shard, those whom files about patients tell of.
  let known: [KnownPatients]
  /// Whether there is a roster, so that others don't count.
  let hasRoster: Bool
  let registry: DrugRegistry
  /// Values of the flat fields: birth, sex, attributes.
  let flatNames: [SharedNames]
  /// What is kept of each fill besides, and the values by column.
  let columns: FillColumns
  let columnNames: [SharedNames]
  let keepsRejectedValues: Bool
  let memory: MemoryBudget
  let spill: Spill
  /// Whether patients went to the disk, so that all prescriptions have to.
  let spillsAll: Bool

  /// All of them.
  init(
    input: PrescriptionInput, lastDay: Day, known: [KnownPatients], hasRoster: Bool, registry: DrugRegistry,
    flatNames: [SharedNames], columns: FillColumns, columnNames: [SharedNames], keepsRejectedValues: Bool,
    memory: MemoryBudget, spill: Spill, spillsAll: Bool
  ) {
    self.input = input
    self.lastDay = lastDay
    self.known = known
    self.hasRoster = hasRoster
    self.registry = registry
    self.flatNames = flatNames
    self.columns = columns
    self.columnNames = columnNames
    self.keepsRejectedValues = keepsRejectedValues
    self.memory = memory
    self.spill = spill
    self.spillsAll = spillsAll
  }
}
