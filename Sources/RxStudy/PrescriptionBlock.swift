import RxModel

/// The `prescriptions` block.
enum PrescriptionBlock {
  private enum Duplicates: String, CaseIterable { case keep, drop }

  static func read(_ value: StudyValue, hasRoster: Bool) throws(RxFault) -> PrescriptionInput {
    let map = try value.map(
      ["files"] + FileSetBlock.syntaxKeys
        + ["decimal", "columns", "attributes", "days_supply", "duplicates", "reversals"])
    let block = try map.required("columns").map(InputKind.prescriptions.columnKeys)
    let files = try FileSetBlock.read(map)
    var columns = try FileSetBlock.columns(block, of: .prescriptions)
    let attributes = try FileSetBlock.attributes(map["attributes"])
    if hasRoster { try refusePatientColumns(block, map["attributes"]) }
    let supply = try map.noting("days_supply", daysSupply)
    let duplicates = try map.noting("duplicates") { value throws(RxFault) in
      try value.choice(Duplicates.self)
    }
    let reversals = try map.noting("reversals", reversals)
    columns.merge(reversals?.columns ?? [:]) { column, _ in column }
    var input = PrescriptionInput(
      try StudyInput(.prescriptions, files: files, columns: columns, attributes: attributes))
    if let supply {
      (input.longestSupplyDays, input.missingSupplyDays, input.capsLongSupply) = (
        supply.longest, supply.missing, supply.caps
      )
    }
    input.dropsDuplicates = duplicates == .drop
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

  private enum Negative: String, CaseIterable { case `true` }

  private static func reversals(
    _ value: StudyValue
  ) throws(RxFault) -> (rule: ReversalRule, columns: [InputColumn: Sourced]) {
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
      return (.status(values: values), [.reversalStatus: try map.required("status").header()])
    case "negative":
      _ = try map["negative"]?.choice(Negative.self)
      return (.negative, [:])
    default:
      let claim = try map.required("claim").header()
      return (.reference, [.claim: claim, .original: try map.required("original").header()])
    }
  }

  private enum BeyondMax: String, CaseIterable { case reject, cap }

  private static func daysSupply(
    _ value: StudyValue
  ) throws(RxFault) -> (longest: Int, missing: Int?, caps: Bool) {
    let map = try value.map(["max", "missing", "beyond_max"])
    let beyond = try map.noting("beyond_max") { value throws(RxFault) in try value.choice(BeyondMax.self) }
    let longest = try map.noting("max") { value throws(RxFault) in try value.int(in: 1...36_500) }
    let missing = try map.noting("missing") { missing throws(RxFault) -> Int? in
      let text = try missing.text()
      guard text != "reject" else { return nil }
      guard Int(text) != nil else {
        throw missing.fault("'\(missing.key)' must be 'reject' or a whole number of days, not '\(text)'")
      }
      return try missing.int(in: 1...(longest ?? (map["max"] == nil ? 365 : 36_500)))
    }
    return (longest ?? 365, missing ?? nil, beyond == .cap)
  }
}
