import RxModel

/// The `disclosure` block.
enum DisclosureBlock {
  /// The most that `min_cell` and `round_to` can be.
  private static let most = 1000

  private enum Key {
    static let preset = Parameter<DisclosurePolicy.Preset>.choice(
      "preset", default: nil, isRequired: true, "the rules by which small counts are kept back")
    static let minCell = Parameter.whole(
      "min_cell", in: 2...most, default: nil,
      "persons from which on a count is shown, in the place of the preset's; with cms11 and opensafely")
    static let roundTo = Parameter.whole(
      "round_to", in: 2...most, default: nil,
      "what counts are rounded to, in the place of the preset's; with opensafely and midpoint6")
  }

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [Key.preset, Key.minCell, Key.roundTo]

  static func read(_ value: StudyValue) throws(RxFault) -> DisclosurePolicy {
    let map = try value.map(keys)
    let found = try map.noting(Key.preset)
    // What the others may be depends on it.
    guard let preset = found else { return DisclosurePolicy(.none) }
    var policy = DisclosurePolicy(preset)
    let minCell = try map.noting(Key.minCell) { minCell throws(RxFault) in
      guard preset == .cms11 || preset == .opensafely else {
        throw minCell.fault(
          "'min_cell' has no meaning with the preset \(preset.rawValue), which suppresses nothing",
          remedy: "take it out, or choose cms11 or opensafely")
      }
      return try Key.minCell.read(minCell)
    }
    if let minCell { policy.minCell = minCell }
    let roundTo = try map.noting(Key.roundTo) { roundTo throws(RxFault) in
      guard preset == .opensafely || preset == .midpoint6 else {
        throw roundTo.fault(
          "'round_to' has no meaning with the preset \(preset.rawValue), which rounds nothing",
          remedy: "take it out, or choose opensafely or midpoint6")
      }
      return try Key.roundTo.read(roundTo)
    }
    if let roundTo { policy.roundTo = roundTo }
    return policy
  }
}
