import RxModel

/// The `prescriptions` block.
enum PrescriptionBlock {
  private static let columnKeys = [
    "patient", "date", "days_supply", "end_date", "drug", "quantity", "strength", "prescriber", "pharmacy",
    "birth_date", "birth_year", "sex",
  ]

  private enum Duplicates: String, CaseIterable { case keep, drop }

  static func read(_ value: YAMLValue, hasRoster: Bool) throws(RxFault) -> PrescriptionInput {
    let map = try value.map(
      ["files", "delimiter", "dates", "columns", "attributes", "days_supply", "duplicates", "reversals"])
    let columns = try map.required("columns").map(columnKeys)
    var input = PrescriptionInput(
      files: try FileSetBlock.read(map), patient: try columns.required("patient").named(),
      date: try columns.required("date").named(), supply: try supply(columns),
      drug: try columns.required("drug").named())
    input.quantity = try columns["quantity"]?.named()
    input.strength = try columns["strength"]?.named()
    input.prescriber = try columns["prescriber"]?.named()
    input.pharmacy = try columns["pharmacy"]?.named()
    input.birth = try FileSetBlock.birth(columns)
    input.sex = try columns["sex"]?.named()
    input.attributes = try FileSetBlock.attributes(map["attributes"])
    if hasRoster,
      let own = columns["birth_date"] ?? columns["birth_year"] ?? columns["sex"] ?? map["attributes"]
    {
      throw own.fault(
        "'\(own.key)' is for a flat file, and this study has a roster in 'patients'",
        remedy: "map it in 'patients', or take 'patients' out")
    }
    if let days = map["days_supply"] { try readDaysSupply(days, into: &input) }
    if let duplicates = map["duplicates"] {
      input.dropsDuplicates = try duplicates.choice(Duplicates.self) == .drop
    }
    if let reversals = map["reversals"] { input.reversals = try self.reversals(reversals) }
    return input
  }

  private enum Negative: String, CaseIterable { case `true` }

  private static func reversals(_ value: YAMLValue) throws(RxFault) -> ReversalRule {
    let map = try value.map(["status", "values", "negative", "claim", "original"])
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
      return .status(column: try map.required("status").named(), values: values)
    case "negative":
      _ = try map["negative"]?.choice(Negative.self)
      return .negative
    default:
      return .reference(
        claim: try map.required("claim").named(), original: try map.required("original").named())
    }
  }

  private static func supply(_ columns: YAMLMap) throws(RxFault) -> PrescriptionInput.Supply {
    switch (columns["days_supply"], columns["end_date"]) {
    case (let days?, nil): return .days(try days.named())
    case (nil, let end?): return .endDate(try end.named())
    case (nil, nil): throw columns.value.fault("'\(columns.value.key)' lacks 'days_supply' (or 'end_date')")
    case (.some, let end?):
      throw end.fault("both 'days_supply' and 'end_date' are mapped", remedy: "keep one of them")
    }
  }

  private static func readDaysSupply(_ value: YAMLValue, into input: inout PrescriptionInput) throws(RxFault)
  {
    let map = try value.map(["max", "missing"])
    if let longest = map["max"] { input.longestSupplyDays = try longest.int(in: 1...36_500) }
    guard let missing = map["missing"], try missing.text() != "reject" else { return }
    guard Int(try missing.text()) != nil else {
      throw missing.fault(
        "'\(missing.key)' must be 'reject' or a whole number of days, not '\(try missing.text())'")
    }
    input.missingSupplyDays = try missing.int(in: 1...input.longestSupplyDays)
  }
}
