import RxModel

/// The `sensitivity` block: the settings under which the core measures are repeated.
enum SensitivityBlock {
  private enum Duplicates: String, CaseIterable { case keep, drop }

  private enum Key {
    static let gap = settings("gap", of: .whole(0...longestDays), "days without supply that eras join over") {
      value throws(RxFault) in try value.int(in: 0...longestDays)
    }
    static let washout = settings(
      "washout", of: .whole(0...longestDays), "days without a fill that come before new use"
    ) { value throws(RxFault) in try value.int(in: 0...longestDays) }
    static let carryOver = settings(
      "carry_over", of: .choice(of: CarryOver.self), "as supply.carry_over"
    ) { value throws(RxFault) in try value.choice(CarryOver.self) }
    static let duplicates = settings(
      "duplicates", of: .choice(of: Duplicates.self), "as prescriptions.duplicates"
    ) { value throws(RxFault) in try value.choice(Duplicates.self) == .drop }
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [Key.gap, Key.washout, Key.carryOver, Key.duplicates]

  static func read(_ value: StudyValue) throws(RxFault) -> SensitivityGrid {
    let map = try value.map(keys)
    var grid = SensitivityGrid()
    grid.gapDays = try map.noting(Key.gap) ?? []
    grid.washoutDays = try map.noting(Key.washout) ?? []
    grid.carryOver = try map.noting(Key.carryOver) ?? []
    grid.dropsDuplicates = try map.noting(Key.duplicates) ?? []
    guard !map.entries.isEmpty else {
      throw value.fault("'sensitivity' has none of gap, washout, carry_over and duplicates")
    }
    return grid
  }

  /// A key of settings that differ.
  private static func settings<Setting: Equatable>(
    _ name: String, of form: ValueForm, _ summary: String,
    read: @escaping @Sendable (StudyValue) throws(RxFault) -> Setting
  ) -> Parameter<[Setting]> {
    Parameter(name: name, form: .list(form), standard: nil, isRequired: false, summary: summary) {
      value throws(RxFault) in
      var result: [Setting] = []
      for item in try value.list() {
        guard let setting = try item.noting(read) else { continue }
        guard !result.contains(setting) else { throw item.fault("this setting is there twice") }
        result.append(setting)
      }
      return result
    }
  }
}
