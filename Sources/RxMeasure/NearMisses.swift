import RxCounts
import RxDecode
import RxModel

extension DecodedStudy {
  /// The ways of writing keys by which rows that match nothing would match, of each file the best.
  /// - Parameters:
  ///   - input: the study, its code list and its files.
  ///   - files: the accounts of the prescription files.
  /// - Returns: those that would mend a row in a hundred of a file, and more.
  /// - Throws: `RxFault` (74) where what went to the disk can't be read.
  package func nearMisses(_ input: AggregationInput, _ files: [FileAccount]) throws(RxFault) -> [NearMiss] {
    var found: [NearMiss] = []
    if roster.hasRoster, rosterIsWhole,
      files.contains(where: { ($0.notInRoster ?? 0) * 100 >= max($0.rows, 1) })
    {
      found += try patientMisses(files)
    }
    if files.contains(where: { ($0.notInCodeList ?? 0) * 100 >= max($0.rows, 1) }) {
      found += try drugMisses(input, files)
    }
    return found
  }

  /// A key's rows by file.
  private typealias Unmatched = [String: [Int: Int]]

  private static let mostKeys = 5000

  private func patientMisses(_ files: [FileAccount]) throws(RxFault) -> [NearMiss] {
    var unmatched: Unmatched = [:]
    // A shard is as good a sample as another: which it is a key's hash decides.
    for shard in 0..<shardCount where unmatched.count < Self.mostKeys {
      let loaded = try load(shard)
      for partial in loaded.partials { add(partial, loaded.roster, to: &unmatched) }
    }
    let rewritings = KeyRewriting.allCases.map { rewriting in
      (
        rewriting,
        mended(unmatched, rewriting) { body in
          for shard in roster.shards {
            for patient in 0..<shard.ids.count where shard.isMember[patient] { body(shard.ids.text(patient)) }
          }
        }
      )
    }
    return best(rewritings, unmatched, files, ofPatients: true)
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
    let codes = Set(input.drugs.entries.map { $0.code.lowercased() }.filter { !$0.isEmpty })
    func rewritten(_ rewriting: KeyRewriting) -> Set<String> {
      let known = Set(codes.map(rewriting.rewritten))
      return unlisted.filter { known.contains(rewriting.rewritten($0.lowercased())) }
    }
    let all = KeyRewriting.allCases.map { ($0, rewritten($0)) }
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

  /// The unmatched keys that, rewritten, are a rewritten key of those that `forEachKnown` hands out.
  private func mended(
    _ unmatched: Unmatched, _ rewriting: KeyRewriting, _ forEachKnown: ((String) -> Void) -> Void
  ) -> Set<String> {
    var keysOf: [String: [String]] = [:]
    for key in unmatched.keys { keysOf[rewriting.rewritten(key), default: []].append(key) }
    var found: Set<String> = []
    forEachKnown { known in
      let text = rewriting.rewritten(known)
      if let keys = keysOf[text] { found.formUnion(keys) }
    }
    return found
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
      return NearMiss(
        input: .prescriptions, file: file.name, ofPatients: ofPatients, rewriting: rewriting, mended: mended,
        unmatched: total, rows: file.accepted)
    }
  }
}
