/// A name cut into words and numbers, all in lower case and without diacritics.
struct ProductName: Sendable {
  /// The words and numbers, in order.
  private(set) var tokens: [String] = []
  /// What stands before each token, behind the one before: blanks, hyphens, slashes.
  private(set) var gaps: [String] = []
  /// Places of numbers that can be read in two ways: `1,000`, `TAB.5`.
  private(set) var doubtful: Set<Int> = []

  /// Prefixes that make another substance of what stands behind their hyphen, as in levo-methadone.
  private static let chemicalPrefixes: Set<String> = [
    "des", "desmethyl", "dextro", "dihydro", "es", "levo", "nor",
  ]

  /// The words and numbers of `text`. A change between letters and digits parts them too.
  init(_ text: String) {
    var reader = Reader()
    let scalars = Array(text.lowercased().unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      reader.take(scalar, before: place + 1 < scalars.count ? scalars[place + 1] : " ")
    }
    reader.close()
    tokens = reader.tokens
    gaps = reader.gaps
    doubtful = reader.doubtful
    for (place, token) in tokens.enumerated() where Self.hasThousands(token, reader.commas.contains(place)) {
      doubtful.insert(place)
    }
  }

  /// True if these words stand here, one behind the other.
  func has(_ words: [String], at position: Int) -> Bool {
    guard position + words.count <= tokens.count else { return false }
    for (offset, word) in words.enumerated() where tokens[position + offset] != word { return false }
    return true
  }

  /// True if these words stand anywhere, those marked with any ending.
  func has(_ words: [String], _ anyEnding: [Bool]) -> Bool {
    guard !words.isEmpty, words.count <= tokens.count else { return false }
    return (0...(tokens.count - words.count)).contains { position in
      words.indices.allSatisfy {
        anyEnding[$0] ? tokens[position + $0].hasPrefix(words[$0]) : tokens[position + $0] == words[$0]
      }
    }
  }

  /// The first strength in mg behind a place, or if none is there, in the whole name.
  func milligrams(from position: Int) -> Double? { milligrams(behind: position) ?? milligrams(behind: 0) }

  private func milligrams(behind position: Int) -> Double? {
    var first: Double?
    for token in tokens[min(position, tokens.count)...] {
      if Self.isNumber(token) {
        // `8-2 MG`: the first number is the ingredient's, the unit stands behind the last.
        first = first ?? Double(token)
      } else {
        if let first, let unit = MassUnit(token) { return first * unit.milligrams }
        first = nil
      }
    }
    return nil
  }

  /// True if a token is a number.
  static func isNumber(_ token: String) -> Bool {
    token.utf8.first.map { (0x30...0x39).contains($0) } ?? false
  }

  /// True if a number that was written with a comma can be one of thousands: three digits behind, none of them alone
  /// a nought before.
  private static func hasThousands(_ token: String, _ hadComma: Bool) -> Bool {
    guard hadComma, let point = token.firstIndex(of: ".") else { return false }
    return token[token.index(after: point)...].count == 3 && !token.hasPrefix("0.")
  }
}

/// A unit of mass in a product's name.
enum MassUnit {
  case gram, milligram, microgram

  /// The unit that a word writes.
  init?(_ word: String) {
    switch word {
    case "g", "gm", "gram", "grams", "gramm": self = .gram
    case "mg", "mgs", "milligram", "milligrams", "milligramm": self = .milligram
    case "mcg", "ug", "mcgs", "mikrogramm", "microgram", "micrograms", "microgramme", "microgrammes",
      "mikrog", "microg":
      self = .microgram
    default: return nil
    }
  }

  /// The power of ten that makes milligrams of it.
  var power: Int {
    switch self {
    case .gram: 3
    case .milligram: 0
    case .microgram: -3
    }
  }

  /// Milligrams of one of it.
  fileprivate var milligrams: Double {
    switch self {
    case .gram: 1000
    case .milligram: 1
    case .microgram: 0.001
    }
  }
}

extension ProductName {
  /// Cuts a name, one character after the other.
  private struct Reader {
    var tokens: [String] = []
    var gaps: [String] = []
    var doubtful: Set<Int> = []
    /// Places of numbers that had a comma.
    var commas: Set<Int> = []
    private var token = ""
    private var gap = ""

    mutating func take(_ scalar: Unicode.Scalar, before next: Unicode.Scalar) {
      if let letters = PlainLetters.of(scalar) {
        if ProductName.isNumber(token) { close() }
        token += letters
      } else if Self.isDigit(scalar) {
        if !token.isEmpty, !ProductName.isNumber(token) { close() }
        // `TAB.5MG` can be half a milligram.
        if token.isEmpty, gap == ".", !tokens.isEmpty { doubtful.insert(tokens.count) }
        token.unicodeScalars.append(scalar)
      } else if isPoint(scalar, before: next) {
        // `.5` is a number without its nought; a comma between digits is a decimal comma.
        if scalar == "," { commas.insert(tokens.count) }
        token += token.isEmpty ? "0." : "."
      } else if !PlainLetters.isMark(scalar) {
        close()
        gap.unicodeScalars.append(scalar)
      }
    }

    private func isPoint(_ scalar: Unicode.Scalar, before next: Unicode.Scalar) -> Bool {
      guard scalar == "." || scalar == ",", Self.isDigit(next) else { return false }
      return ProductName.isNumber(token) ? !token.contains(".") : token.isEmpty && scalar == "."
    }

    mutating func close() {
      guard !token.isEmpty else { return }
      if gap == "-", let last = tokens.last, chemicalPrefixes.contains(last), !ProductName.isNumber(token) {
        tokens[tokens.count - 1] = last + token
      } else {
        tokens.append(token)
        gaps.append(gap)
      }
      token = ""
      gap = ""
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  }
}

/// Letters without their marks.
private enum PlainLetters {
  /// True if a scalar is a combining mark, which leaves its letter as it is.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

  /// A letter as it is compared, nil for anything else.
  static func of(_ scalar: Unicode.Scalar) -> String? {
    if scalar.isASCII { return ("a"..."z").contains(scalar) ? String(scalar) : nil }
    if let plain = plain[scalar] { return plain }
    return scalar.properties.isAlphabetic && !isMark(scalar) ? String(scalar) : nil
  }

  private static let plain: [Unicode.Scalar: String] = {
    var plain: [Unicode.Scalar: String] = [
      "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "µ": "u", "μ": "u",
    ]
    let families = [
      "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēėęě", "g": "ğ", "i": "ìíîïīį", "l": "ĺľ",
      "n": "ñńň", "o": "òóôõöōő", "r": "ŕř", "s": "śšşș", "t": "ťţț", "u": "ùúûüūůűų", "y": "ýÿ",
      "z": "źżž",
    ]
    for (letter, family) in families {
      for scalar in family.unicodeScalars { plain[scalar] = letter }
    }
    return plain
  }()
}
