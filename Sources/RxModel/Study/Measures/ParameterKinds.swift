/// The most days that a setting of a study can be.
package let longestDays = 36_500

extension Parameter where Value == Int {
  /// A whole number in a range; one without a standard can be left out.
  package static func whole(
    _ name: String, in range: ClosedRange<Int>, default standard: StudyNode?, _ summary: String
  )
    -> Parameter
  {
    Parameter(name: name, form: .whole(range), standard: standard, isRequired: false, summary: summary) {
      value throws(RxFault) in try value.int(in: range)
    }
  }

  /// A number of days, or of what is counted like them.
  static func days(_ name: String, from least: Int = 1, default standard: StudyNode, _ summary: String)
    -> Parameter
  {
    whole(name, in: least...longestDays, default: standard, summary)
  }

  /// The washout before new use, in days.
  static var washout: Parameter {
    days("washout", from: 0, default: 365, "days without a fill that come before new use")
  }
}

extension Parameter where Value: CaseIterable & RawRepresentable<String> {
  /// One of several texts; one without a standard is required, or can be left out.
  package static func choice(
    _ name: String, default standard: Value?, isRequired: Bool = false, _ summary: String
  ) -> Parameter {
    Parameter(
      name: name, form: .choice(of: Value.self), standard: standard.map { StudyNode(.text($0.rawValue)) },
      isRequired: isRequired, summary: summary
    ) { value throws(RxFault) in try value.choice(Value.self) }
  }
}

extension ValueForm {
  /// One of the texts of a type.
  package static func choice<Value: CaseIterable & RawRepresentable<String>>(of _: Value.Type) -> ValueForm {
    .choice(Value.allCases.map(\.rawValue))
  }
}

extension Parameter where Value == Sourced {
  /// One text with its place.
  static func name(_ name: String, form: ValueForm, default standard: StudyNode, _ summary: String)
    -> Parameter
  {
    Parameter(name: name, form: form, standard: standard, summary: summary) { value throws(RxFault) in
      try value.sourced()
    }
  }

  /// One drug.
  static func drug(_ name: String, default standard: StudyNode, _ summary: String) -> Parameter {
    self.name(name, form: .drug, default: standard, summary)
  }
}

extension Parameter {
  /// Values of the form `item` that differ, at least one: `told` is how a mistake calls a value, `isSame` whether two are
  /// one, and `read` the value of an element.
  static func list<Item>(
    _ name: String, of item: ValueForm, default standard: StudyNode, _ summary: String,
    told: @escaping @Sendable (Item) -> String, isSame: @escaping @Sendable (Item, Item) -> Bool,
    read: @escaping @Sendable (StudyValue) throws(RxFault) -> Item
  ) -> Parameter where Value == [Item] {
    Parameter(name: name, form: .list(item), standard: standard, summary: summary) { value throws(RxFault) in
      var items: [Item] = []
      for element in try value.list() {
        guard let item = try element.noting(read) else { continue }
        guard !items.contains(where: { isSame($0, item) }) else {
          throw element.fault("\(told(item)) is there twice")
        }
        items.append(item)
      }
      return items
    }
  }
}

extension Parameter where Value == [Sourced] {
  /// Drugs: classes, ingredients or ATC codes, each once.
  static func drugs(_ name: String = "drugs", default standard: StudyNode?, _ summary: String) -> Parameter {
    Parameter(name: name, form: .list(.drug), standard: standard, summary: summary) {
      value throws(RxFault) in
      var drugs: [Sourced] = []
      for item in try value.list() {
        let read = try item.noting { item throws(RxFault) in try item.sourced() }
        guard let drug = read else { continue }
        if let other = drugs.first(where: { isSameDrug($0, drug) }) {
          throw item.fault(
            "'\(drug.name)' is there twice",
            remedy: other.name == drug.name ? "" : "case is ignored: it is '\(other.name)'")
        }
        drugs.append(drug)
      }
      return drugs
    }
  }
}

/// True if both stand for one class or ingredient, whose case is ignored.
private func isSameDrug(_ a: Sourced, _ b: Sourced) -> Bool { a.name.lowercased() == b.name.lowercased() }

extension Parameter where Value == [DrugPair] {
  /// The key `drugs` as one pair or a list of pairs.
  static func pairs(_ summary: String) -> Parameter {
    Parameter(
      name: "drugs",
      form: .called("a pair of drugs, or a list of pairs", .either([.list(.drug), .list(.list(.drug))])),
      standard: ["benzodiazepine", "opioid"], summary: summary
    ) { value throws(RxFault) in
      let items = try value.list()
      let lists = items.contains { $0.isList } ? items : [value]
      var pairs: [DrugPair] = []
      for list in lists {
        let known = pairs
        let found = try list.noting { list throws(RxFault) -> DrugPair in try pair(list, after: known) }
        if let found { pairs.append(found) }
      }
      return pairs
    }
  }

  private static func pair(_ list: StudyValue, after pairs: [DrugPair]) throws(RxFault) -> DrugPair {
    let names = try list.list()
    guard names.count == 2 else {
      throw list.fault("a pair is of two drugs, like [benzodiazepine, opioid]")
    }
    let pair = DrugPair(try names[0].sourced(), try names[1].sourced())
    guard !isSameDrug(pair.first, pair.second) else {
      throw list.fault("a pair is of two different drugs")
    }
    if let other = pairs.first(where: {
      $0.text == pair.text || (isSameDrug($0.first, pair.first) && isSameDrug($0.second, pair.second))
    }) {
      guard !isSameDrug(other.first, pair.first) else { throw list.fault("this pair is there twice") }
      throw list.fault(
        "this pair and [\(other.first.name), \(other.second.name)] would both read '\(pair.text)' in results.csv",
        remedy: "give a class another name in the code list, without '+'")
    }
    return pair
  }
}

extension Parameter where Value == [RateMeasure] {
  /// The key `measures`: rates of the study's other measures.
  static var rates: Parameter {
    let names = RateMeasure.all.map(\.key)
    return list(
      "measures", of: .choice(names),
      default: StudyNode(.list(names.map { StudyNode(.text($0)) })), "rates that the study measures",
      told: { "'\($0.key)'" }, isSame: ==
    ) { value throws(RxFault) in
      let text = try value.text()
      guard let rate = RateMeasure.all.first(where: { $0.key == text }) else {
        throw value.noChoice(text, RateMeasure.all.map(\.key))
      }
      return rate
    }
  }
}

/// The mistake of a preset that there is not.
func unknownPreset(_ name: String, _ names: [String], _ value: StudyValue, instead example: String)
  -> RxFault
{
  let near = suggestion(for: name, among: names)
  return value.fault(
    "there is no preset '\(name)'",
    remedy: near.isEmpty
      ? "there are \(names.joined(separator: ", ")); or write it out, like \(example)" : near)
}

/// Two drugs whose use at the same time is measured.
package struct DrugPair: Sendable, Equatable {
  package var first: Sourced
  package var second: Sourced

  /// `first` and `second`.
  package init(_ first: Sourced, _ second: Sourced) {
    self.first = first
    self.second = second
  }

  /// The pair as results.csv writes it.
  package var text: String { "\(first.name)+\(second.name)" }
}
