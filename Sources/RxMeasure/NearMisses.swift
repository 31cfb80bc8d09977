import RxCounts
import RxDecode
import RxModel

extension DecodedStudy {
  /// The ways of writing keys by which rows that match nothing would match, of each file the best.
  /// - Parameters:
  ///   - input: the study, its code list and its files.
  ///   - files: the accounts of the files of each kind.
  /// - Returns: those that would mend a row in a hundred of a file, and more.
  /// - Throws: `RxFault` (74) where what went to the disk can't be read.
  package func nearMisses(
    _ input: AggregationInput, _ files: [InputKind: [FileAccount]]
  ) throws(RxFault) -> [NearMiss] {
    let kinds = InputKind.allCases.filter { kind in
      (files[kind] ?? []).contains { ($0.notInRoster ?? 0) > 0 && ($0.notInRoster ?? 0) * 100 >= $0.rows }
    }
    var found = kinds.isEmpty ? [] : try patientMisses(kinds, files)
    let prescriptions = files[.prescriptions] ?? []
    if prescriptions.contains(where: { ($0.notInCodeList ?? 0) * 100 >= max($0.rows, 1) }) {
      found += try drugMisses(input, prescriptions)
    }
    return found
  }

  /// A key's rows by file.
  private typealias Unmatched = [String: [Int: Int]]

  private static let mostKeys = 5000

  private func patientMisses(
    _ kinds: [InputKind], _ files: [InputKind: [FileAccount]]
  ) throws(RxFault) -> [NearMiss] {
    var unmatched: [InputKind: Unmatched] = [:]
    // A part of the rows is looked at. A key's hash decides which.
    for shard in 0..<shardCount {
      let loaded = try load(shard)
      if kinds.contains(.prescriptions), unmatched[.prescriptions]?.count ?? 0 < Self.mostKeys {
        for partial in loaded.partials {
          add(partial, loaded.roster, to: &unmatched[.prescriptions, default: [:]])
        }
      }
      for (place, patient) in loaded.roster.sampleNotInRoster where kinds.contains(place.kind) {
        unmatched[place.kind, default: [:]][loaded.roster.ids.text(Int(patient)), default: [:]][
          place.file, default: 0] += 1
      }
    }
    let keys = Set(unmatched.values.joined().map(\.key))
    let outlines = Set(keys.map { outline($0.utf8) })
    let all = KeyRewriting.ofPatients
    var finders = all.map { MendedKeys(keys, $0) }
    for shard in 0..<shardCount {
      let roster = try load(shard).roster
      for patient in 0..<roster.ids.count where roster.isMember[patient] {
        // Of a million nearly none is like a key that matches nothing; to rewrite all would take longer than the run.
        guard outlines.contains(outline(roster.ids.bytes[roster.ids.range(patient)])) else { continue }
        let known = roster.ids.text(patient)
        for place in finders.indices { finders[place].note(known) }
      }
    }
    return kinds.flatMap { kind in
      best(
        zip(all, finders).map { ($0, $1.mended) }, unmatched[kind] ?? [:], files[kind] ?? [],
        ofPatients: true)
    }
  }

  private func add(_ partial: DecodedShard, _ roster: Roster.Shard, to unmatched: inout Unmatched) {
    let filePlace = request.columns.filePlace.map { dictionaries.rowDemographics.count + $0 }
    var (rows, files): ([FillRow], [UInt32]) = ([], [])
    for chunk in 0..<partial.rows.chunkCount {
      partial.rows.unpack(chunk, into: &rows)
      if let filePlace { partial.values[filePlace].unpack(chunk, into: &files) }
      for (place, row) in rows.enumerated() {
        let patient = Int(row.patient)
        let isKnown = patient < roster.ids.count
        guard !isKnown || !roster.isMember[patient] else { continue }
        let key = isKnown ? roster.ids.text(patient) : partial.ids.text(patient - roster.ids.count)
        unmatched[key, default: [:]][filePlace == nil ? 0 : Int(files[place]), default: 0] += 1
      }
    }
  }

  private func drugMisses(_ input: AggregationInput, _ files: [FileAccount]) throws(RxFault) -> [NearMiss] {
    let texts = dictionaries.drugs.texts
    let unlisted = Set(texts.filter { !$0.isEmpty && input.drugs.match($0.lowercased()).isEmpty })
    let all = KeyRewriting.allCases.map { ($0, input.drugs.mended(unlisted, by: $0)) }
    guard all.contains(where: { !$0.1.isEmpty }) else { return [] }
    let unmatched = try rows(of: unlisted, texts)
    return best(all, unmatched, files, ofPatients: false)
  }

  /// By drug, among `drugs`, and file the rows of people.
  private func rows(of drugs: Set<String>, _ texts: [String]) throws(RxFault) -> Unmatched {
    let filePlace = request.columns.filePlace.map { dictionaries.rowDemographics.count + $0 }
    let isAsked = [false] + texts.map { drugs.contains($0) }
    var unmatched: Unmatched = [:]
    var (rows, files): ([FillRow], [UInt32]) = ([], [])
    for shard in 0..<shardCount {
      for partial in try load(shard).partials {
        for chunk in 0..<partial.rows.chunkCount {
          partial.rows.unpack(chunk, into: &rows)
          if let filePlace { partial.values[filePlace].unpack(chunk, into: &files) }
          for (place, row) in rows.enumerated() where isAsked[Int(row.drug)] {
            unmatched[texts[Int(row.drug) - 1], default: [:]][
              filePlace == nil ? 0 : Int(files[place]), default: 0] += 1
          }
        }
      }
    }
    return unmatched
  }

  /// Of each file the rewriting that mends most of its rows, where that is one in a hundred or more.
  private func best(
    _ rewritings: [(KeyRewriting, Set<String>)], _ unmatched: Unmatched, _ files: [FileAccount],
    ofPatients: Bool
  ) -> [NearMiss] {
    files.enumerated().compactMap { place, file in
      let all = unmatched.values.reduce(0) { $0 + ($1[place] ?? 0) }
      let counted = rewritings.map { rewriting, keys in
        (rewriting, keys.reduce(0) { $0 + (unmatched[$1]?[place] ?? 0) })
      }
      guard all > 0, let (rewriting, rows) = counted.max(by: { $0.1 < $1.1 }), rows > 0 else { return nil }
      // Of patients a sample was looked at.
      let total = (ofPatients ? file.notInRoster : file.notInCodeList) ?? all
      let mended = all == total ? rows : rows * total / all
      guard mended * 100 >= file.accepted else { return nil }
      let asNDC = counted.first { $0.0 == .nationalDrugCode }?.1 ?? 0
      return NearMiss(
        file: file.name, ofPatients: ofPatients, rewriting: rewriting,
        isMendedAsNDC: asNDC >= rows, mended: mended, unmatched: total, rows: file.accepted)
    }
  }
}

extension DrugList {
  /// Those of `values`, none of which is in the list, that a code of the list is like once both are rewritten.
  package func mended(_ values: Set<String>, by rewriting: KeyRewriting) -> Set<String> {
    // Their letter case is no difference.
    let spellings = Dictionary(grouping: values) { $0.lowercased() }
    var finder = MendedKeys(Set(spellings.keys), rewriting)
    for entry in entries where !entry.code.isEmpty { finder.note(entry.code.lowercased()) }
    return Set(finder.mended.flatMap { spellings[$0] ?? [] })
  }
}

/// A hash of what all rewritings of a key have in common: its ASCII letters, whatever their case, and digits, without the
/// zeros at both ends.
func outline(_ key: some Sequence<UInt8>) -> UInt64 {
  var (hash, last): (UInt64, UInt64) = (0, 0)
  for byte in key {
    let letter = byte | 0x20
    let isLetter = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
    guard isLetter || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) else { continue }
    if byte == UInt8(ascii: "0") {
      if hash != 0 { hash = (hash ^ 0x30) &* 0x100_0000_01B3 }
    } else {
      hash =
        ((hash == 0 ? 0xCBF2_9CE4_8422_2325 : hash) ^ UInt64(isLetter ? letter : byte)) &* 0x100_0000_01B3
      last = hash
    }
  }
  return last
}

/// Finds the keys that match nothing and would match if both sides were written otherwise. Letter case is no difference
/// of drug codes, and is one of patients' identifiers.
private struct MendedKeys {
  private let rewriting: KeyRewriting
  private var keysOf: [String: [String]] = [:]
  /// The keys that would match one of those noted.
  private(set) var mended: Set<String> = []

  init(_ keys: Set<String>, _ rewriting: KeyRewriting) {
    self.rewriting = rewriting
    for key in keys { keysOf[rewriting.rewritten(key), default: []].append(key) }
  }

  /// Notes a key that is known.
  mutating func note(_ known: String) {
    if let keys = keysOf[rewriting.rewritten(known)] { mended.formUnion(keys) }
  }
}
