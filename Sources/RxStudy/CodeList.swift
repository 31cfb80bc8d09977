import CSVStream
import RxInput
import RxModel

/// The loader of code lists, the study's own or the built-in one.
package enum CodeList {
  /// The study's list.
  /// - Parameters:
  ///   - source: which files, and how a drug is matched.
  ///   - resolve: the path of a file as the study names it.
  ///   - observer: what takes the bytes of a file as they are read.
  ///   - warn: told of rows that repeat others.
  /// - Returns: the rows of all its files, in order, or the built-in list.
  /// - Throws: `RxFault`: 66 where a file is missing, 78 at the first mistake in one.
  package static func load(
    _ source: DrugSource, resolve: (String) -> String, observer: ((Sourced) -> any ByteObserver)? = nil,
    warn: (String) -> Void = { _ in }
  ) throws(RxFault) -> DrugList {
    guard !source.files.isEmpty else { return try builtIn(match: source.match) }
    var entries: [DrugEntry] = []
    var files: [(name: String, entries: [Int])] = []
    var repeats = RepeatedRows(match: source.match)
    // A class is one in whatever case it is written: as where it is first met.
    var classes: [String: String] = [:]
    var daysFactors: [String: Int] = [:]
    for file in source.files {
      let table = try table(
        file.file, file.syntax, path: resolve(file.name), observer: observer?(file.file))
      var own = try OwnCodeList(table, file: file).entries
      for place in own.indices {
        let drugClass = own[place].drugClass
        own[place].drugClass = classes[drugClass.lowercased(), default: drugClass]
        classes[drugClass.lowercased()] = own[place].drugClass
        try check(
          own[place], source.match, &daysFactors, RxFault.Place(file: file.name, line: table.rows[place].line)
        )
      }
      var places: [Int] = []
      for (row, entry) in zip(table.rows, own) {
        let place = repeats.place(of: entry, at: "\(file.name):\(row.line)")
        if place == entries.count { entries.append(entry) }
        places.append(place)
      }
      files.append((file.name, places))
      if let warning = repeats.takeWarning() { warn(warning) }
    }
    let lookup = OwnListLookup(entries, source.match)
    return DrugList(entries: entries, origin: source.files.map(\.name), files: files) {
      lookup.matches($0)
    } resembles: {
      lookup.resembled($0)
    }
  }

  /// The rows of one code have one factor, since a row of data has one days' supply.
  private static func check(
    _ entry: DrugEntry, _ match: DrugSource.Match, _ daysFactors: inout [String: Int], _ place: RxFault.Place
  ) throws(RxFault) {
    let code = comparedCode(entry, match)
    guard !code.isEmpty else { return }
    let earlier = daysFactors.updateValue(entry.daysFactor, forKey: code)
    guard earlier ?? entry.daysFactor == entry.daysFactor else {
      throw RxFault(.config, "the rows of the code '\(entry.code)' have different days_factor", at: place)
    }
  }

  /// The code of a row as it is compared with those of others.
  static func comparedCode(_ entry: DrugEntry, _ match: DrugSource.Match) -> String {
    match == .ndc ? NationalDrugCode.compared(entry.code) : entry.code.lowercased()
  }

  /// A small table that the study names, read whole.
  /// - Throws: `RxFault`: 66 where the file is missing, 78 at its first bad row.
  static func table(
    _ file: Sourced, _ syntax: FileSet, path: String, observer: (any ByteObserver)?
  ) throws(RxFault) -> SmallTable {
    let dialect = Dialect(delimiter: syntax.delimiter, quotes: syntax.quotes == .double ? .double : .none)
    return try SmallTable.read(inCodeList: true, dialect: dialect) { dialect throws(StreamFault) in
      try CSVFile(path: path, name: file.name, index: 0, dialect: dialect, observer: observer)
    } refuse: { row in
      RxFault(
        .config, "the row can't be read: \(row.message)", at: RxFault.Place(file: file.name, line: row.line),
        remedy: row.remedy)
    }
  }

  /// The built-in list. A code that it is looked up by is an ATC code or an RxNorm ingredient.
  /// - Throws: `RxFault` (70) where the list can't be read: a defect.
  package static func builtIn(match: DrugSource.Match) throws(RxFault) -> DrugList {
    let table = try SmallTable.read { dialect throws(StreamFault) in
      try CSVFile(text: BuiltInDrugList.csv, name: "the built-in drug list", dialect: dialect)
    } refuse: { row in
      RxFault(.software, "the built-in drug list, line \(row.line): \(row.message)")
    }
    let items = ProductNameMatcher.Entry.items
    var entries: [DrugEntry] = []
    var matcherEntries: [ProductNameMatcher.Entry] = []
    for row in table.rows {
      let entry = builtInEntry(row)
      matcherEntries.append(
        ProductNameMatcher.Entry(
          index: entries.count, ingredient: entry.ingredient, synonyms: entry.synonyms,
          drugClass: entry.drugClass, form: entry.form,
          formWords: items(row["form_words"]), purposeWords: items(row["antitussive_or_oud_words"])))
      entries.append(entry)
    }
    let lookup = BuiltInLookup(entries, ProductNameMatcher(entries: matcherEntries), match)
    return DrugList(entries: lookup.entries, origin: ["built-in"]) {
      lookup.matches($0)
    } resembles: {
      lookup.resembled($0)
    }
  }

  private static func builtInEntry(_ row: SmallTable.Row) -> DrugEntry {
    let items = ProductNameMatcher.Entry.items
    var entry = facts(row)
    entry.synonyms = items(row["synonyms"])
    entry.form = row["form"]
    entry.atc = items(row["atc"]) + items(row["atc_other"])
    entry.rxcui = row["rxcui"]
    entry.mmeYear = row["mme_year"]
    entry.mmePer = row["mme_per"]
    entry.source = row["source"]
    return entry
  }

  /// The facts that the rows of all lists tell of a drug, numbers with a point.
  static func facts(_ row: SmallTable.Row, decimal: UInt8 = UInt8(ascii: ".")) -> DrugEntry {
    func value(_ name: String) -> String? {
      let text = row[name]
      guard !text.isEmpty else { return nil }
      return decimal == UInt8(ascii: ",") ? text.replacing(",", with: ".") : text
    }
    var entry = DrugEntry()
    entry.drugClass = row["class"]
    entry.ingredient = row["ingredient"]
    entry.strengthMg = value("strength_mg")
    entry.dddMg = value("ddd_mg")
    entry.mmeFactor = value("mme_factor")
    entry.diazepamMg = value("diazepam_mg")
    return entry
  }
}

/// Rows that say the same of a drug as one before, which a dose would count twice.
private struct RepeatedRows {
  /// The way in which codes are compared.
  let match: DrugSource.Match
  /// By what a row says, its place in the list and where it was first met.
  private var places: [[String]: (place: Int, file: String)] = [:]
  private var first: (place: String, repeated: String)?
  private var count = 0

  init(match: DrugSource.Match) { self.match = match }

  /// The place of a row in the list: of one that says the same as one before, of a code that is matched by the same values,
  /// in the same numbers, the place of that. What else stands in a row does not matter.
  mutating func place(of entry: DrugEntry, at line: String) -> Int {
    let amounts = [entry.strengthMg, entry.dddMg, entry.mmeFactor, entry.diazepamMg].map { text in
      text.flatMap { ExactDecimal($0) }.map { "\($0.value)" } ?? ""
    }
    let key =
      [
        CodeList.comparedCode(entry, match), entry.drugClass, entry.ingredient.lowercased(),
        "\(entry.daysFactor)",
      ] + amounts
    guard let earlier = places[key] else {
      places[key] = (places.count, line)
      return places.count - 1
    }
    first = first ?? (line, earlier.file)
    count += 1
    return earlier.place
  }

  /// The warning of the repeats since the last call; nil where there are none.
  mutating func takeWarning() -> String? {
    defer { (first, count) = (nil, 0) }
    return first.map { place, repeated in
      "\(place): the row says the same as \(repeated) and is used once"
        + (count > 1 ? ", like \(count - 1) more of this file" : "")
    }
  }
}
