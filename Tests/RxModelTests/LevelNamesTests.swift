import Testing

@testable import RxModel

/// Names for what the data call a level.
@Suite struct LevelNamesTests {
  private static let names: LevelNames = {
    var names = LevelNames()
    for name in ["F", "M", "Unknown", "all"] { _ = names.add(name: name) }
    for (place, words) in [["female", " 2 "], ["male"], ["u"], ["Everyone"]].enumerated() {
      for word in words { _ = names.add(word: word, to: place) }
    }
    return names
  }()

  @Test(arguments: [
    ("F", "F"), ("f", "F"), (" F\t", "F"), ("\u{A0}FEMALE\u{A0}", "F"), ("2", "F"), ("male", "M"),
    // Neither a part of a word nor a blank within one.
    ("fem", "fem"), ("2 0", "2 0"), ("22", "22"), ("", ""),
    // What is not listed keeps its own name, blanks and case included.
    ("X", "X"), (" x ", " x "),
    // However it is written, `unknown` is one level; `all` stays reserved.
    ("U", "unknown"), ("unknown", "unknown"), ("UNKNOWN", "unknown"), ("all", "all (level)"),
    ("everyone", "all (level)"), ("ALL", "all (level)"), ("all (level)", "all (level) (level)"),
  ])
  func labels(value: String, label: String) { #expect(Self.names.label(of: value) == label) }

  @Test func withoutNamesEveryLevelKeepsItsOwn() {
    let names = LevelNames()
    for value in ["F", " f ", "unknown", "Unknown"] { #expect(names.label(of: value) == value) }
    #expect(names.label(of: "all") == "all (level)")
  }

  @Test func whatIsThereAlreadyIsTold() {
    var names = LevelNames()
    #expect(names.add(name: "F") == nil)
    #expect(names.add(name: " f") == "F")
    #expect(names.add(name: "M") == nil)
    #expect(names.add(word: "1", to: 1) == nil)
    #expect(names.add(word: " 1", to: 1) == nil, "twice under one name is once")
    #expect(names.add(word: "m", to: 1) == nil, "the name itself is one of its words")
    #expect(names.add(word: "1 ", to: 0) == "M")
    #expect(names.add(word: "m", to: 0) == "M")
    #expect(names.entries.map(\.label) == ["F", "M"] && names.entries.map(\.words) == [[], ["1"]])
  }
}
