import Foundation
import RxInput
@testable import RxModel
import Testing

@testable import RxStudy

/// How values of the data are looked up: ATC codes and their groups, products of an own list, what looks like a drug.
@Suite struct DrugLookupTests {
  private static let auto = Result { try CodeList.builtIn(match: .auto) }
  private static let atc = Result { try CodeList.builtIn(match: .atc) }
  private let place = RxFault.Place(file: "study.yml", line: 1)

  /// The names of the groups, of those asked, that hold each value.
  private func groups(_ names: [String], of value: String, in list: DrugList) throws -> [String] {
    var study = try StudyFile.parse(StudyText.minimal, file: "study.yml")
    study.measures = [PrevalenceSpec(drugs: names.map { Sourced($0, at: place) })]
    let matches = list.match(value)
    return try DrugSets.resolve(study, in: list).filter { set in matches.contains { set.chain(of: $0) != nil }
    }.map(\.name)
  }

  private static let asked = [
    "N02A", "N02AJ", "N02AJ13", "N02AX", "N05BA", "N06AA", "N06CA", "N07BC", "N02BF01", "opioid",
  ]

  @Test(arguments: [
    ("N02AX02", ["N02A", "N02AX", "opioid"]), ("n02aj13", ["N02A", "N02AJ", "N02AJ13", "opioid"]),
    ("N02AX52", ["N02A", "N02AJ", "N02AJ13", "opioid"]), ("N03AX12", ["N02BF01"]), ("N02BF01", ["N02BF01"]),
    ("R05DA04", ["opioid"]), ("N02AJ06", ["N02A", "N02AJ", "opioid"]), ("N05BA02", ["N05BA"]),
    ("N06CA01", ["N06CA"]), ("N06AA09", ["N06AA"]), ("N07BC02", ["N07BC", "opioid"]), ("A03CA02", []),
    ("TRAMADOL HCL 50 MG", ["N02A", "N02AX", "opioid"]),
    ("TRAMADOL-ACETAMINOPHEN 37.5-325", ["N02A", "N02AJ", "N02AJ13", "N02AX", "opioid"]),
    ("ULTRACET", ["N02A", "N02AJ", "N02AJ13", "N02AX", "opioid"]), ("CODEINE SULFATE 30 MG", ["opioid"]),
    ("ACETAMINOPHEN-CODEINE", ["N02A", "N02AJ", "opioid"]),
    ("CHLORDIAZEPOX-AMITRIPTYLIN", ["N05BA", "N06AA", "N06CA"]),
    ("CHLORDIAZEPOXIDE 25 MG", ["N05BA"]), ("SUBOXONE", ["N07BC"]),
  ])
  func atcGroupsGoByTheDatasOwnCode(value: String, expected: [String]) throws {
    #expect(try groups(Self.asked, of: value, in: Self.auto.get()) == expected)
  }

  @Test func anAlteredCodeOfTheStudyIsTheNewOne() throws {
    #expect(try groups(["N03AX12"], of: "N02BF01", in: Self.auto.get()) == ["N03AX12"])
    #expect(try groups(["N02AX52"], of: "N02AJ13", in: Self.auto.get()) == ["N02AX52"])
  }

  @Test func groupsOfAllCodesOfAnEntryAreTheWholeEntry() throws {
    let list = try Self.auto.get()
    var study = try StudyFile.parse(StudyText.minimal, file: "study.yml")
    study.measures = [
      PrevalenceSpec(drugs: ["diazepam", "N05BA01", "tramadol", "N02AX02"].map { Sourced($0, at: place) })
    ]
    let sets = try DrugSets.resolve(study, in: list)
    #expect(sets[1].isPart(of: sets[0]) && sets[0].isPart(of: sets[1]))
    #expect(sets[3].isPart(of: sets[2]) && !sets[2].isPart(of: sets[3]))
  }

  @Test(arguments: [
    ("N05BA", ["benzodiazepine"]), ("N05CF", ["z-drug"]), ("N02A", ["opioid"]), ("N05", []), ("M03BX", []),
    ("N06AB", ["ssri"]),
    ("N05BA12", ["benzodiazepine"]), ("diazepam", []), ("", []),
  ])
  func codesAboveIngredientsWithMatchATC(value: String, classes: [String]) throws {
    let list = try Self.atc.get()
    #expect(list.match(value).map { list.entries[$0.entry].drugClass } == classes)
  }

  private func own(_ text: String, _ match: DrugSource.Match) throws -> DrugList {
    let file = FileManager.default.temporaryDirectory.appending(path: "codes-\(UUID().uuidString).csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    var source = DrugSource()
    source.files = [CodeListFile(Sourced("codes.csv", at: place))]
    source.match = match
    return try CodeList.load(source) { _ in file.path }
  }

  @Test(arguments: [
    ("N05BA12", ["benzodiazepine"]), ("n02aa05", ["opioid"]), ("N02AA", ["opioid"]),
    ("N05BA", ["benzodiazepine"]), ("N05", []),
    ("N05CF02", []), ("N02BE01", []), ("N02AJ06", ["opioid"]), ("R05DA04", ["antitussive"]),
    ("N02AX52", ["opioid"]), ("", []),
  ])
  func anOwnListOfATCGroups(value: String, classes: [String]) throws {
    let list = try own(
      "code,class,ingredient\nN05BA,benzodiazepine,\nN02A,opioid,\nR05DA04,antitussive,codeine\n", .atc)
    let found = Set(list.match(value).map { list.entries[$0.entry].drugClass })
    // Codeine is also named by the codes of its combinations.
    #expect(found.subtracting(value == "N02AJ06" ? ["antitussive"] : []) == Set(classes))
  }

  @Test func theLongestCodeOfAClassHolds() throws {
    let list = try own(
      "code,class,ddd_mg\nN02A,opioid,1\nN02AA,opioid,2\nN02AA05,opioid,75\nN02,analgesic,\n", .atc)
    #expect(list.match("N02AA05").map(\.entry) == [2, 3])
    #expect(list.match("N02AA01").map(\.entry) == [1, 3])
  }

  @Test func factsOfAProductAreNotThoseOfItsIngredient() throws {
    let list = try own(
      "code,class,ingredient,strength_mg,mme_factor,ddd_mg,days_factor\n1,opioid,oxycodone,5,1.5,75,3\n"
        + "2,opioid,oxycodone,15,1.5,30,1\n3,opioid,oxycodone,30,1.5,75,1\n", .auto)
    #expect(list.match("2").map(\.facts) == [nil])
    let plain = try #require(list.match("OXYCODONE HCL").first?.facts)
    #expect(
      plain.strengthMg == nil && plain.mmeFactor == "1.5" && plain.dddMg == nil && plain.daysFactor == 1)
    let told = try #require(list.match("OXYCODONE HCL 15 MG TABLET").first)
    #expect(told.facts?.strengthMg == "15" && told.facts?.dddMg == "30")
    let other = try #require(list.match("ROXICODONE 10 MG TABLET").first)
    #expect(other.facts?.strengthMg == nil)
    #expect(other.strength == ExactDecimal("10").map(Strength.milligrams))
  }

  @Test func factsOfAnIngredientHoldForItsProducts() throws {
    let list = try own("code,class,ingredient,strength_mg,mme_factor\n,opioid,codeine,30,0.15\n", .name)
    let match = try #require(list.match("TYLENOL W/CODEINE #3").first)
    #expect(match.facts == nil && list.entries[match.entry].strengthMg == "30")
  }

  @Test func ownListsKnowBrandsOfTheirIngredients() throws {
    let list = try own(
      "code,class,ingredient\n,opioid,pethidine\n,opioid,oxycodone\n,other,meperidine\n", .name)
    #expect(list.match("DEMEROL 50 MG").map(\.entry) == [0])
    #expect(list.match("PERCOCET").map(\.entry) == [1])
    #expect(list.match("meperidine").map(\.entry) == [2])
    #expect(list.match("NORCO").isEmpty)
  }

  @Test(arguments: [
    ("OXYCODNOE 5 MG", "oxycodone"), ("ALPRAZALOM", "alprazolam"), ("DIAZAPAM 5MG", "diazepam"),
    ("LORAZ1", nil),
    ("OXYCODONHYDROCHLORIDE", "oxycodone"), ("N05BA99", "ATC group N05BA"), ("N05BA", "ATC group N05BA"),
    ("NALTREXONE", nil), ("METFORMIN 500", nil), ("HYDROCORTISONE", nil), ("ATORVASTATIN", nil),
    ("C10AA01", nil),
    ("", nil), ("12345", nil), ("APOMORPHINE", nil), ("PREDNISONE", nil), ("LISINOPRIL", nil),
    ("LAMOTRIGINE", nil),
    ("OMEPRAZOLE", nil), ("AMLODIPINE", nil), ("CETIRIZINE", nil), ("TRAZODONE", nil), ("LEVOTHYROXINE", nil),
  ])
  func looksLikeAListedDrug(value: String, expected: String?) throws {
    #expect(try Self.auto.get().resembles(value) == expected)
  }

  @Test func aNameLooksLikeADrugOfAListOfCodes() throws {
    let list = try own("code,class,ingredient\n1,opioid,oxycodone\n", .code)
    #expect(list.match("OXYCODONE 5 MG").isEmpty)
    #expect(list.resembles("OXYCODONE 5 MG") == "oxycodone")
    #expect(list.resembles("OXYCODNOE 5 MG") == "oxycodone")
    #expect(list.resembles("DIAZAPAM") == nil, "diazepam is not in this list")
  }

  @Test func factorsOfAnOwnListCanBeFractions() throws {
    let list = try own("code,class,diazepam_mg,mme_factor\n1,z,10/3,3/20\n", .code)
    #expect(list.entries.first?.diazepamMg == "10/3")
    for text in ["1/0", "1/", "/2", "1/2/3", "a/2", "1/-2"] {
      #expect(throws: RxFault.self) { try own("code,class,mme_factor\n1,z,\(text)\n", .code) }
    }
    #expect(throws: RxFault.self) { try own("code,class,strength_mg\n1,z,1/2\n", .code) }
  }
}
