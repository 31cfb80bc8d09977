/// The differences between the rows that must be there and a results.csv, one readable line each: rows that
/// are missing, rows that are too many or twice there, and fields that differ. Numbers with decimals may be
/// one unit off in the last place; whole numbers and texts must be equal. The order of rows is not looked at.
func compare(expected: [ResultRow], actualCSV: String) -> [String] {
  let parsed = ResultRow.parse(actualCSV)
  return parsed.faults + compare(expected: expected, actual: parsed.rows)
}

/// The differences between two sets of rows, one readable line each, as above.
func compare(expected: [ResultRow], actual: [ResultRow]) -> [String] {
  var differences: [String] = []
  var found: [String: ResultRow] = [:]
  for row in actual {
    if found[row.key] != nil { differences.append("twice: \(row.key)") }
    found[row.key] = row
  }
  var wanted: Set<String> = []
  for row in expected {
    if !wanted.insert(row.key).inserted { differences.append("expected twice: \(row.key)") }
    if let other = found[row.key] {
      differences += differingFields(expected: row, actual: other)
    } else {
      differences.append("missing: \(row.key): \(row.numerator)/\(row.denominator) = \(row.estimate)")
    }
  }
  for row in actual where !wanted.contains(row.key) {
    differences.append("too many: \(row.key): \(row.numerator)/\(row.denominator) = \(row.estimate)")
  }
  return differences
}

/// The fields in which two rows with the same key differ.
private func differingFields(expected: ResultRow, actual: ResultRow) -> [String] {
  let fields: [(String, KeyPath<ResultRow, String>)] = [
    ("numerator", \.numerator), ("denominator", \.denominator), ("estimate", \.estimate),
    ("estimate_unit", \.estimateUnit), ("ci_lower", \.lower), ("ci_upper", \.upper), ("status", \.status),
  ]
  return fields.compactMap { name, path in
    let (wanted, got) = (expected[keyPath: path], actual[keyPath: path])
    return sameNumber(wanted, got) ? nil : "\(name): expected \(wanted), is \(got): \(expected.key)"
  }
}

/// Whether two written values are equal, or are numbers with four decimals at most 0.0001 apart.
func sameNumber(_ left: String, _ right: String) -> Bool {
  if left == right { return true }
  guard let first = tenThousandths(left), let second = tenThousandths(right) else { return false }
  return abs(first - second) <= 1
}

/// A number written with exactly four decimals, times 10,000; nil for anything else.
private func tenThousandths(_ text: String) -> Int? {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count == 2, parts[1].count == 4, !parts[0].isEmpty else { return nil }
  if text.hasPrefix("-") {
    return tenThousandths(String(text.dropFirst())).map { -$0 }
  }
  guard parts.joined().utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
  return Int(parts.joined())
}
