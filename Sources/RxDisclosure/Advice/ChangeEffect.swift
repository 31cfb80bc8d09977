/// What a change to a study does to its figures of `minCell` persons and more in the numerator: how many are shown.
package struct ChangeEffect: Sendable, Equatable {
  /// By group, as levels of variables: figures of both studies that are shown with the change alone.
  package private(set) var kept: [[String: String]: Int] = [:]
  /// Figures of both studies that are shown without the change alone.
  package private(set) var lost = 0
  /// Figures that are shown without the change, and that the changed study does not have.
  package private(set) var leftOut = 0
  /// Figures that take the place of several, of joined levels or of a longer interval.
  package private(set) var joined = 0
  /// Those of them that are shown.
  package private(set) var joinedShown = 0
  /// Those of them that are shown in the place of several none of which is.
  package private(set) var joinedNew = 0
  /// The figures in whose place they are that are shown without the change.
  package private(set) var partsShown = 0

  /// The figures of both studies that are shown with the change alone, of all groups.
  package var keptInAll: Int { kept.values.reduce(0, +) }
  /// The figures that are shown with the change, less those that are shown without it.
  package var net: Int { keptInAll - lost - leftOut + joinedShown - partsShown }
  /// True where it shows what is not shown without it.
  package var keepsAny: Bool { keptInAll + joinedNew > 0 }

  /// The effect of a change.
  /// - Parameters:
  ///   - old: the figures without it.
  ///   - new: the figures with it.
  ///   - target: the figure of the changed study in which a figure is: itself where it is not joined with others.
  package init(
    from old: FigureAccount, to new: FigureAccount,
    target: (FigureAccount.Key) -> FigureAccount.Key
  ) {
    var partsOf: [FigureAccount.Key: Int] = [:]
    for (key, wasShown) in old.isShown {
      let target = target(key)
      guard target == key else {
        partsOf[target, default: 0] += wasShown ? 1 : 0
        continue
      }
      switch (wasShown, new.isShown[key]) {
      case (true, nil): leftOut += 1
      case (true, false): lost += 1
      case (false, true): kept[key.group, default: 0] += 1
      default: break
      }
    }
    // Parts of few persons each can make a figure of more.
    for key in old.small {
      let target = target(key)
      if target != key { partsOf[target, default: 0] += 0 }
    }
    for (key, parts) in partsOf {
      partsShown += parts
      guard let isShown = new.isShown[key] else { continue }
      joined += 1
      guard isShown else { continue }
      joinedShown += 1
      if parts == 0 { joinedNew += 1 }
    }
  }
}
