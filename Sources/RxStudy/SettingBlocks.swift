import RxModel

/// The blocks of a key or two: `supply`, `tolerance`, `rejects`, `output`.
enum SettingBlocks {
  private enum ToleranceOf: String, CaseIterable { case all, listed }
  private enum Truth: String, CaseIterable { case `true`, `false` }

  private enum Key {
    static let carryOver = Parameter<CarryOver>.choice(
      "carry_over", default: CarryOver.none,
      "fills that overlap: left where they are, or put end to end within an ingredient (drug) or a class")
    static let rejectedRows = Parameter<Double>(
      name: "rejected_rows",
      form: .pattern("a percentage like 1%", "[0-9]+(\\.[0-9]*)?%|\\.[0-9]+%|0"), standard: "1%",
      summary: "the share of lines that may be rejected; with more the run ends with 65", read: percent)
    static let of = Parameter<ToleranceOf>.choice(
      "of", default: .all, "listed: rejected rows whose drug can be read and is in no list are left aside")
    static let values = Parameter<Truth>.choice(
      "values", default: .false,
      "whether rejects.csv shows what could not be read, which can be a patient's; not with disclosure control"
    )
    static let formats = Parameter<[OutputFormat]>(
      name: "formats", form: .list(.choice(of: OutputFormat.self)), standard: ["csv", "markdown"],
      summary: "reports to write beside the figures"
    ) { value throws(RxFault) in
      var formats: [OutputFormat] = []
      for format in try value.list() {
        let format = try format.noting { value throws(RxFault) in try value.choice(OutputFormat.self) }
        if let format { formats.append(format) }
      }
      return formats
    }
  }

  /// The keys of `supply`.
  static let supplyKeys: [any StudyKey] = [Key.carryOver]
  /// The keys of `tolerance`.
  static let toleranceKeys: [any StudyKey] = [Key.rejectedRows, Key.of]
  /// The keys of `rejects`.
  static let rejectsKeys: [any StudyKey] = [Key.values]
  /// The keys of `output`.
  static let outputKeys: [any StudyKey] = [Key.formats]

  static func supply(_ value: StudyValue) throws(RxFault) -> CarryOver? {
    try value.map(supplyKeys).settled(Key.carryOver)
  }

  static func tolerance(_ value: StudyValue) throws(RxFault) -> (share: Double?, ofListed: Bool) {
    let map = try value.map(toleranceKeys)
    let of = try map.settled(Key.of)
    return (try map.settled(Key.rejectedRows), of == .listed)
  }

  static func rejects(_ value: StudyValue, isControlled: Bool) throws(RxFault) -> Bool {
    guard let values = try value.map(rejectsKeys)[Key.values] else { return false }
    let areShown = try Key.values.read(values) == .true
    guard !areShown || !isControlled else {
      throw values.fault(
        "'rejects.values' shows values that can be a patient's, and 'disclosure' keeps such things back",
        remedy: "take one of the two out")
    }
    return areShown
  }

  static func output(_ value: StudyValue) throws(RxFault) -> [OutputFormat]? {
    try value.map(outputKeys).settled(Key.formats)
  }

  /// `N%`, digits with a point or without, from 0% to 100%; as a share.
  private static func percent(_ value: StudyValue) throws(RxFault) -> Double {
    let text = try value.text()
    let digits = text.hasSuffix("%") ? text.dropLast() : text == "0" ? Substring(text) : ""
    let plain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    guard plain, let number = Double(digits), (0...100).contains(number) else {
      throw value.fault(
        "'\(value.key)' must be a percentage from 0% to 100%, not '\(text)'", remedy: "write it as 1%")
    }
    return number / 100
  }
}
