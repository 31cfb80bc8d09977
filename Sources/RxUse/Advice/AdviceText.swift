import RxDisclosure
import RxModel
import RxStudy

extension Adviser {
  /// What costs most, in a sentence; nil where nothing of `minCell` persons and more is kept back. Numbers of persons are
  /// told as the range alone that everybody knows.
  var cause: String? {
    let least = study.disclosurePolicy.minCell
    let kept = tally(account.keptBack.map { (Set($0.group.keys), 1) })
    let worst = groupings.enumerated().max {
      (kept[$0.element] ?? 0, $1.offset) < (kept[$1.element] ?? 0, $0.offset)
    }?.element
    guard let worst, let number = kept[worst] else { return nil }
    let all = account.isShown.keys.count { Set($0.group.keys) == worst }
    var text = "of figures of \(least) persons and more, most are kept back of \(name(of: worst)): \(number) of \(all)"
    let most = levels(account.small.map { ($0.group, 1) }).prefix(2)
    if !most.isEmpty {
      text += "; most figures of 1 to \(least - 1) persons have "
      text += most.map { "\($0.level) (\($0.number))" }.joined(separator: " and ")
    }
    return text
  }

  /// What was found of the interval of which most is kept back, a line each.
  func lines(_ hints: [Trial]) -> [String] {
    guard let days = worstInterval?.days, !hints.isEmpty else { return [] }
    return hints.map { "tried on \(days.start) to \(days.end): \(sentence($0))" }
  }

  /// What a change does.
  func sentence(_ trial: Trial) -> String {
    let effect = trial.effect
    let figures = effect.keptInAll == 1 ? "1 figure" : "\(effect.keptInAll) figures"
    var text: String
    switch trial.change.kind {
    case .dropsUnknown(let variables):
      text = "\(figures) kept back with '\(unknownLevel)' of \(variables.joined(separator: ", "))"
    case .leavesOut(let grouping): text = "\(figures) kept back with the groups by \(name(of: Set(grouping)))"
    case .joins(let variable, let levels, _):
      text = "\(figures) kept back with '\(levels[0])' and '\(levels[1])' of \(variable) by themselves"
    case .lengthens: text = "\(figures) kept back with intervals by \(study.period.kind.rawValue)"
    }
    text += " would be shown\(whose(effect)) with '\(trial.change.text)'"
    var others: [String] = []
    if effect.lost > 0 { others.append("\(effect.lost) no more") }
    if effect.leftOut > 0 { others.append("\(effect.leftOut) that are shown would not be there") }
    if effect.joined > 0 {
      others.append(
        "of \(effect.joined) joined ones \(effect.joinedShown) would be shown (\(effect.joinedNew) of which no part is) "
          + "in the place of \(effect.partsShown)")
    }
    others.append("in all \(abs(effect.net)) \(effect.net < 0 ? "fewer" : "more")")
    return "\(text); \(others.joined(separator: "; "))"
  }

  /// Whose figures a change keeps: how many of each grouping, and the level that most have.
  private func whose(_ effect: ChangeEffect) -> String {
    guard effect.keptInAll > 0 else { return "" }
    let kept = tally(effect.kept.map { (Set($0.key.keys), $0.value) })
    let numbers = groupings.compactMap { grouping in kept[grouping].map { "\(name(of: grouping)) \($0)" } }
    let most = levels(effect.kept.map { ($0.key, $0.value) }).first
    let level = most.map { "; most have \($0.level): \($0.number)" } ?? ""
    return " (\(numbers.joined(separator: ", "))\(level))"
  }

  /// The groupings of the study, each as its variables; everyone first.
  private var groupings: [Set<String>] {
    [[]] + study.groupings.map { grouping in Set(grouping.map { study.variables[$0].name }) }
  }

  /// The levels that groups have, with how many figures have them, most first.
  private func levels(_ groups: [(group: [String: String], number: Int)]) -> [(level: String, number: Int)] {
    let numbers = tally(
      groups.flatMap { group, number in group.map { ("'\($0.value)' of \($0.key)", number) } })
    return numbers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The sums of numbers by key.
  private func tally<Key: Hashable>(_ numbers: [(Key, Int)]) -> [Key: Int] {
    Dictionary(numbers, uniquingKeysWith: +)
  }

  /// A grouping as a check writes it.
  private func name(of grouping: Set<String>) -> String {
    let names = study.variables.map(\.name).filter(grouping.contains)
    return names.isEmpty ? "everyone" : names.joined(separator: " x ")
  }

  /// The text of `rxuse check --suggest`: the changes that were tried, best first.
  func text(_ found: (trials: [Trial], tried: Int, of: Int)) -> String {
    let least = study.disclosurePolicy.minCell
    var text = "Of \(account.isShown.count) figures of \(least) persons and more \(account.shown) would be shown. "
    text += "Tried \(found.tried) of \(found.of) changes to the study"
    guard !found.trials.isEmpty else { return text + "; none shows more.\n" }
    text += "; those that show more, best first:\n"
    for (place, trial) in found.trials.enumerated() {
      text += "\(place + 1). \(trial.change.text)\n   \(sentence(trial))\n"
    }
    return text
  }
}
