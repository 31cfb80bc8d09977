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
    let text =
      "most figures of \(least) persons and more that are kept back are of \(name(of: worst)): \(number) of \(all) there"
    let few = levelsOfFew.prefix(3).map { "\($0.level) (\($0.small) of \($0.all) figures)" }
    return few.isEmpty
      ? text : "\(text); levels of mostly 1 to \(least - 1) persons: \(few.joined(separator: ", "))"
  }

  /// The levels of which three figures in four and more are of 1 to `minCell` - 1 persons, those of the greatest share
  /// first.
  private var levelsOfFew: [(level: String, small: Int, all: Int)] {
    let large = Dictionary(
      levels(account.isShown.keys.map { ($0.group, 1) }).map { ($0.level, $0.number) },
      uniquingKeysWith: +)
    let all = levels(account.small.map { ($0.group, 1) }).map { level, number in
      (level: level, small: number, all: number + (large[level] ?? 0))
    }
    // Of equal shares those of most figures stay first.
    return all.filter { 4 * $0.small >= 3 * $0.all }.enumerated().sorted {
      ($1.element.small * $0.element.all, $0.offset) < ($0.element.small * $1.element.all, $1.offset)
    }.map(\.element)
  }

  /// What was found of the interval of which most is kept back, a line for each change that shows more in all.
  func lines(_ hints: [Trial]) -> [String] {
    guard let days = worstInterval?.days else { return [] }
    return hints.filter { $0.effect.net > 0 }.map { trial in
      "tried on \(days.start) to \(days.end): '\(trial.change.text)' would show \(gain(trial)); \(price(trial.effect))"
    }
  }

  /// The figures that a change keeps: how many, for want of what they are kept back now, and whose.
  private func gain(_ trial: Trial) -> String {
    let effect = trial.effect
    let figures = effect.keptInAll == 1 ? "1 figure" : "\(effect.keptInAll) figures"
    let text: String
    switch trial.change.kind {
    case .dropsUnknown(let variables):
      text = "\(figures) that are kept back with '\(unknownLevel)' of \(variables.joined(separator: ", "))"
    case .leavesOut(let grouping):
      text = "\(figures) that are kept back with the groups by \(name(of: Set(grouping)))"
    case .joins(let variable, let levels, _):
      text = "\(figures) that are kept back with '\(levels[0])' and '\(levels[1])' of \(variable) apart"
    case .lengthens(let kind):
      return "figures by \(kind.rawValue) in the place of those by \(study.period.kind.rawValue)"
    }
    return text + whose(effect)
  }

  /// What a change takes away, and what it comes to.
  private func price(_ effect: ChangeEffect) -> String {
    var parts: [String] = []
    if effect.lost > 0 { parts.append("\(effect.lost) shown now would be kept back") }
    if effect.leftOut > 0 { parts.append("\(effect.leftOut) shown now would be gone") }
    if effect.joined > 0 {
      parts.append(
        "of \(effect.joined) joined figures \(effect.joinedShown) would be shown (\(effect.joinedNew) of which no part is "
          + "shown now) in the place of \(effect.partsShown) shown now")
    }
    return (parts + ["in all \(abs(effect.net)) \(effect.net < 0 ? "fewer" : "more")"])
      .joined(separator: "; ")
  }

  /// Whose figures a change keeps: how many of each grouping, and the level that most have.
  private func whose(_ effect: ChangeEffect) -> String {
    guard effect.keptInAll > 0 else { return "" }
    let kept = tally(effect.kept.map { (Set($0.key.keys), $0.value) })
    let numbers = groupings.compactMap { grouping in kept[grouping].map { "\(name(of: grouping)) \($0)" } }
    let most = levels(effect.kept.map { ($0.key, $0.value) }).first
    let level = most.map { ", \($0.number) of them of \($0.level)" } ?? ""
    return ": \(numbers.joined(separator: ", "))\(level)"
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
    var text =
      "Of \(account.isShown.count) figures of \(least) persons and more \(account.shown) would be shown. "
    text += "Tried \(found.tried) of \(found.of) changes to the study; "
    guard !found.trials.isEmpty else { return text + "none shows what is kept back now.\n" }
    text += "\(found.trials.count) of them would show figures that are kept back now, best first:\n"
    for (place, trial) in found.trials.enumerated() {
      text += "\(place + 1). \(trial.change.text)\n   shows \(gain(trial))\n   \(price(trial.effect))\n"
    }
    return text
  }
}
