import RxCounts
import RxModel
import RxRelease
import RxText

/// Sentences on single files: what is odd in one, or unlike its siblings. Each names the file, the share and what mends
/// it; where counts are kept back, no share but the least that a note is written for.
struct FileNotes {
  /// The fewest rows that a file is judged by.
  private static let fewestRows = 100

  private let study: Study
  private let data: DataFacts
  private let isControlled: Bool

  /// The notes on the files of `data`.
  init(_ study: Study, _ data: DataFacts) {
    self.study = study
    self.data = data
    isControlled = study.disclosurePolicy.isControlled
  }

  /// The sentences, kind by kind.
  var all: [String] {
    InputKind.allCases.flatMap { kind -> [String] in
      let files = data.files(kind)
      return headersAlone(files) + unlikeSiblings(kind, files) + odd(kind, files) + missingWords(kind, files)
    } + ofRoster + matched(.observation, "observation period") + matched(.deaths, "date of death")
      + ofLists + ofCodeLists
      + data.nearMisses.map(nearMiss) + ofSupply + ofTwice
  }

  /// A number of rows in words, with its share; where counts are kept back `least` alone, which the note says by being
  /// there. A share, and be it in coarse steps, narrows what is kept back where it is near a step's end.
  func amount(_ part: Int, of whole: Int, _ what: String = "rows", least: String = "some") -> String {
    guard !isControlled else { return "\(least) \(what)" }
    return "\(part) of \(whole) \(what)"
      + (part < whole ? " (\(fixed(100 * Double(part) / Double(max(whole, 1)), decimals: 1))%)" : "")
  }

  /// A line of a file; where counts are kept back the file alone, since the last line is the number of rows.
  private func place(_ line: Int, in file: FileAccount) -> String {
    isControlled ? file.name : "\(file.name):\(line)"
  }

  // MARK: One file

  private func headersAlone(_ files: [FileAccount]) -> [String] {
    guard files.contains(where: { $0.rows > 0 }) else { return [] }
    return files.filter { $0.rows == 0 }.map {
      "\($0.name) holds its header alone and no row: an export that failed at the source looks like this"
    }
  }

  private func odd(_ kind: InputKind, _ files: [FileAccount]) -> [String] {
    let haveLineEnd = files.contains { $0.rows > 0 && !$0.lacksLastLineEnd }
    return files.flatMap { file -> [String] in
      var notes: [String] = []
      if file.lacksLastLineEnd, haveLineEnd {
        notes.append(
          "\(file.name) does not end with a line end, as others do: it may have been cut off; fetch it again")
      }
      if let line = file.oddLastLine {
        notes.append(
          "\(place(line, in: file)): the last row lacks what all others have: if it is a trailer, take it out of the file"
        )
      }
      if let line = file.dashedLine {
        notes.append(
          "\(place(line, in: file)): the patient is a run of dashes: a line under the header is no row; take it out"
        )
      }
      if let long = file.longRecord {
        notes.append(
          "\(place(long.line, in: file)): a record runs over \(long.count) lines: a quote that is opened too early or closed "
            + "too late joins rows (quotes: none where quotes are characters like any other)")
      }
      if file.trimmedPatients * 100 >= max(file.rows, 1) {
        notes.append(
          "\(file.name): \(amount(file.trimmedPatients, of: file.rows, least: "1% or more of")) have a no-break space (U+00A0) around the "
            + "patient's identifier, which was left aside; have it exported without")
      }
      return notes
    }
  }

  private func missingWords(_ kind: InputKind, _ files: [FileAccount]) -> [String] {
    files.flatMap { file -> [String] in
      let told = file.missingWords.filter { $0.value * 100 >= max(file.accepted, 1) }
      return told.sorted { ($0.key.field, $0.key.word) < ($1.key.field, $1.key.word) }.map { word, rows in
        "\(file.name): \(word.field) is '\(word.word)' in \(amount(rows, of: file.accepted, least: "1% or more of")): "
          + "if that means that it is not known, say so (\(kind.rawValue).missing: [\"\(word.word)\"])"
      }
    }
  }

  // MARK: Beside its siblings

  /// A share of a file's rows that is compared with that of the others.
  private struct Share {
    let name: String
    let mend: String
    /// True where little is bad; else much is.
    let isOfMatched: Bool
    let part: (FileAccount) -> Int
    let whole: (FileAccount) -> Int
  }

  private func shares(_ kind: InputKind) -> [Share] {
    var shares = [
      Share(
        name: "rejected", mend: "look at its first rows and at rejects.csv", isOfMatched: false,
        part: \.rejected, whole: \.rows)
    ]
    let hasRoster = study.roster != nil
    if hasRoster, [.prescriptions, .observation, .deaths].contains(kind) {
      shares.append(
        Share(
          name: "of anybody in the roster", mend: "look at how its patients' identifiers are written",
          isOfMatched: true, part: { $0.accepted - ($0.notInRoster ?? 0) },
          whole: { $0.notInRoster == nil ? 0 : $0.accepted }))
    }
    if kind == .patients {
      shares.append(
        Share(
          name: "of a patient with a prescription", mend: "look at how its patients' identifiers are written",
          isOfMatched: true, part: { $0.accepted - ($0.withoutPrescription ?? 0) },
          whole: { $0.withoutPrescription == nil ? 0 : $0.accepted }))
    }
    if kind == .prescriptions {
      shares.append(
        Share(
          name: "of a drug in the code list", mend: "look at how its drugs are written ('rxuse codes match')",
          isOfMatched: true,
          part: { $0.accepted - ($0.notInRoster ?? 0) - ($0.notInCodeList ?? 0) },
          whole: { $0.notInCodeList == nil ? 0 : $0.accepted - ($0.notInRoster ?? 0) }))
    }
    return shares
  }

  private func unlikeSiblings(_ kind: InputKind, _ files: [FileAccount]) -> [String] {
    shares(kind).flatMap { share in
      let (parts, wholes) = (files.map(share.part), files.map(share.whole))
      let (allParts, all) = (parts.reduce(0, +), wholes.reduce(0, +))
      return files.indices.compactMap { place -> String? in
        let (part, whole) = (parts[place], wholes[place])
        let (otherPart, otherWhole) = (allParts - part, all - whole)
        guard files[place].rows >= Self.fewestRows, whole > 0, otherWhole > 0,
          isUnlike(part, whole, otherPart, otherWhole, share)
        else { return nil }
        let rest = files.count == 2 ? "the other file" : "the other files"
        guard !isControlled else {
          let unlike = share.isOfMatched ? "less than half" : "more than twice"
          return
            "\(files[place].name): the share of its rows that are \(share.name) is \(unlike) that of \(rest): "
            + share.mend
        }
        let own = part == 0 ? "none of its \(whole) rows" : amount(part, of: whole)
        return
          "\(files[place].name): \(own) \(part == 0 ? "is" : "are") \(share.name), and "
          + "\(amount(otherPart, of: otherWhole)) of \(rest): \(share.mend)"
      }
    }
  }

  private func isUnlike(_ part: Int, _ whole: Int, _ otherPart: Int, _ otherWhole: Int, _ share: Share)
    -> Bool
  {
    let (own, other) = (Double(part) / Double(whole), Double(otherPart) / Double(otherWhole))
    if share.isOfMatched { return other > 0 && own < other / 2 }
    return own >= 0.01 && own > 2 * other
  }

  private var ofRoster: [String] {
    guard study.roster != nil, let files = data.rejects[.patients]?.files else { return [] }
    let prescriptions = data.files(.prescriptions)
    let accepted = prescriptions.reduce(0) { $0 + $1.accepted }
    let missing = prescriptions.reduce(0) { $0 + ($1.notInRoster ?? 0) }
    let names = files.count == 1 ? files[0].name : "\(files.count) files"
    var notes: [String] = []
    if accepted > 0, missing < accepted, 5 * missing > 2 * accepted {
      notes.append(
        "\(amount(missing, of: accepted, least: "more than two fifths of")) of prescriptions are of nobody in the roster "
          + "(\(names)): it may not be complete, or identifiers are written in another way")
    }
    if let persons = data.personsOfRoster, persons > 0, 2 * data.personsWithRows < persons,
      data.personsWithRows > 0
    {
      notes.append(
        "\(amount(data.personsWithRows, of: persons, "persons", least: "less than half of")) of the roster (\(names)) have "
          + "a row in the prescriptions: these may not be complete, or identifiers are written in another way"
      )
    }
    return notes
  }

  /// Files of periods or deaths, each row of which is a `what` of a patient: whether these are in the roster.
  private func matched(_ kind: InputKind, _ what: String) -> [String] {
    let files = data.files(kind).filter { $0.notInRoster != nil }
    let accepted = files.reduce(0) { $0 + $1.accepted }
    let missing = files.reduce(0) { $0 + ($1.notInRoster ?? 0) }
    guard 2 * missing > accepted else { return [] }
    let names = files.count == 1 ? files[0].name : "\(files.count) files"
    let alike = "check that identifiers are written alike in all files, zeros in front and spaces too"
    return missing == accepted
      ? ["no \(what) is of a patient in the roster (\(names)); \(alike)"]
      : [
        "\(amount(missing, of: accepted, least: "more than half of")) of \(kind.rawValue) are of nobody in the roster "
          + "(\(names)); \(alike)"
      ]
  }

  /// Lists of patients some of whom are nowhere else.
  private var ofLists: [String] {
    InputKind.allCases.filter(\.isList).compactMap { kind in
      let files = data.files(kind)
      let accepted = files.reduce(0) { $0 + $1.accepted }
      let missing = files.reduce(0) { $0 + ($1.notInRoster ?? 0) }
      guard missing > 0 else { return nil }
      let names = files.count == 1 ? files[0].name : "\(files.count) files"
      let others = study.roster != nil ? "the roster" : "the prescriptions"
      return
        "\(amount(missing, of: accepted)) of persons.\(kind.rawValue) (\(names)) are of nobody in \(others); check that "
        + "identifiers are written alike in all files, zeros in front and spaces too"
    }
  }

  /// Files of the code list no row of which is of a drug of the data. Most of a list never is, so that a share is no sign.
  private var ofCodeLists: [String] {
    let files = data.codeListFiles
    return files.indices.compactMap { place in
      let others = files.indices.filter { $0 != place }
      let (found, rows) = (
        others.reduce(0) { $0 + files[$1].found }, others.reduce(0) { $0 + files[$1].rows }
      )
      guard files[place].rows >= Self.fewestRows, files[place].found == 0, found > 0 else { return nil }
      return
        "\(files[place].name): none of its rows is of a drug in the prescriptions, and \(amount(found, of: rows)) of the other "
        + "\(others.count == 1 ? "file" : "files"): look at how its codes are written ('rxuse codes match')"
    }
  }

  private func nearMiss(_ miss: NearMiss) -> String {
    let unmatched = amount(miss.unmatched, of: miss.rows)
    let (keys, whole) =
      miss.ofPatients
      ? ("are of nobody in the roster", "patients' identifiers")
      : ("have a code that is not in the list", "codes")
    let mended =
      miss.mended == miss.unmatched && !isControlled
      ? "all would be" : amount(miss.mended, of: miss.unmatched, "them", least: "some of") + " would be"
    let asNDC =
      miss.rewriting == .leadingZeros
      ? "with zeros in front to 11 digits they match (drugs.match: ndc)" : "they match so (drugs.match: ndc)"
    let mend =
      miss.isMendedAsNDC
      ? asNDC : "write the \(whole) alike" + (miss.ofPatients ? " in all files" : "")
    return "\(miss.file): \(unmatched) \(keys); \(miss.rewriting.words) \(mended): \(mend)"
  }

  // MARK: Supply, and rows that are there twice

  private var ofSupply: [String] {
    let files = data.files(.prescriptions)
    let accepted = files.reduce(0) { $0 + $1.accepted }
    let (putIn, capped) = (
      files.reduce(0) { $0 + $1.suppliesPutIn }, files.reduce(0) { $0 + $1.suppliesCapped }
    )
    var notes: [String] = []
    if putIn > 0, let days = study.prescriptions.missingSupplyDays {
      notes.append(
        "\(amount(putIn, of: accepted)) of prescriptions lack a days' supply, and \(days) was put in (days_supply.missing)"
      )
    }
    if capped > 0 {
      notes.append(
        "\(amount(capped, of: accepted)) of prescriptions have a days' supply above \(study.prescriptions.longestSupplyDays), "
          + "and that was taken (days_supply.beyond_max)")
    }
    return notes
  }

  private var ofTwice: [String] {
    guard let equal = data.equalUsedRows, equal.rows * 100 > equal.used else { return [] }
    let files = data.files(.prescriptions)
    let across = data.equalRows.first { $0.file != $0.other }
    let between = across.map { pair in
      " (\(amount(pair.rows, of: files[pair.file].used ?? pair.rows)) of \(files[pair.file].name) are also in \(files[pair.other].name))"
    }
    return [
      "\(amount(equal.rows, of: equal.used, least: "more than 1% of")) that are used are equal to another\(between ?? ""): if they are there twice, "
        + "say 'duplicates: drop'"
    ]
  }
}
