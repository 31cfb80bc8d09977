import CSVStream
import RxCounts
import RxDecode
import RxModel

/// Keys that match nothing, and the ways of writing them by which they would match: adds up over parts of the patients. Of
/// patients' identifiers those with the least hashes, which does not depend on an order; it shows none.
struct NearMissCounts: Sendable {
  /// An identifier that is not in the roster.
  struct Key: Sendable {
    /// A hash of it, which says nothing of its shard.
    var hash: UInt64
    /// Its rows.
    var rows: Int
    /// By place in `KeyRewriting.ofPatients`, a one where it would match.
    var ways: Int
  }

  /// By file, identifiers that are not in the roster, ascending by their hash.
  private(set) var patients: [InputPlace: [Key]] = [:]
  /// Values that are no drug of the code list and would be written otherwise: by prescription file their rows of people.
  private(set) var drugs: [ExactText: [Int: Int]] = [:]

  /// The most identifiers that are looked at of a file.
  static let mostKeys = 5000

  /// Nothing looked at.
  init() {}

  /// Adds what was found of other patients.
  mutating func add(_ other: NearMissCounts) {
    for (place, keys) in other.patients { add(keys, of: place) }
    for (value, rows) in other.drugs {
      for (file, count) in rows { add(value, of: file, rows: count) }
    }
  }

  /// Adds identifiers of a file, none of which is there.
  mutating func add(_ keys: [Key], of place: InputPlace) {
    let all = (patients[place] ?? []) + keys
    patients[place] = Array(all.sorted { ($0.hash, $0.rows) < ($1.hash, $1.rows) }.prefix(Self.mostKeys))
  }

  /// Adds rows of a value in a file.
  mutating func add(_ value: ExactText, of file: Int, rows: Int) {
    drugs[value, default: [:]][file, default: 0] += rows
  }
}

extension NearMissCounts {
  /// The ways of writing keys by which rows that match nothing would match, of each file, by its account, the best: those
  /// that would mend a row in a hundred of a file, and more.
  func found(_ list: DrugList, _ files: [InputKind: [FileAccount]]) -> [NearMiss] {
    let ofPatients = InputKind.allCases.flatMap { kind in
      (files[kind] ?? []).enumerated().compactMap { place, file in
        patientMiss(patients[InputPlace(kind, place)] ?? [], file)
      }
    }
    guard !drugs.isEmpty else { return ofPatients }
    let values = Set(drugs.keys.map(\.text))
    let ways = KeyRewriting.allCases.map { ($0, list.mended(values, by: $0)) }
    return ofPatients
      + (files[.prescriptions] ?? []).enumerated().compactMap { drugMiss(ways, $0, $1) }
  }

  private func patientMiss(_ keys: [Key], _ file: FileAccount) -> NearMiss? {
    guard let unmatched = file.notInRoster, unmatched > 0, unmatched * 100 >= file.rows else { return nil }
    let all = keys.reduce(0) { $0 + $1.rows }
    let counted = KeyRewriting.ofPatients.enumerated().map { place, rewriting in
      (rewriting, keys.reduce(0) { $0 + ($1.ways >> place & 1 == 1 ? $1.rows : 0) })
    }
    guard all > 0, let (rewriting, rows) = counted.max(by: { $0.1 < $1.1 }), rows > 0 else { return nil }
    // Of many a sample was looked at.
    let mended = all == unmatched ? rows : rows * unmatched / all
    guard mended * 100 >= file.accepted else { return nil }
    return NearMiss(
      file: file.name, ofPatients: true, rewriting: rewriting, mended: mended, unmatched: unmatched,
      rows: file.accepted)
  }

  private func drugMiss(
    _ ways: [(KeyRewriting, Set<String>)], _ place: Int, _ file: FileAccount
  ) -> NearMiss? {
    let counted = ways.map { rewriting, values in
      (
        rewriting,
        drugs.reduce(0) { $0 + (values.contains($1.key.text) ? $1.value[place] ?? 0 : 0) }
      )
    }
    guard let unmatched = file.notInCodeList, let (rewriting, rows) = counted.max(by: { $0.1 < $1.1 }),
      rows > 0, rows * 100 >= file.accepted
    else { return nil }
    let asNDC = counted.first { $0.0 == .nationalDrugCode }?.1 ?? 0
    return NearMiss(
      file: file.name, ofPatients: false, rewriting: rewriting, isMendedAsNDC: asNDC >= rows, mended: rows,
      unmatched: unmatched, rows: file.accepted)
  }
}

extension DecodedStudy {
  /// The keys that match nothing and would if they were written otherwise; `registry` has the drugs of the data by `list`.
  /// Where `files` are the accounts of all there is, what matters in none of them is not looked at.
  /// - Throws: `RxFault` (74) where what went to the disk can't be read.
  func nearMisses(
    _ list: DrugList, _ registry: DrugRegistry, of files: [InputKind: [FileAccount]]?
  ) throws(RxFault) -> NearMissCounts {
    var counts = NearMissCounts()
    let (kinds, areDrugs) = nearMissKinds(files)
    if !kinds.isEmpty { try addPatients(kinds, to: &counts) }
    if areDrugs { try addDrugs(list, registry, to: &counts) }
    return counts
  }

  /// The kinds of files in which identifiers that match nothing matter, and whether drugs do; all where no accounts are
  /// given.
  private func nearMissKinds(_ files: [InputKind: [FileAccount]]?) -> (kinds: Set<InputKind>, areDrugs: Bool)
  {
    func matters(_ kind: InputKind, _ unmatched: (FileAccount) -> Int?) -> Bool {
      guard let files else { return true }
      return (files[kind] ?? []).contains { file in
        unmatched(file).map { $0 > 0 && $0 * 100 >= file.rows } ?? false
      }
    }
    let kinds = roster.hasRoster ? InputKind.allCases.filter { kind in matters(kind, \.notInRoster) } : []
    return (Set(kinds), matters(.prescriptions, \.notInCodeList))
  }

  private func addPatients(_ kinds: Set<InputKind>, to counts: inout NearMissCounts) throws(RxFault) {
    var unmatched = UnmatchedKeys()
    for shard in 0..<shardCount {
      let loaded = try load(shard, withCached: kinds.contains(.prescriptions))
      if kinds.contains(.prescriptions) {
        for partial in loaded.partials { add(partial, loaded.roster, to: &unmatched) }
      }
      for (place, rows) in loaded.roster.patientsNotInRoster where kinds.contains(place.kind) {
        for (patient, count) in rows {
          unmatched.add(loaded.roster.ids.text(Int(patient)), place, rows: count)
        }
      }
      unmatched.keepLeast()
    }
    let keys = unmatched.keys
    guard !keys.isEmpty else { return }
    let outlines = Set(keys.map { outline(Array($0.text.utf8)[...]) })
    var finders = KeyRewriting.ofPatients.map { MendedKeys(Set(keys.map(\.text)), $0) }
    for shard in 0..<shardCount {
      let roster = try load(shard, withCached: false).roster
      for patient in 0..<roster.ids.count where roster.isMember[patient] {
        // Of a million nearly none is like a key that matches nothing; to rewrite all would take longer than the run.
        guard outlines.contains(outline(roster.ids.bytes[roster.ids.range(patient)])) else { continue }
        let known = roster.ids.text(patient)
        for place in finders.indices { finders[place].note(known) }
      }
    }
    for (place, own) in unmatched.files {
      counts.add(
        own.map { key, rows in
          let ways = finders.enumerated().reduce(0) { ways, finder in
            ways | (finder.element.mended.contains(key.text) ? 1 << finder.offset : 0)
          }
          return NearMissCounts.Key(hash: UnmatchedKeys.hash(key), rows: rows, ways: ways)
        }, of: place)
    }
  }

  private func add(_ partial: DecodedShard, _ roster: Roster.Shard, to unmatched: inout UnmatchedKeys) {
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
        unmatched.add(key, InputPlace(.prescriptions, filePlace == nil ? 0 : Int(files[place])), rows: 1)
      }
    }
  }

  /// The values that are in no list and would be if they were written otherwise.
  private func nearlyListed(_ list: DrugList, _ registry: DrugRegistry) -> Set<String> {
    let unlisted = zip(registry.names, registry.numbers.dropFirst()).filter { $0.1 < 0 && !$0.0.isEmpty }.map(
      \.0)
    return KeyRewriting.allCases.reduce(into: []) { $0.formUnion(list.mended(Set(unlisted), by: $1)) }
  }

  private func addDrugs(
    _ list: DrugList, _ registry: DrugRegistry, to counts: inout NearMissCounts
  ) throws(RxFault) {
    let texts = registry.names
    let mended = nearlyListed(list, registry)
    guard !mended.isEmpty else { return }
    let isAsked = [false] + texts.map { mended.contains($0) }
    let filePlace = request.columns.filePlace.map { dictionaries.rowDemographics.count + $0 }
    var (rows, files): ([FillRow], [UInt32]) = ([], [])
    for shard in 0..<shardCount {
      let loaded = try load(shard)
      for partial in loaded.partials {
        for chunk in 0..<partial.rows.chunkCount {
          partial.rows.unpack(chunk, into: &rows)
          if let filePlace { partial.values[filePlace].unpack(chunk, into: &files) }
          for (place, row) in rows.enumerated() where isAsked[Int(row.drug)] {
            guard !roster.hasRoster || loaded.roster.isMember(Int(row.patient)) else { continue }
            counts.add(
              ExactText(texts[Int(row.drug) - 1]), of: filePlace == nil ? 0 : Int(files[place]), rows: 1)
          }
        }
      }
    }
  }
}

extension Roster.Shard {
  /// True if the patient of this number, who need not be known here, is in the roster.
  fileprivate func isMember(_ patient: Int) -> Bool { patient < ids.count && isMember[patient] }
}

/// Identifiers that match nothing, with their rows by file; of many those with the least hashes.
private struct UnmatchedKeys {
  private(set) var files: [InputPlace: [ExactText: Int]] = [:]

  /// A hash of an identifier that says nothing of its shard.
  static func hash(_ key: ExactText) -> UInt64 { fixedHash(of: Array(key.text.utf8)) << 6 }

  mutating func add(_ key: String, _ place: InputPlace, rows: Int) {
    files[place, default: [:]][ExactText(key), default: 0] += rows
  }

  /// Forgets those that are too many.
  mutating func keepLeast() {
    for (place, keys) in files where keys.count > NearMissCounts.mostKeys {
      let least = keys.map { (Self.hash($0.key), $0.key, $0.value) }.sorted { $0.0 < $1.0 }
      files[place] = Dictionary(
        uniqueKeysWithValues: least.prefix(NearMissCounts.mostKeys).map { ($0.1, $0.2) })
    }
  }

  var keys: Set<ExactText> { files.values.reduce(into: []) { $0.formUnion($1.keys) } }
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

extension NearMissCounts.Key: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(hash)
    bytes.add(rows)
    bytes.add(ways)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    hash = try bytes.next()
    rows = try bytes.next()
    ways = try bytes.next()
  }
}

extension NearMissCounts: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(patients)
    bytes.add(drugs)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    patients = try bytes.next()
    drugs = try bytes.next()
  }
}
