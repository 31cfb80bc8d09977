import RxModel

/// The `sensitivity` block: the settings under which the core measures are repeated.
enum SensitivityBlock {
  private enum Duplicates: String, CaseIterable { case keep, drop }

  static func read(_ value: StudyValue) throws(RxFault) -> SensitivityGrid {
    let map = try value.map(["gap", "washout", "carry_over", "duplicates"])
    var grid = SensitivityGrid()
    grid.gapDays = try settings(map["gap"]) { value throws(RxFault) in
      try value.int(in: 0...longestDays)
    }
    grid.washoutDays = try settings(map["washout"]) { value throws(RxFault) in
      try value.int(in: 0...longestDays)
    }
    grid.carryOver = try settings(map["carry_over"]) { value throws(RxFault) in
      try value.choice(CarryOver.self)
    }
    grid.dropsDuplicates = try settings(map["duplicates"]) { value throws(RxFault) in
      try value.choice(Duplicates.self) == .drop
    }
    guard !map.entries.isEmpty else {
      throw value.fault("'sensitivity' has none of gap, washout, carry_over and duplicates")
    }
    return grid
  }

  private static func settings<Setting: Equatable>(
    _ value: StudyValue?, _ read: (StudyValue) throws(RxFault) -> Setting
  ) throws(RxFault) -> [Setting] {
    guard let value else { return [] }
    var result: [Setting] = []
    _ = try value.noting { value throws(RxFault) in
      for item in try value.list() {
        guard let setting = try item.noting(read) else { continue }
        guard !result.contains(setting) else { throw item.fault("this setting is there twice") }
        result.append(setting)
      }
    }
    return result
  }
}
