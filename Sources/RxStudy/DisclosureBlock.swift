import RxModel

/// The `disclosure` block.
enum DisclosureBlock {
  /// The most that `min_cell` and `round_to` can be.
  private static let most = 1000

  static func read(_ value: StudyValue) throws(RxFault) -> DisclosurePolicy {
    let map = try value.map(["preset", "min_cell", "round_to"])
    let presetValue = try map.required("preset")
    let preset = try presetValue.choice(DisclosurePolicy.Preset.self)
    var policy = DisclosurePolicy(preset)
    if let minCell = map["min_cell"] {
      guard preset == .cms11 || preset == .opensafely else {
        throw minCell.fault(
          "'min_cell' has no meaning with the preset \(preset.rawValue), which suppresses nothing",
          remedy: "take it out, or choose cms11 or opensafely")
      }
      policy.minCell = try minCell.int(in: 2...most)
    }
    if let roundTo = map["round_to"] {
      guard preset == .opensafely || preset == .midpoint6 else {
        throw roundTo.fault(
          "'round_to' has no meaning with the preset \(preset.rawValue), which rounds nothing",
          remedy: "take it out, or choose opensafely or midpoint6")
      }
      policy.roundTo = try roundTo.int(in: 2...most)
    }
    return policy
  }
}
