import RxDecode
import RxModel

/// A column of a file, as far as rows of it were read.
struct ColumnSample: Sendable {
  /// Its name in the file.
  let name: String
  /// Its name taken apart.
  let words: HeaderWords
  /// Its values row by row, blanks around them and words for missing taken out.
  let values: [String]
  /// The same as they stand in the file.
  let texts: [String]
  /// Rows by value, missing ones left out.
  let counts: [String: Int]
  /// Rows by word for a missing value.
  let missing: [String: Int]
  /// Words without a digit among dates, which are missing values too, such as `alive` for the day of a death.
  let wordsAmongDates: Set<String>
  /// Rows whose value is not UTF-8.
  let damaged: Int
  /// The formats in which its values are dates.
  let dates: [DateReading]

  /// A column with these values.
  init(_ name: String, _ texts: [String]) {
    self.name = trimmingBlanks(name)
    words = HeaderWords(name)
    self.texts = texts
    var counts: [String: Int] = [:]
    var missing: [String: Int] = [:]
    var damaged = 0
    var values: [String] = []
    values.reserveCapacity(texts.count)
    for text in texts {
      let plain = trimmingBlanks(text)
      if plain.isEmpty {
        values.append("")
      } else if MissingWords.isWord(plain) {
        missing[plain, default: 0] += 1
        values.append("")
      } else {
        if plain.unicodeScalars.contains("\u{FFFD}") { damaged += 1 }
        counts[plain, default: 0] += 1
        values.append(plain)
      }
    }
    var dates = DateReading.readings(of: counts)
    wordsAmongDates = dates.isEmpty ? Self.words(amongDates: counts) : []
    if !wordsAmongDates.isEmpty {
      for word in wordsAmongDates { missing[word, default: 0] += counts.removeValue(forKey: word) ?? 0 }
      values = values.map { [wordsAmongDates] in wordsAmongDates.contains($0) ? "" : $0 }
      dates = DateReading.readings(of: counts)
    }
    self.values = values
    self.counts = counts
    self.missing = missing
    self.damaged = damaged
    self.dates = dates
  }

  /// The few words without a digit that stand among dates; none where it is no column of dates.
  private static func words(amongDates counts: [String: Int]) -> Set<String> {
    let words = counts.keys.filter { !$0.utf8.contains { (0x30...0x39).contains($0) } }
    guard (1...3).contains(words.count), words.count < counts.count else { return [] }
    let rest = counts.filter { !words.contains($0.key) }
    return DateReading.readings(of: rest).contains { !$0.isCounted } ? Set(words) : []
  }

  /// Rows with a value.
  var filled: Int { values.count { !$0.isEmpty } }

  /// True where nearly every row has a value.
  var isFilled: Bool { !values.isEmpty && filled * 100 >= values.count * 95 }

  /// True where nearly all values are numbers of this form.
  func isMostly(_ form: (String) -> Bool, least percent: Int = 95) -> Bool {
    let rows = counts.reduce(0) { $0 + (form($1.key) ? $1.value : 0) }
    return filled > 0 && rows * 100 >= filled * percent
  }

  /// True where nearly all values are whole numbers in `range`.
  func isWhole(_ range: ClosedRange<Int>, least percent: Int = 95) -> Bool {
    isMostly({ Self.whole($0).map(range.contains) ?? false }, least: percent)
  }

  /// The whole number that a text is, digits or digits, a point and zeros; nil where it is none.
  static func whole(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let digits = parts.first, parts.count <= 2, digits.count <= 9,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      parts.count == 1 || (!parts[1].isEmpty && parts[1].allSatisfy { $0 == "0" })
    else { return nil }
    return Int(digits)
  }

  /// True if a text is a number with the decimal sign `decimal`.
  static func isNumber(_ text: String, decimal: Character = ".") -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: decimal, omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// True where a value is of so many rows that it can't be a row's own number.
  var repeats: Bool { counts.count * 20 <= filled * 19 }
}
