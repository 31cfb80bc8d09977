/// The ATC codes beside those of the built-in list: those that were altered, and what a combination's product holds
/// beside the ingredient.
enum ATCCodes {
  /// Codes that WHO altered, with the code since then and the year from which it is valid (WHO's lists of alterations of
  /// ATC codes: N02AJ and its codes are of January 2017, N02BF of January 2023).
  private static let altered: [(old: String, new: String, year: Int)] = [
    ("N02AX52", "N02AJ13", 2017), ("N03AX12", "N02BF01", 2023), ("N03AX16", "N02BF02", 2023),
  ]

  private static let newOfOld = Dictionary(
    uniqueKeysWithValues: altered.map { ($0.old.lowercased(), $0.new.lowercased()) })

  /// Substances of which a product of the code holds one beside its ingredient; empty: any other substance.
  private static let partnersOfCode: [String: Set<String>] = [
    "n02aj01": ["paracetamol"], "n02aj02": ["aspirin"], "n02aj03": otherAnalgesics,
    "n02aj06": ["paracetamol"], "n02aj07": ["aspirin"], "n02aj08": ["ibuprofen"], "n02aj09": otherAnalgesics,
    "n02aj13": ["paracetamol"], "n02aj14": ["dexketoprofen"], "n02aj15": otherAnalgesics,
    "n02aj16": ["celecoxib"],
    "n02aj17": ["paracetamol"], "n02aj18": ["aspirin"], "n02aj19": ["ibuprofen"],
    "n02aj22": ["paracetamol"], "n02aj23": ["ibuprofen"],
    "n02aa53": ["naloxone"], "n02aa55": ["naloxone"], "n02aa56": ["naltrexone"], "n02ad51": ["naloxone"],
    "n02ax51": ["naloxone"], "n07bc51": ["naloxone"], "n02ag01": spasmolytics, "n02ag02": spasmolytics,
    "a03ca02": ["clidinium"], "n05ah53": ["samidorphan"],
    "n06ca01": psycholeptics, "n06ca02": psycholeptics, "n06ca03": psycholeptics,
    "r05da20": [], "r05fa02": ["guaifenesin", "terpin"], "n01ah51": [],
  ]

  private static let otherAnalgesics: Set<String> = ["diclofenac", "metamizole", "naproxen", "salicylamide"]
  private static let spasmolytics: Set<String> = ["atropine", "belladonna"]
  private static let psycholeptics: Set<String> = [
    "chlordiazepoxide", "diazepam", "flupentixol", "olanzapine", "perphenazine",
  ]
  /// Tranquillisers beside which a code of the 70-series is meant.
  private static let sedatives: Set<String> = [
    "butalbital", "butabarbital", "phenobarbital", "meprobamate", "doxylamine",
  ]

  /// True if a text has the shape of a code of the fifth level: `N02AJ13`.
  static func isWhole(_ code: String) -> Bool {
    let isDigit = code.utf8.map { (0x30...0x39).contains($0) }
    let isLetter = code.utf8.map { (0x41...0x5A).contains($0 & ~0x20) }
    return isDigit == [false, true, true, false, false, true, true]
      && isLetter == [true, false, false, true, true, false, false]
  }

  /// The code that is valid now, in lower case, for one in any case; itself where it was not altered.
  static func current(_ code: String) -> String {
    let code = code.lowercased()
    return newOfOld[code] ?? code
  }

  /// True if a product that holds `partners` beside the ingredient of `code` is of this code: a combination's only with its
  /// partner.
  static func holds(_ code: String, partners: Set<String>) -> Bool {
    let code = code.lowercased()
    if let wanted = partnersOfCode[code] {
      return wanted.isEmpty ? !partners.isEmpty : !partners.isDisjoint(with: wanted)
    }
    guard isWhole(code), let digit = code.dropLast().last else { return true }
    switch digit {
    case "5": return !partners.isEmpty && partners.isDisjoint(with: sedatives)
    case "7": return !partners.isDisjoint(with: sedatives)
    default: return true
    }
  }
}
