/// The names that a study gives to the levels of one variable.
struct NaiveLevels: Hashable, Sendable {
  /// A name and what the data call it.
  struct Name: Hashable, Sendable {
    /// The name.
    var name: String
    /// What the data call it beside its name.
    var words: [String]
  }

  /// The variable.
  var variable: String
  /// The names in the order of the study.
  var names: [Name]

  /// The name that is written for a value; the value itself where it is not listed.
  func name(of value: String) -> String {
    for name in names where ([name.name] + name.words).contains(where: { isSame($0, value) }) {
      return name.name
    }
    return value
  }

  /// The place of a level in the list; behind all where it is not listed.
  func place(of level: String) -> Int { names.firstIndex { $0.name == level } ?? names.count }

  private func isSame(_ one: String, _ other: String) -> Bool {
    func plain(_ text: String) -> String {
      var characters = Array(text)
      while let first = characters.first, " \t\u{A0}".contains(first) { characters.removeFirst() }
      while let last = characters.last, " \t\u{A0}".contains(last) { characters.removeLast() }
      return String(characters).lowercased()
    }
    return plain(one) == plain(other)
  }
}

extension NaiveSettings {
  /// The level that a person is in by a value of a variable: the value is chosen before it is renamed.
  func level(_ value: String, of variable: String) -> String {
    let value = value.isEmpty ? "unknown" : value
    return levels.first { $0.variable == variable }?.name(of: value) ?? value
  }

  /// Whether somebody with these levels is left out for not being known.
  func drops(_ levels: [String: String]) -> Bool {
    dropsUnknown && groupVariables.contains { levels[$0] == "unknown" }
  }
}

extension RandomWorldBuilder {
  /// Names for levels, and whether the unknown are dropped. The choices are made with dice of their own, so that the
  /// rest of the world is what it is without them.
  func addLevels(to world: inout NaiveWorld) {
    var dice = Dice(seed: seed &* 0x2000_0007 &+ 13)
    world.study.dropsUnknown = dice.percent(25)
    if dice.percent(40) { world.study.levels = levels(&dice, world.attributes) }
    guard var ratio = world.study.measures.extended.ratio else { return }
    ratio.level = world.study.level(ratio.level, of: ratio.variable)
    if ratio.level == "unknown", world.study.dropsUnknown { ratio.level = "White" }
    world.study.measures.extended.ratio = ratio
  }

  private func levels(_ dice: inout Dice, _ attributes: [String]) -> [NaiveLevels] {
    let all = [
      NaiveLevels(
        variable: "sex",
        names: [.init(name: "Male", words: ["m"]), .init(name: "f", words: dice.pick([[], [" x "]]))]),
      NaiveLevels(
        variable: "race",
        names: dice.pick([
          [.init(name: "unknown", words: ["ASIAN, pacific"]), .init(name: "White", words: [])],
          [.init(name: "Other", words: ["\"other\"", "asian, pacific"]), .init(name: "white", words: [])],
          [.init(name: "Rest", words: ["unknown", "\u{A0}White\t"])],
        ])),
      NaiveLevels(
        variable: "region",
        names: dice.pick([
          [.init(name: "Z", words: ["s"]), .init(name: "A", words: ["north, east", "S S"])],
          [.init(name: "são paulo", words: ["nowhere"])],
        ])),
    ]
    return all.filter { names in
      (names.variable == "sex" || attributes.contains(names.variable)) && dice.percent(70)
    }
  }
}
