import CSVStream
import RxCounts
import RxModel

/// How many shards there are. A person's shard is the top bits of the identifier's fixed hash: the unit of threads,
/// and later of spilling and of machines.
let shardCount = 64

/// The shard of an identifier with this hash.
@inline(__always)
func shard(ofHash hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 58) }

/// A fill as it is kept: 16 bytes.
struct FillRow: Sendable {
  /// The patient's number in the shard, of one worker before the merge; before that the row's place in its block.
  var patient: UInt32 = 0
  /// The fill's date.
  var day: Int32 = 0
  /// Days' supply; below 0 in a reversal.
  var daysSupply: Int32 = 0
  /// The drug's number in the registry; -1 is not in the list.
  var drug: Int32 = 0
}

/// Fills, appended chunk by chunk: what is there is never copied to make room.
struct FillRows: Sendable {
  private static let chunkRows = 4096

  /// All chunks; the last is still filled.
  private(set) var chunks: [[FillRow]] = []

  /// Adds fills.
  mutating func append(_ rows: ArraySlice<FillRow>) {
    var rows = rows
    while !rows.isEmpty {
      if chunks.last.map({ $0.count == Self.chunkRows }) ?? true {
        chunks.append([])
        if chunks.count > 1 { chunks[chunks.count - 1].reserveCapacity(Self.chunkRows) }
      }
      let last = chunks.count - 1
      let now = rows.prefix(Self.chunkRows - chunks[last].count)
      chunks[last].append(contentsOf: now)
      rows = rows.dropFirst(now.count)
    }
  }
}

/// What one worker has seen of one shard's patients.
///
/// A patient's number is the cohort's where it knows the patient; those of others go on from there, worker by worker.
struct PatientShard: Sendable {
  /// What rows a patient has that were not rejected.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    /// Any dated up to the study's end.
    static let inTime = Marks(rawValue: 1)
    /// Any of a drug that is not in the list.
    static let unlisted = Marks(rawValue: 2)
    /// Any of a listed drug that is dated after the study.
    static let late = Marks(rawValue: 4)
    /// Any at all, of a patient who is not in the roster; the others are then not told apart.
    static let stranger = Marks(rawValue: 8)
  }

  /// What a block's rows say beyond the fills, by a row's place in the block; empty where nobody asks.
  struct Extras {
    /// By flat field the level number; 0 is none.
    var flatLevels: [[UInt32]] = []
    /// By kept column of a fill, its number.
    var columns: [[UInt32]] = []
  }

  /// The identifiers that the cohort does not have.
  private(set) var ids = KeyTable()
  /// By patient.
  private(set) var marks: [Marks] = []
  /// The fills that are kept, in the order read.
  private(set) var rows = FillRows()
  /// The kept columns of these fills, row by row.
  private(set) var columns: [UInt32] = []
  /// In a flat file, the patients' own values.
  private(set) var demographics = FlatDemographics()
  /// How many rows are of drugs that are not in the list.
  private(set) var unlistedRows = 0
  /// How many rows of listed drugs are dated after the study.
  private(set) var lateRows = 0
  /// How many rows are of patients who are not in the roster.
  private(set) var strangerRows = 0

  /// Takes rows that were not rejected, of this shard's patients: keeps each or counts it.
  /// - Parameters:
  ///   - keys: the identifiers, row by row.
  ///   - rows: rows; `patient` is the place in `extras`. What is left of those at `range` is of no use.
  ///   - range: which of them.
  ///   - bytes: where the keys lie.
  ///   - known: the cohort's patients of the shard.
  ///   - plan: what is the same for all rows.
  ///   - extras: what the rows say besides.
  ///   - numbers: room for the patients' numbers.
  mutating func take(
    _ keys: Span<Field>, _ rows: inout [FillRow], _ range: Range<Int>, in bytes: FieldBytes,
    known: KnownPatients, _ plan: SharedDecoding, _ extras: Extras, numbers: inout [Int32]
  ) {
    let knownCount = known.ids.count
    findNumbers(keys, in: bytes, known: known, &numbers)
    let missing = knownCount + ids.count - marks.count
    if missing > 0 { marks += repeatElement([], count: missing) }
    let hasRoster = plan.hasRoster
    let hasOutsiders = known.memberCount < knownCount
    let lastDay = plan.lastDay.number
    let numbers = numbers.span
    var markArray: [Marks] = []
    swap(&markArray, &self.marks)
    var marks = markArray.mutableSpan
    let hasFlat = !extras.flatLevels.isEmpty
    let hasColumns = !extras.columns.isEmpty
    var kept = range.lowerBound
    var (unlisted, late) = (0, 0)
    var space = rows.mutableSpan
    for index in range {
      let patient = Int(numbers[index &- range.lowerBound])
      var row = space[index]
      if hasRoster, patient >= knownCount || (hasOutsiders && !known.isMember[patient]) {
        strangerRows += 1
        marks[patient].insert(.stranger)
        continue
      }
      let isInTime = row.day <= lastDay
      let place = Int(row.patient)
      if hasFlat, isInTime {
        for field in extras.flatLevels.indices {
          let level = extras.flatLevels[field][place]
          guard level > 0 else { continue }
          let names = plan.flatNames[field]
          demographics.take(
            FlatDemographics.Value(day: row.day, number: level - 1), patient: patient, field: field,
            of: extras.flatLevels.count
          ) { names.precedes(Int($0), Int($1)) }
        }
      }
      // Without branches: about every other row is of a drug that is not in the list, in no order that could be guessed.
      let isListed = row.drug >= 0
      let isKept = isListed && isInTime
      unlisted &+= isListed ? 0 : 1
      late &+= isListed && !isInTime ? 1 : 0
      let mark: Marks = isListed ? (isInTime ? .inTime : .late) : isInTime ? [.inTime, .unlisted] : .unlisted
      marks[patient].formUnion(mark)
      row.patient = UInt32(truncatingIfNeeded: patient)
      space[kept] = row
      kept &+= isKept ? 1 : 0
      if hasColumns, isKept {
        for column in extras.columns.indices { columns.append(extras.columns[column][place]) }
      }
    }
    unlistedRows += unlisted
    lateRows += late
    swap(&markArray, &self.marks)
    self.rows.append(rows[range.lowerBound..<kept])
  }

  /// Takes rows of this shard that come back from the disk, as `take` would have taken them at once.
  mutating func take(
    _ spilled: inout Spill.Rows<FillRow>, known: KnownPatients, _ plan: SharedDecoding
  ) {
    let width = spilled.extras.count / max(spilled.rows.count, 1)
    func column(_ place: Int) -> [UInt32] {
      stride(from: place, to: spilled.extras.count, by: width).map { spilled.extras[$0] }
    }
    let flatCount = plan.flatNames.count
    var extras = Extras()
    extras.flatLevels = (0..<flatCount).map(column)
    extras.columns = (flatCount..<max(width, flatCount)).map(column)
    for place in spilled.rows.indices { spilled.rows[place].patient = UInt32(truncatingIfNeeded: place) }
    var numbers: [Int32] = []
    let keys = spilled.keys
    take(
      keys.span, &spilled.rows, spilled.rows.indices, in: spilled.bytes, known: known, plan, extras,
      numbers: &numbers)
  }

  private mutating func findNumbers(
    _ keys: Span<Field>, in bytes: FieldBytes, known: KnownPatients, _ numbers: inout [Int32]
  ) {
    guard known.ids.count > 0 else { return ids.intern(keys, in: bytes, into: &numbers) }
    known.ids.find(keys, in: bytes, into: &numbers)
    var places: [Int] = []
    var others: [Field] = []
    for place in keys.indices where numbers[place] < 0 {
      places.append(place)
      others.append(keys[place])
    }
    guard !places.isEmpty else { return }
    var own: [Int32] = []
    ids.intern(others.span, in: bytes, into: &own)
    for (place, number) in zip(places, own) {
      numbers[place] = Int32(truncatingIfNeeded: known.ids.count) + number
    }
  }
}

/// What flat rows say of the patients themselves: for each field the value of the earliest fill date, of several on
/// that date the smallest in byte order.
struct FlatDemographics: Sendable {
  /// A patient's value of one field so far.
  struct Value: Sendable {
    /// The date of the row it is from; the greatest number where there is none.
    var day = Int32.max
    /// The value's shared number.
    var number: UInt32 = 0
    /// Whether other values came too.
    var conflicts = false

    /// Keeps the better of this and another value.
    @inline(__always)
    mutating func merge(_ other: Value, precedes: (_ a: UInt32, _ b: UInt32) -> Bool) {
      guard other.day != .max else { return }
      guard day != .max else {
        self = other
        return
      }
      let differ = number != other.number
      if other.day < day || (other.day == day && differ && precedes(other.number, number)) {
        day = other.day
        number = other.number
      }
      conflicts = conflicts || other.conflicts || differ
    }
  }

  /// By patient, then field.
  private(set) var values: [Value] = []

  /// Takes a value of one of `count` fields.
  mutating func take(
    _ value: Value, patient: Int, field: Int, of count: Int, precedes: (_ a: UInt32, _ b: UInt32) -> Bool
  ) {
    let missing = (patient + 1) * count - values.count
    if missing > 0 { values += Array(repeating: Value(), count: missing) }
    values[patient * count + field].merge(value, precedes: precedes)
  }
}
