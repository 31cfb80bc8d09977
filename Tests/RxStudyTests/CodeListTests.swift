import Foundation
import Testing

@testable import RxModel
@testable import RxStudy

/// The study's own code lists.
@Suite struct CodeListTests {
  private let folder: URL
  private let place = RxFault.Place(file: "study.yml", line: 9, column: 4)

  init() {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("rxuse-codes-\(UUID().uuidString)")
  }

  private func load(_ texts: [String], match: DrugSource.Match = .auto) throws -> DrugList {
    try load(texts.map { Array($0.utf8) }, match: match)
  }

  private func load(_ files: [[UInt8]], match: DrugSource.Match = .auto) throws -> DrugList {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var source = DrugSource()
    source.match = match
    for (index, bytes) in files.enumerated() {
      try Data(bytes).write(to: folder.appendingPathComponent("codes\(index).csv"))
      source.files.append(CodeListFile(Sourced("codes\(index).csv", at: place)))
    }
    return try CodeList.load(source) { folder.appendingPathComponent($0).path }
  }

  private func fault(_ text: String) throws -> RxFault {
    try #require(throws: RxFault.self) { try load([text]) }
  }

  @Test("A class is one in whatever case its rows write it")
  func classesInAnyCase() throws {
    let text = "code,class,ingredient\nN05BA,Benzodiazepine,\nN05BA01,BENZODIAZEPINE,diazepam\nN05,other,\n"
    let list = try load([text], match: .atc)
    #expect(list.entries.map(\.drugClass) == ["Benzodiazepine", "Benzodiazepine", "other"])
    #expect(list.match("N05BA01").map(\.entry) == [1, 2])
    let repeated = "code,class,ingredient\n0002-1433-08,a,i\n'00002143308,a,i\n00002143308,A,I\n"
    #expect(try load([repeated], match: .ndc).entries.count == 1)
    #expect(try load([repeated], match: .code).entries.count == 3)
  }

  @Test("A row that is there again, in this list or in another, is used once, and a warning says so")
  func repeatedRows() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let texts = [
      "code,class,ingredient,note\nA,x,i,\na,x,i,\nA,X,i,other\nA,y,i,\nA,x,i,\n",
      "class,code,ingredient\nx,A,i\nx,B,i\n",
    ]
    var source = DrugSource()
    for (index, text) in texts.enumerated() {
      try Data(text.utf8).write(to: folder.appendingPathComponent("codes\(index).csv"))
      source.files.append(CodeListFile(Sourced("codes\(index).csv", at: place)))
    }
    var warnings: [String] = []
    let list = try CodeList.load(
      source, resolve: { folder.appendingPathComponent($0).path }, warn: { warnings.append($0) })
    #expect(list.entries.map { $0.code + $0.drugClass } == ["Ax", "Ay", "Bx"])
    #expect(
      warnings == [
        "codes0.csv:3: the row says the same as codes0.csv:2 and is used once, like 2 more of this file",
        "codes1.csv:2: the row says the same as codes0.csv:2 and is used once",
      ])
  }

  @Test func rowsAndFacts() throws {
    let list = try load([
      "\u{FEFF}class,code,note,strength_mg,ingredient,ddd_mg,mme_factor,diazepam_mg\r\n"
        + "opioid,00011,x,2.5,codeine,100,0.15,\r\nbenzodiazepine,B2,,,,,,0.5\r\n",
      "code,class\nC3,other\n",
    ])
    #expect(list.origin == ["codes0.csv", "codes1.csv"])
    var first = DrugEntry()
    first.code = "00011"
    first.drugClass = "opioid"
    first.ingredient = "codeine"
    first.strengthMg = "2.5"
    first.dddMg = "100"
    first.mmeFactor = "0.15"
    var second = DrugEntry()
    second.code = "B2"
    second.drugClass = "benzodiazepine"
    second.diazepamMg = "0.5"
    var third = DrugEntry()
    third.code = "C3"
    third.drugClass = "other"
    #expect(list.entries == [first, second, third])
  }

  private static let list =
    "code,class,ingredient\nAb1,opioid,codeine\nab1,antitussive,codeine\nx9,benzodiazepine,diazepam\n"

  @Test(
    arguments: [
      (DrugSource.Match.auto, "AB1", [0, 1]), (.auto, "X9", [2]), (.auto, "Diazepam 5 mg tablet", [2]),
      (.auto, "zz", []),
      (.code, "aB1", [0, 1]), (.code, "Diazepam 5 mg tablet", []), (.code, "ab", []), (.name, "x9", []),
      (.name, "DIAZEPAM tab", [2]), (.auto, "", []), (.code, "", []),
    ] as [(DrugSource.Match, String, [Int])])
  func lookUp(match: DrugSource.Match, value: String, entries: [Int]) throws {
    #expect(try load([Self.list], match: match).match(value).map(\.entry) == entries)
  }

  @Test(arguments: [
    ("code,class\nA,\n", 2, "the row has no class"),
    ("code,class,ingredient\nA,x,\n,y,\n", 3, "the row has neither a code nor an ingredient"),
    ("code,class,strength_mg\nA,x,5\nB,y,5mg\n", 3, "'strength_mg' is no number: '5mg'"),
    ("code,class,ddd_mg\n\nA,x,-1\n", 3, "'ddd_mg' is no number: '-1'"),
    ("code,class,mme_factor\nA,x,1.\n", 2, "'mme_factor' is no number: '1.'"),
    ("code,class,mme_factor\nA,x,.\n", 2, "'mme_factor' is no number: '.'"),
    ("code,class,diazepam_mg\nA,x,1e3\n", 2, "'diazepam_mg' is no number: '1e3'"),
    ("code,class,diazepam_mg\nA,x,\"0,5\"\n", 2, "'diazepam_mg' is no number: '0,5'"),
    (
      "code,class,ddd_mg\nA,x,1234567890.123456789\n", 2,
      "'ddd_mg' has more than 18 digits: '1234567890.123456789'"
    ),
    ("code,class\nA,x\nB\n", 3, "the row can't be read: it has fewer fields than the header"),
    ("code,class\nA,x,y\n", 2, "the row can't be read: it has more fields than the header"),
    ("code,class\nA,\"x\"y\n", 2, "the row can't be read: a quote is out of place"),
    ("code,class\nA,x\n\"B,y\nC,z\n", 3, "the row can't be read"),
    ("code,class\nA,x\0\n", 2, "the row can't be read: it holds a NUL byte"),
    ("code,class,class\nA,x,y\n", 1, "the column 'class' is there twice"),
  ])
  func mistakesInARow(text: String, line: Int, message: String) throws {
    let fault = try fault(text)
    #expect(fault.code == .config)
    #expect(fault.place == RxFault.Place(file: "codes0.csv", line: line))
    #expect(fault.message.contains(message), "\(fault.text)")
  }

  @Test func columnsThatAreMissing() throws {
    let fault = try fault("code,clas\nA,x\n")
    #expect(fault.code == .config)
    #expect(fault.place == place)
    #expect(fault.message == "no column 'class' in the code list codes0.csv; its columns are code, clas")
    #expect(fault.remedy == "did you mean 'clas'?")
    #expect(try self.fault("ndc,class\nA,x\n").message.hasPrefix("no column 'code' in the code list"))
  }

  @Test func aListOfNothing() throws {
    let fault = try fault("code,class\n\n")
    #expect(fault.code == .config)
    #expect(fault.place == place)
    #expect(fault.message == "the code list codes0.csv has no rows")
    #expect(try self.fault("").code == .config)
  }

  @Test func latin1IsRefused() throws {
    let bytes = Array("code,class\nA,".utf8) + [0xE4, 0x0A]
    let fault = try #require(throws: RxFault.self) { try load([bytes]) }
    #expect(fault.text.hasPrefix("codes0.csv:2: the row can't be read: it is not UTF-8; "))
    #expect(fault.code == .config)
  }

  @Test func aMissingListIsMissingInput() throws {
    var source = DrugSource()
    source.files = [CodeListFile(Sourced("none.csv", at: place))]
    let missing = source
    let fault = try #require(throws: RxFault.self) {
      try CodeList.load(missing) { folder.appendingPathComponent($0).path }
    }
    #expect(fault.code == .noInput)
    #expect(fault.message.hasPrefix("none.csv can't be opened"))
  }

  /// One code can stand for rows of several classes: the ingredient's first row holds.
  @Test(arguments: [
    ("N07BC02", ["opioid"]), ("n03ae01", ["benzodiazepine"]), ("N07BC01", ["opioid-use-disorder"]),
    ("DIAZEPAM 5MG TABLETS", ["benzodiazepine"]), ("water", []),
  ])
  func theBuiltInListGivesOneClass(value: String, classes: [String]) throws {
    let list = try CodeList.load(DrugSource()) { $0 }
    #expect(Set(list.match(value).map { list.entries[$0.entry].drugClass }) == Set(classes))
  }

  @Test func theBuiltInListIsLookedUpByItsCodes() throws {
    let list = try CodeList.load(DrugSource()) { $0 }
    #expect(list.origin == ["built-in"])
    for value in ["N05BA01", "n05ba01", "Diazepam 5 MG Oral Tablet"] {
      let found = list.match(value).map(\.entry)
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { list.entries[$0].ingredient == "diazepam" }, "\(value)")
      #expect(found.allSatisfy { list.entries[$0].drugClass == "benzodiazepine" }, "\(value)")
    }
    #expect(list.match("N05BA").isEmpty, "a prefix is for the study file, not for the data")
    #expect(list.match("water").isEmpty)
  }
}

/// What the names in `measures` stand for.
@Suite struct DrugGroupTests {
  private let place = RxFault.Place(file: "study.yml", line: 7, column: 3)

  private func groups(_ names: [String], in list: DrugList) throws -> [DrugSet] {
    var study = try StudyFile.parse(StudyText.minimal, file: "study.yml")
    let drugs = names.map { Sourced($0, at: place) }
    study.measures = [PrevalenceSpec(drugs: drugs), FillRateSpec(drugs: drugs)]
    return try DrugSets.resolve(study, in: list)
  }

  private func list(_ rows: [(code: String, drugClass: String, ingredient: String)], atc: [String] = [])
    -> DrugList
  {
    let entries = rows.map { row in
      var entry = DrugEntry()
      entry.code = row.code
      entry.drugClass = row.drugClass
      entry.ingredient = row.ingredient
      entry.atc = atc
      return entry
    }
    return DrugList(entries: entries, origin: ["codes.csv"]) { _ in [] }
  }

  @Test func aClassComesBeforeAnIngredient() throws {
    let list = list([("1", "codeine", "morphine"), ("2", "opioid", "codeine"), ("3", "Codeine", "heroin")])
    let groups = try groups(["codeine"], in: list)
    #expect(groups.count == 1, "a name used twice is one group")
    #expect(groups.first?.name == "codeine")
    #expect(groups.first?.chainOfEntry.keys.sorted() == [0, 2])
    #expect(groups.first?.chainCount == 2)
  }

  @Test func anIngredientIsOneChainInAllItsClasses() throws {
    let list = list([
      ("1", "opioid", "Codeine"), ("2", "antitussive", "codeine"), ("3", "opioid", "morphine"),
    ])
    let groups = try groups(["CODEINE", "morphine"], in: list)
    #expect(groups.map(\.name) == ["CODEINE", "morphine"])
    #expect(groups.map(\.chainOfEntry) == [[0: 0, 1: 0], [2: 0]])
    #expect(groups.map(\.chainCount) == [1, 1])
  }

  @Test func aClassHasAChainForEachIngredientAndCodeWithoutOne() throws {
    let list = list([
      ("1", "opioid", "codeine"), ("2", "opioid", "Codeine"), ("3", "opioid", ""), ("4", "opioid", ""),
      ("3", "opioid", ""), ("5", "other", "x"),
    ])
    let group = try #require(try groups(["opioid"], in: list).first)
    #expect(group.chainOfEntry == [0: 0, 1: 0, 2: 1, 3: 2, 4: 1])
    #expect(group.chainCount == 3)
  }

  @Test(arguments: ["N05BA", "n05ba", "N05BA01", "N05", "benzodiazepine", "Diazepam"])
  func theBuiltInListKnowsATCPrefixes(name: String) throws {
    let list = try CodeList.builtIn(match: .auto)
    let group = try #require(try groups([name], in: list).first)
    let ingredients = Set(group.chainOfEntry.keys.map { list.entries[$0].ingredient })
    #expect(ingredients.contains("diazepam"))
    #expect(!ingredients.contains("oxycodone"))
    if name.lowercased().hasPrefix("n05") {
      #expect(
        group.chainOfEntry.keys.allSatisfy { index in
          list.entries[index].atc.contains { $0.lowercased().hasPrefix(name.lowercased()) }
        })
      #expect(group.chainCount == ingredients.count)
    }
  }

  @Test func anATCPrefixHasAtLeastThreeLetters() throws {
    let list = try CodeList.builtIn(match: .auto)
    #expect(throws: RxFault.self) { try groups(["N0"], in: list) }
  }

  @Test func anATCPrefixIsForTheBuiltInListAlone() throws {
    let list = list([("1", "opioid", "codeine")], atc: ["R05DA04"])
    #expect(throws: RxFault.self) { try groups(["R05DA"], in: list) }
  }

  @Test func anUnknownNameListsTheClasses() throws {
    let list = list([
      ("1", "opioid", "codeine"), ("2", "benzodiazepine", "diazepam"), ("3", "opioid", "morphine"),
    ])
    for (name, near) in [
      ("opiod", "did you mean 'opioid'?"), ("diazepan", "did you mean 'diazepam'?"), ("statin", ""),
    ] {
      let fault = try #require(throws: RxFault.self) { try groups(["opioid", name], in: list) }
      #expect(fault.code == .config)
      #expect(fault.place == place)
      #expect(
        fault.message
          == "'\(name)' is no class and no ingredient of the code list; "
          + "the classes are opioid, benzodiazepine"
      )
      #expect(fault.remedy == near)
    }
  }

  @Test func anUnknownNameWithTheBuiltInListNamesItsClasses() throws {
    let list = try CodeList.builtIn(match: .auto)
    let fault = try #require(throws: RxFault.self) { try groups(["benzodiazepines"], in: list) }
    #expect(fault.message.contains("benzodiazepine") && fault.message.contains("opioid"))
    #expect(fault.message.contains("z-drug"))
    #expect(fault.remedy == "did you mean 'benzodiazepine'?")
  }
}
