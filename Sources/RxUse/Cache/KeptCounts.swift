import RxCounts
import RxDecode
import RxMeasure
import RxModel

/// What a run has counted, for the next one of the same study: files of prescriptions that have come since change the counts
/// of those patients alone of whom they tell.
struct KeptCounts: Sendable {
  /// Above so large a share of all rows in new files, 1 in so many, all are measured: that is no slower then.
  private static let leastFold = 8

  /// What the counts depend on beside the files of prescriptions, in words.
  var key: String
  var basis: StudyState.Basis
  /// The contents of the files of prescriptions, in their order.
  var files: [FileContent]
  var counts: StudyCounts

  /// What the counts of a study depend on beside its files of prescriptions: the program, the study file, what it lists, and
  /// the contents of all other files.
  /// - Parameters:
  ///   - loaded: the study.
  ///   - contents: by kind, then file, the content.
  /// - Returns: nil where a content is not known.
  static func key(_ loaded: LoadedStudy, _ contents: [InputKind: [FileContent?]]) -> String? {
    var lines = [RunMemory.Made.program, loaded.sha256]
    lines += loaded.tables.map { "\($0.kind) \($0.bytes) \($0.sha256)" }
    for kind in InputKind.allCases where kind != .prescriptions {
      for content in contents[kind] ?? [] {
        guard let content else { return nil }
        lines.append("\(kind.rawValue) \(content.bytes) \(content.sha256)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The counts of the study now, of those of an earlier run.
  /// - Parameters:
  ///   - key: what they depend on now.
  ///   - files: the contents of the files of prescriptions now.
  ///   - decoded: what was decoded now.
  ///   - input: the study, its end resolved.
  /// - Returns: the counts; nil where all patients have to be measured.
  /// - Throws: `RxFault` 74 where the disk fails or what is cached is damaged; (70) for a defect.
  func changed(
    _ key: String, _ files: [FileContent], _ decoded: DecodedStudy, _ input: AggregationInput
  ) throws(RxFault) -> StudyCounts? {
    guard key == self.key, basis == StudyState.Basis(input.study.period, decoded.fillDays),
      let numbers = numbers(in: files), let fresh = decoded.fresh,
      Set(numbers).union(fresh.files).count == files.count, Set(numbers).isDisjoint(with: fresh.files)
    else { return nil }
    if fresh.files.isEmpty { return counts }
    let accounts = decoded.reading.rejects[.prescriptions]?.files ?? []
    let rows = fresh.files.reduce(0) { $0 + accounts[$1].rows }
    guard rows * Self.leastFold <= accounts.reduce(0, { $0 + $1.rows }) else { return nil }
    return try StudyCounts.changed(counts, numbers: numbers, in: decoded, input)
  }

  /// By place of a file then, its place now; nil where one is gone, or they have another order.
  private func numbers(in now: [FileContent]) -> [Int]? {
    var numbers: [Int] = []
    var next = now.startIndex
    for file in files {
      guard let place = now[next...].firstIndex(of: file) else { return nil }
      numbers.append(place)
      next = place + 1
    }
    return numbers
  }
}

extension KeptCounts: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(key)
    bytes.add(basis)
    bytes.add(files)
    bytes.add(counts)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    key = try bytes.next()
    basis = try bytes.next()
    files = try bytes.next()
    counts = try bytes.next()
  }
}
