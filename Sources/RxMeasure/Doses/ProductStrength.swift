import RxCounts
import RxModel

/// The strength that a product's name tells: `diazepam 5 MG tablet`, `hydrocodone-acetaminophen 7.5-325 mg`.
///
/// A name has one run of numbers in mg. One number is the product's; of several each belongs to the ingredient that
/// stands at its place before them, parted by `-`, `/` or `+`. A concentration (`5 mg/ml`) or a name that can't be told
/// apart so tells nothing.
struct ProductStrength {
  /// The ingredients' names as they stand before the numbers.
  private let ingredients: [String]
  private let strengths: [ExactDecimal]

  /// The strength that `name`, in lower case, tells; nil where it tells nothing.
  init?(_ name: String) {
    let characters = Array(name)
    guard let first = characters.firstIndex(where: \.isNumber) else { return nil }
    var strengths: [ExactDecimal] = []
    var (place, hasUnit) = (first, false)
    while true {
      let digits = characters[place...].prefix { $0.isNumber || $0 == "." }
      guard let number = ExactDecimal(String(digits)), number.mantissa > 0 else { return nil }
      strengths.append(number)
      place = Self.skip(" ", characters, from: place + digits.count)
      hasUnit = characters[place...].starts(with: "mg")
      if hasUnit { place = Self.skip(" ", characters, from: place + 2) }
      guard place < characters.count, "-/+".contains(characters[place]) else { break }
      let next = Self.skip(" ", characters, from: place + 1)
      guard next < characters.count, characters[next].isNumber else {
        // What follows a slash is what the strength is per; a word behind a hyphen is not.
        guard characters[place] != "/" else { return nil }
        break
      }
      place = next
    }
    guard hasUnit, !characters[place...].contains(where: \.isNumber),
      place == characters.count || !characters[place].isLetter || characters[place - 1] == " "
    else { return nil }
    let parts = characters[..<first].split { "-/+".contains($0) }.map { String($0) }
    ingredients = parts.filter { part in part.contains { $0.isLetter } }
    self.strengths = strengths
  }

  /// The strength of the ingredient that is called by one of `names`, in lower case; nil where it is not told.
  func strength(of names: [String]) -> ExactDecimal? {
    if strengths.count == 1 { return strengths[0] }
    guard ingredients.count == strengths.count else { return nil }
    let places = ingredients.indices.filter { place in names.contains { ingredients[place].contains($0) } }
    return places.count == 1 ? strengths[places[0]] : nil
  }

  private static func skip(_ character: Character, _ characters: [Character], from start: Int) -> Int {
    var place = start
    while place < characters.count, characters[place] == character { place += 1 }
    return place
  }
}
