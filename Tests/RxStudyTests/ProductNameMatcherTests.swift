import Testing

@testable import RxStudy

@Suite struct ProductNameMatcherTests {
  private static let entries = BuiltInRows.all.enumerated().map { index, row in
    ProductNameMatcher.Entry(
      index: index, ingredient: row["ingredient"] ?? "",
      synonyms: ProductNameMatcher.Entry.items(of: row["synonyms"] ?? ""), drugClass: row["class"] ?? "",
      form: row["form"] ?? "", formWords: ProductNameMatcher.Entry.items(of: row["form_words"] ?? ""),
      purposeWords: ProductNameMatcher.Entry.items(of: row["antitussive_or_oud_words"] ?? ""))
  }
  private static let builtIn = ProductNameMatcher(entries: entries)

  /// What the built-in list says of a name, as `ingredient/class`.
  private func found(_ name: String) -> Set<String> {
    let found = Self.builtIn.match(name)
    #expect(found == found.sorted())
    return Set(found.map { "\(Self.entries[$0].ingredient)/\(Self.entries[$0].drugClass)" })
  }

  private func form(_ name: String) -> [String?] {
    Self.builtIn.match(name).map { BuiltInRows.all[$0]["form"] }
  }

  @Test(arguments: [
    "Acetaminophen 325 MG / Hydrocodone Bitartrate 7.5 MG Oral Tablet", "HYDROCODONE-ACETAMINOPHEN",
    "HYDROCODON-ACETAMINOPH 7.5-325", "HYDROCOD/ACETAM 5/500", "hydrocodone/ibuprofen",
    "12 HR Hydrocodone Bitartrate 10 MG Extended Release Oral Capsule",
    "Hydrocodone/acetaminophen elixir syrup",
  ])
  func hydrocodone(name: String) { #expect(found(name) == ["hydrocodone/opioid"]) }

  @Test(arguments: [
    "Oxycodone-Acetaminophen", "OXYCODONE HCL",
    "12 HR Oxycodone Hydrochloride 10 MG Extended Release Oral Tablet",
    "oxyCODONE Hydrochloride 5 MG [Roxicodone]", "OXYCODON-ACETAMINOPHEN", "Oxycodone / Naloxone 10 MG",
  ])
  func oxycodone(name: String) { #expect(found(name) == ["oxycodone/opioid"]) }

  @Test(arguments: [
    "DIAZEPAM 5MG TABLETS", "DIAZEPAM5MG", "diazepam-5mg", "Diazépam 5 mg", "2.5 DIAZEPAM", "apo-diazepam",
    "diazepam", "(DIAZEPAM)", "Diazepam;lubricant",
  ])
  func diazepam(name: String) { #expect(found(name) == ["diazepam/benzodiazepine"]) }

  @Test(arguments: [
    ("co-codamol 30mg/500mg tablets", "codeine/opioid"), ("Co-dydramol 10mg/500mg", "dihydrocodeine/opioid"),
    ("CO-PROXAMOL", "propoxyphene/opioid"), ("Pethidine 50mg tablets", "meperidine/opioid"),
    ("dihydrocodeine 30mg", "dihydrocodeine/opioid"), ("Acetaminophen-Codeine #3", "codeine/opioid"),
    ("Propoxyphene-N/APAP", "propoxyphene/opioid"), ("Dextro-Propoxyphene", "propoxyphene/opioid"),
    ("desmethyldiazepam", "nordazepam/benzodiazepine"), ("N-desmethyl-diazepam", "nordazepam/benzodiazepine"),
    ("levo-methadone", "levomethadone/opioid-use-disorder"),
    ("Kaliumclorazepat, clorazepate", "clorazepate/benzodiazepine"),
    ("desvenlafaxine 50 mg", "desvenlafaxine/snri"), ("levomilnacipran", "levomilnacipran/snri"),
    ("es-citalopram", "escitalopram/ssri"), ("eszopiclone 3 MG", "eszopiclone/z-drug"),
    ("Gabapentin enacarbil 600 MG", "gabapentin/gabapentinoid"),
    ("Clonazepam 2 MG", "clonazepam/benzodiazepine"),
    ("Dothiepin 75mg", "dosulepin/tricyclic"), ("sufentanil 0.05 MG/ML", "sufentanil/opioid-anaesthetic"),
    ("Fentanyl citrate 0.05 MG/ML Injection", "fentanyl/opioid"), ("Morphin 10 mg", "morphine/opioid"),
    ("ethyl loflazepate 2 mg", "ethyl loflazepate/benzodiazepine"), ("Buspirone HCl", "buspirone/buspirone"),
    ("BUTALBITAL/ASPIRIN/CAFFEINE W/CODEI", "codeine/opioid"),
    ("Belladonna Alkaloids/opium Alkaloids", "opium/opioid"),
  ])
  func singleIngredient(name: String, expected: String) { #expect(found(name) == [expected]) }

  @Test(arguments: [
    "", " ", "325", "apomorphine 10 mg", "norfluoxetine", "nor-fluoxetine", "naloxone 4 MG nasal spray",
    "dextromethorphan", "benzocodeines", "hydroxyzine", "carbamazepine", "acetaminophen 325 MG", "naltrexone",
    "dihydro-morphine", "promethazine-guaifenesin", "lithium carbonate", "maprotiline", "Lisinopril 10 MG",
    "nor-venlafaxine", "rocuronium",
  ])
  func nothing(name: String) { #expect(Self.builtIn.match(name).isEmpty) }

  @Test(arguments: [
    "Buprenorphine 2 MG / Naloxone 0.5 MG Sublingual Film", "BUPRENORPHINE-NALOX 8-2 MG",
    "buprenorphine/naloxone",
    "Buprenorphine 8 MG Sublingual Tablet", "BUPRENORPHINE HCL 2MG TAB SUBL",
    "Buprenorphine sublingual tablet",
    "0.5 ML buprenorphine 200 MG/ML Prefilled Syringe", "buprenorphine 74.2 MG Drug Implant",
    "Buprenorphine for opioid dependence", "Buprenorphin-8mg Sublingualtabletten",
  ])
  func buprenorphineAgainstUseDisorder(name: String) {
    #expect(found(name) == ["buprenorphine/opioid-use-disorder"])
  }

  @Test(arguments: [
    "Buprenorphine 0.01 MG/HR transdermal patch", "168 HR buprenorphine 0.02 MG/HR Transdermal System",
    "BUTRANS (buprenorphine) 10 MCG/HR 7-day patch", "buprenorphine 0.075 MG Buccal Film",
    "Buprenorphine 150 mcg buccal film", "buprenorphine 900MCG FILM",
    "Buprenorphine 200microgram sublingual tablets",
    "1 ML buprenorphine 0.3 MG/ML Injection", "Buprenorphine .3 MG/ML",
    "Buprenorphine 5micrograms/hour patches",
    "Buprenorphine 5 µg/h", "Buprenorphine 0,4 mg subl", "Buprenorphine", "buprenorphine 20 mg transdermal",
  ])
  func buprenorphineAgainstPain(name: String) { #expect(found(name) == ["buprenorphine/opioid"]) }

  @Test(arguments: [
    ("Methadone Hydrochloride 10 MG Oral Tablet", "opioid"), ("METHADONE 40 MG/ML", "opioid"),
    ("methadone", "opioid"),
    ("Methadone Hydrochloride 40 MG Tablet for Oral Suspension", "opioid-use-disorder"),
    ("METHADONE HCL 40 MG DISPERSIBLE TABLET", "opioid-use-disorder"),
    ("METHADONE 40MG SOLUBLE", "opioid-use-disorder"),
    ("Methadone 10 mg OTP dispensing", "opioid-use-disorder"),
    ("methadone for opioid use disorder", "opioid-use-disorder"),
    ("Methadone, opioid treatment", "opioid-use-disorder"),
    ("methadone 5 mg soluble", "opioid"),
  ])
  func methadone(name: String, expected: String) { #expect(found(name) == ["methadone/\(expected)"]) }

  @Test(arguments: [
    ("guaifenesin/codeine cough syrup", "codeine"), ("Codeine/promethazine", "codeine"),
    ("PROMETH VC-CODEINE SYRUP", "codeine"), ("Codeine linctus BP", "codeine"),
    ("codeine phosphate syrup", "codeine"),
    ("Homatropine/hydrocodone", "hydrocodone"), ("HYDROCODONE-CHLORPHENIRAMNE ER", "hydrocodone"),
    ("Hydrocodone polistirex", "hydrocodone"), ("dihydrocodeine/guaifenesin/phenylephrine", "dihydrocodeine"),
    ("Pholcodine 5mg/5ml linctus", "pholcodine"), ("pholcodine", "pholcodine"),
  ])
  func againstCough(name: String, ingredient: String) {
    #expect(found(name) == ["\(ingredient)/opioid-antitussive"])
  }

  @Test(arguments: [
    "Apap/butalbital/caff/codeine Phos", "Aspirin/codeine", "Codeine Sulfate 15 MG Oral Tablet",
    "Acetaminophen 24 MG/ML / Codeine 2.4 MG/ML Oral Solution", "acetaminophen with codeine syrup",
  ])
  func codeineAgainstPain(name: String) { #expect(found(name) == ["codeine/opioid"]) }

  @Test(arguments: [
    ("Chlordiazepoxide / amitriptyline", ["chlordiazepoxide/benzodiazepine", "amitriptyline/tricyclic"]),
    ("CHLORDIAZEP/AMITRIPTYL 5-12.5", ["chlordiazepoxide/benzodiazepine", "amitriptyline/tricyclic"]),
    ("olanzapine and fluoxetine", ["olanzapine/antipsychotic", "fluoxetine/ssri"]),
    ("PERPHENAZINE-AMITRIPTYLINE", ["perphenazine/antipsychotic", "amitriptyline/tricyclic"]),
    ("Aspirin/carisoprodol/codeine Phosphate", ["carisoprodol/muscle-relaxant", "codeine/opioid"]),
    ("morphine and codeine/guaifenesin", ["morphine/opioid", "codeine/opioid-antitussive"]),
    ("levomethadone, methadone", ["levomethadone/opioid-use-disorder", "methadone/opioid"]),
  ])
  func severalIngredients(name: String, expected: [String]) { #expect(found(name) == Set(expected)) }

  @Test(arguments: [
    ("72 HR Fentanyl 0.025 MG/HR Transdermal System", "patch"), ("FENTANYL 50 MCG/HR PATCH", "patch"),
    ("Fentanyl 25micrograms/hour", "patch"),
    ("fentanyl 0.2 MG Oral Lozenge", "buccal or sublingual tablet or lozenge"),
    ("Fentanyl 100 MCG buccal tablet", "buccal or sublingual tablet or lozenge"),
    ("fentanyl 0.2 MG Buccal Film", "buccal film or oral spray"),
    ("fentanyl 100 MCG sublingual spray", "buccal film or oral spray"),
    ("Fentanyl nasal spray", "nasal spray"),
    ("Fentanyl 0.05 MG/ML Injectable Solution", "injection or not stated"),
    ("Fentanyl", "injection or not stated"),
    ("Buprenorphine 35micrograms/hour patches", "3-4-day patch"),
    ("Buprenorphine 5micrograms/hour patches", "7-day patch"),
    ("Buprenorphine 52.5 MCG/HR transdermal", "3-4-day patch"),
    ("168 HR buprenorphine 0.02 MG/HR", "7-day patch"),
    ("1 ML Morphine Sulfate 5 MG/ML Injection", "injection"), ("Morphine 10 MG/ML Oral Solution", "oral"),
    ("Morphine suppository", "rectal"), ("diazepam 10 MG rectal gel", "rectal"),
    ("Midazolam 2 MG/ML Syrup", "oral"),
    ("midazolam 5 MG nasal", "nasal"),
    ("Midazolam 10mg/2ml oromucosal solution pre-filled oral syringes", "oromucosal"),
    ("Haloperidol decanoate 50 MG/ML", "depot injection"), ("haloperidol 5 MG", "oral"),
    ("Oxymorphone 1 MG/ML Injection", "injection"),
  ])
  func oneRowByForm(name: String, expected: String) { #expect(form(name) == [expected]) }

  @Test func everyRowIsFoundByItsNames() {
    for (index, row) in BuiltInRows.all.enumerated() {
      let ingredient = row["ingredient"] ?? ""
      for name in [ingredient] + ProductNameMatcher.Entry.items(of: row["synonyms"] ?? "") {
        let found = Self.builtIn.match("20 MG \(name.uppercased()) TAB").map {
          BuiltInRows.all[$0]["ingredient"]
        }
        #expect(found == [ingredient], "row \(index): \(name)")
      }
    }
  }

  // A user's list: ingredient and class are all it has.

  @Test func bareListTakesTheRowListedFirst() {
    let matcher = ProductNameMatcher(entries: [
      .init(index: 7, ingredient: "Alprazolam", drugClass: "bzd"),
      .init(index: 9, ingredient: "alprazolam", drugClass: "bzd"),
      .init(index: 3, ingredient: "codeine", drugClass: "any opioid"),
      .init(index: 4, ingredient: "codeine", drugClass: "weak opioid"),
    ])
    #expect(matcher.match("ALPRAZOLAM 1 MG") == [7])
    #expect(matcher.match("guaifenesin/codeine, alprazolam") == [3, 4, 7])
    #expect(matcher.match("diazepam").isEmpty)
  }

  @Test func bareListStillTellsTheOpioidClassesApart() {
    let matcher = ProductNameMatcher(entries: [
      .init(index: 0, ingredient: "buprenorphine", drugClass: "opioid-use-disorder"),
      .init(index: 1, ingredient: "buprenorphine", drugClass: "opioid"),
      .init(index: 2, ingredient: "codeine", drugClass: "opioid"),
      .init(index: 3, ingredient: "codeine", drugClass: "opioid-antitussive"),
      .init(index: 4, ingredient: "codeine", drugClass: "narcotic"),
      .init(index: 5, ingredient: "methadone", drugClass: "opioid-use-disorder"),
    ])
    #expect(matcher.match("buprenorphine/naloxone") == [0])
    #expect(matcher.match("buprenorphine for pain") == [1])
    #expect(matcher.match("codeine") == [2, 4])
    #expect(matcher.match("codeine/guaifenesin") == [3, 4])
    #expect(matcher.match("methadone") == [5])
  }

  @Test func ingredientsOfSeveralWordsStandTogether() {
    let matcher = ProductNameMatcher(entries: [
      .init(index: 0, ingredient: "Zuclopenthixol decanoate", drugClass: "depot"),
      .init(index: 1, ingredient: "", drugClass: "none"),
      .init(index: 2, ingredient: " / ", drugClass: "none"),
    ])
    #expect(matcher.match("ZUCLOPENTHIXOL-DECANOATE 200MG") == [0])
    #expect(matcher.match("zuclopenthixol acetate, haloperidol decanoate").isEmpty)
    #expect(matcher.match("decanoate zuclopenthixol").isEmpty)
    #expect(matcher.match("zuclopenthixol").isEmpty)
  }

  @Test func noEntriesNoMatch() { #expect(ProductNameMatcher(entries: []).match("diazepam").isEmpty) }
}

extension ProductNameMatcher {
  /// Indices of the entries that a name stands for.
  func match(_ name: String) -> [Int] { find(name).map(\.index) }
}
