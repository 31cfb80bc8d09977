import RxDisclosure
import RxModel
import Testing

/// What a change does to the figures that are shown.
@Suite("The effect of a change to a study")
struct ChangeEffectTests {
  private func key(_ group: [String: String]) -> FigureAccount.Key {
    FigureAccount.Key(row: ["prevalence"], group: group, period: DaySpan(Day(0), Day(364)))
  }

  private func account(_ figures: [([String: String], Bool)], small: [[String: String]] = []) -> FigureAccount
  {
    FigureAccount(
      isShown: Dictionary(uniqueKeysWithValues: figures.map { (key($0.0), $0.1) }), small: small.map(key))
  }

  @Test func figuresOfBothStudies() {
    let old = account([([:], true), (["sex": "F"], false), (["sex": "M"], true), (["race": "A"], true)])
    let new = account([([:], true), (["sex": "F"], true), (["sex": "M"], false)])
    let effect = ChangeEffect(from: old, to: new) { $0 }
    #expect(effect.kept == [["sex": "F"]: 1] && effect.keptInAll == 1)
    #expect(effect.lost == 1 && effect.leftOut == 1 && effect.joined == 0)
    #expect(effect.net == new.shown - old.shown && effect.keepsAny)
    #expect(!ChangeEffect(from: new, to: new) { $0 }.keepsAny)
  }

  @Test("Joined figures are counted by themselves, also where all parts are of few persons")
  func joined() {
    let old = account(
      [(["race": "A"], true), (["race": "B"], true), (["race": "C"], false), (["race": "D"], false)],
      small: [["race": "E"], ["race": "G"]])
    let names = ["A": "A + B", "B": "A + B", "C": "C + D", "D": "C + D", "E": "E + G", "G": "E + G"]
    let new = account([(["race": "A + B"], true), (["race": "C + D"], true), (["race": "E + G"], true)])
    let effect = ChangeEffect(from: old, to: new) { old in
      key(old.group.mapValues { names[$0] ?? $0 })
    }
    #expect(effect.kept.isEmpty && effect.lost == 0 && effect.leftOut == 0)
    #expect(effect.joined == 3 && effect.joinedShown == 3 && effect.joinedNew == 2 && effect.partsShown == 2)
    #expect(effect.net == new.shown - old.shown && effect.keepsAny)
  }
}
