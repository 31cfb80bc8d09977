import RxModel

/// The `prescriptions` block.
enum PrescriptionBlock {
  private enum Duplicates: String, CaseIterable { case keep, drop }

  private enum Key {
    static let daysSupply = Parameter(
      name: "days_supply", form: .keys(DaysSupply.keys), standard: nil, isRequired: false,
      summary: "what is done with days' supply, and end_date, that can't be believed", read: DaysSupply.read)
    static let duplicates = Parameter<Duplicates>.choice(
      "duplicates", default: .keep,
      "rows the same in patient, date, drug, days' supply, quantity, prescriber and pharmacy: kept, or all but one dropped"
    )
    static let reversals = Parameter(
      name: "reversals", form: .keys(Reversals.keys), standard: nil, isRequired: false,
      summary:
        "rows that take an earlier claim back: by their status, by a quantity or days' supply below 0, or by the claim's number",
      read: Reversals.read)
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] =
    [FileSetBlock.Key.files] + FileSetBlock.syntax + [
      FileSetBlock.Key.decimal, FileSetBlock.columnsKey(.keys(InputKind.prescriptions.studyKeys)),
      FileSetBlock.Key.attributes, Key.daysSupply, Key.duplicates, Key.reversals,
    ]

  static func read(_ value: StudyValue, hasRoster: Bool) throws(RxFault) -> PrescriptionInput {
    let map = try value.map(keys)
    let block = try map.required("columns").map(InputKind.prescriptions.studyKeys)
    let files = try FileSetBlock.read(map)
    var columns = try FileSetBlock.columns(block, of: .prescriptions)
    let own = map[FileSetBlock.Key.attributes]
    let attributes = try own.map(FileSetBlock.attributes) ?? []
    if hasRoster { try refusePatientColumns(block, own) }
    let supply = try map.noting(Key.daysSupply)
    let reversals = try map.noting(Key.reversals)
    columns.merge(reversals?.columns ?? [:]) { column, _ in column }
    var input = PrescriptionInput(
      try StudyInput(.prescriptions, files: files, columns: columns, attributes: attributes))
    if let supply {
      (input.longestSupplyDays, input.missingSupplyDays, input.capsLongSupply) = (
        supply.longest, supply.missing, supply.caps
      )
    }
    input.dropsDuplicates = try map.settled(Key.duplicates) == .drop
    input.reversals = reversals?.rule
    return input
  }

  private static func refusePatientColumns(_ columns: StudyMap, _ attributes: StudyValue?) throws(RxFault) {
    let rules = InputKind.prescriptions.columns.filter { $0.uses.contains(.demographics) }
    guard let own = rules.lazy.compactMap({ columns[$0.key] }).first ?? attributes else { return }
    _ = try own.noting { own throws(RxFault) in
      throw own.fault(
        "'\(own.key)' is for a flat file, and this study has a roster in 'patients'",
        remedy: "map it in 'patients', or take 'patients' out")
    }
  }
}

/// The block `prescriptions.reversals`.
private enum Reversals {
  private enum Negative: String, CaseIterable { case `true` }

  private enum Key {
    static let values = Parameter.raw(
      "values", .list(.text("a status", "statuses")), "the statuses that take back, case aside; with status")
    static let negative = Parameter<Negative>.choice(
      "negative", default: nil, "rows whose quantity or days' supply is below 0")
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = {
    let columns: [any StudyKey] = InputKind.prescriptions.columns.filter { $0.block == .reversals }.map {
      $0.studyKey
    }
    return Array(columns.prefix(1)) + [Key.values, Key.negative] + Array(columns.dropFirst())
  }()

  static func read(
    _ value: StudyValue
  ) throws(RxFault) -> (rule: ReversalRule, columns: [InputColumn: Sourced]) {
    let map = try value.map(keys)
    let kinds = ["status", "negative", "original"].filter { map[$0] != nil }
    guard kinds.count == 1, let kind = kinds.first else {
      throw value.fault("'reversals' has one of 'status', 'negative' and 'original'")
    }
    for (key, owner) in [("values", "status"), ("claim", "original")] where kind != owner {
      if let stray = map[key] { throw stray.fault("'\(key)' goes with '\(owner)' alone") }
    }
    switch kind {
    case "status":
      var values: [String] = []
      for item in try map.required("values").list() { values.append(try item.text().lowercased()) }
      return (.status(values: values), [.reversalStatus: try map.required("status").header()])
    case "negative":
      _ = try map.noting(Key.negative)
      return (.negative, [:])
    default:
      let claim = try map.required("claim").header()
      return (.reference, [.claim: claim, .original: try map.required("original").header()])
    }
  }
}

/// The block `prescriptions.days_supply`.
private enum DaysSupply {
  private enum BeyondMax: String, CaseIterable { case reject, cap }

  private enum Key {
    static let max = Parameter.whole(
      "max", in: 1...longestDays, default: 365, "the longest that is believed, in days")
    static let missing = Parameter.raw(
      "missing", .either([.choice([reject]), .whole(1...longestDays)]), default: StudyNode(.text(reject)),
      "a row without: rejected, or so many days put in its place")
    static let beyondMax = Parameter<BeyondMax>.choice(
      "beyond_max", default: .reject, "a row with more: rejected, or max takes its place")
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [Key.max, Key.missing, Key.beyondMax]

  private static let reject = "reject"

  static func read(_ value: StudyValue) throws(RxFault) -> (longest: Int, missing: Int?, caps: Bool) {
    let map = try value.map(keys)
    let beyond = try map.settled(Key.beyondMax)
    // Where the longest is a mistake, any may be in the place of a missing one.
    let longest = try map.settled(Key.max) ?? longestDays
    let missing = try map.noting(Key.missing) { missing throws(RxFault) -> Int? in
      let text = try missing.text()
      guard text != reject else { return nil }
      guard Int(text) != nil else {
        throw missing.fault("'\(missing.key)' must be '\(reject)' or a whole number of days, not '\(text)'")
      }
      return try missing.int(in: 1...longest)
    }
    return (longest, missing ?? nil, beyond == .cap)
  }
}
