import RxModel
import RxRelease
import RxText

/// `number` with a comma at every third digit.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = number < 0 ? "-" : ""
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// `number` with `decimals` decimals and a comma at every third digit.
func grouped(_ number: Double, decimals: Int) -> String {
  let text = fixed(number, decimals: decimals)
  guard let point = text.firstIndex(of: ".") else { return Int(text).map(grouped) ?? text }
  guard let whole = Int(text[..<point]) else { return text }
  return (text.hasPrefix("-") && whole == 0 ? "-0" : grouped(whole)) + text[point...]
}

/// Two ends: `11.8 to 12.9`.
func rangeText(_ lower: Double, _ upper: Double, decimals: Int) -> String {
  "\(grouped(lower, decimals: decimals)) to \(grouped(upper, decimals: decimals))"
}

/// Words for periods, levels and units.
enum Words {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A period in words: `2019`, `Jan to Mar 2019`, `2018 to 2022`, `1 Mar 2019 to 5 Apr 2020`.
  static func period(_ period: DaySpan) -> String {
    let (start, end) = (period.start.civil, period.end.civil)
    let isWholeMonths = start.day == 1 && end.day == Day.length(ofMonth: end.month, year: end.year)
    guard isWholeMonths else { return "\(date(period.start)) to \(date(period.end))" }
    if start.month == 1, end.month == 12 {
      return start.year == end.year ? "\(start.year)" : "\(start.year) to \(end.year)"
    }
    let (first, last) = (months[start.month - 1], months[end.month - 1])
    guard start.year == end.year else { return "\(first) \(start.year) to \(last) \(end.year)" }
    return start.month == end.month ? "\(first) \(start.year)" : "\(first) to \(last) \(start.year)"
  }

  /// A date in words: `5 Apr 2020`.
  static func date(_ day: Day) -> String {
    let (year, month, dayOfMonth) = day.civil
    return "\(dayOfMonth) \(months[month - 1]) \(year)"
  }

  /// A level in words: age bands as `18 to 35` and `80 and over`, others as they are.
  static func level(_ level: String, of variable: String) -> String {
    if variable == "sex" { return ["F": "Female", "M": "Male"][level] ?? level }
    guard variable == "age" else { return level }
    if level.hasSuffix("+") { return "\(level.dropLast()) and over" }
    let bounds = level.split(separator: "-", omittingEmptySubsequences: false)
    return bounds.count == 2 && bounds.allSatisfy { Int($0) != nil } ? "\(bounds[0]) to \(bounds[1])" : level
  }

  /// A group in words: `All persons`, or its levels.
  static func group(_ levels: [String], _ variables: [String]) -> String {
    let names = zip(levels, variables).filter { $0.0 != allLevel }.map { level($0.0, of: $0.1) }
    return names.isEmpty ? "All persons" : names.joined(separator: ", ")
  }

  /// A level of a variable as a place in a sentence: `at ages 65 to 79`, `among females`, `in South`.
  static func place(_ level: String, of variable: String) -> String {
    switch variable {
    case "age": level == unknownLevel ? "at unknown ages" : "at ages \(self.level(level, of: variable))"
    case "sex":
      switch level {
      case "F": "among females"
      case "M": "among males"
      default: "in \(level)"
      }
    default: "in \(level)"
    }
  }

  /// The name of a variable at the beginning of a heading.
  static func variable(_ name: String) -> String {
    (name.first.map { $0.uppercased() } ?? "") + name.dropFirst()
  }

  /// Several drugs of one row in words: `benzodiazepine and opioid`.
  static func drug(_ name: String) -> String { name.split(separator: "+").joined(separator: " and ") }

  /// The unit of an estimate in words, by that of its denominator: `per 1,000 persons`, `% of users`.
  static func unit(_ estimate: String, _ denominator: String) -> String {
    if estimate == "percent" { return "% of \(denominatorUnit(denominator))" }
    if estimate == "mme_per_day" { return "MME per day" }
    if ["years", "fills", "days"].contains(estimate) {
      return "\(estimate), among \(denominatorUnit(denominator))"
    }
    let words = estimate.split(separator: "_").map { word in Int(word).map(grouped) ?? String(word) }
    let text = words.joined(separator: " ")
    switch denominator {
    case "person_years", "person_years_at_risk", "resident_years":
      return text.replacing("person years", with: denominatorUnit(denominator))
    case "residents", "patients_seen": return text.replacing("persons", with: denominatorUnit(denominator))
    default: return text
    }
  }

  /// The unit of a denominator in words.
  static func denominatorUnit(_ unit: String) -> String {
    if let drug = unit.suffix(after: "exposed:") { return "persons exposed to \(Words.drug(drug))" }
    if let drug = unit.suffix(after: "days:") { return "days covered by \(Words.drug(drug))" }
    if let age = unit.suffix(after: "persons_from_") { return "persons aged \(age) and over" }
    return switch unit {
    case "cob_eligible": "persons eligible for COB"
    case "dose_users": "users of a known dose"
    case "long_eras_followed": "long eras that were followed"
    case "new_users_followed": "new users who were followed"
    case "resident_years": "resident-years"
    case "person_years": "person-years"
    case "person_years_at_risk": "person-years at risk"
    case "persons_at_risk": "persons at risk"
    default: unit.replacing("_", with: " ")
    }
  }

  /// `items` in a sentence: `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  /// What comes after `prefix`; nil where it does not begin so.
  fileprivate func suffix(after prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
