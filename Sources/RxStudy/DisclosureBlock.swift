import RxModel

/// The `disclosure` block.
enum DisclosureBlock {
  /// The most that `min_cell` and `round_to` can be.
  private static let most = 1000

  static func read(_ value: StudyValue) throws(RxFault) -> DisclosurePolicy {
    let map = try value.map(["preset", "min_cell", "round_to"])
    let found = try map.noting(required: "preset") { value throws(RxFault) in
      try value.choice(DisclosurePolicy.Preset.self)
    }
    // What the others may be depends on it.
    guard let preset = found else { return DisclosurePolicy(.none) }
    var policy = DisclosurePolicy(preset)
    let minCell = try map.noting("min_cell") { minCell throws(RxFault) in
      guard preset == .cms11 || preset == .opensafely else {
        throw minCell.fault(
          "'min_cell' has no meaning with the preset \(preset.rawValue), which suppresses nothing",
          remedy: "take it out, or choose cms11 or opensafely")
      }
      return try minCell.int(in: 2...most)
    }
    if let minCell { policy.minCell = minCell }
    let roundTo = try map.noting("round_to") { roundTo throws(RxFault) in
      guard preset == .opensafely || preset == .midpoint6 else {
        throw roundTo.fault(
          "'round_to' has no meaning with the preset \(preset.rawValue), which rounds nothing",
          remedy: "take it out, or choose opensafely or midpoint6")
      }
      return try roundTo.int(in: 2...most)
    }
    if let roundTo { policy.roundTo = roundTo }
    return policy
  }
}
