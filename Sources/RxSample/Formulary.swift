/// One made-up product: eleven digits that look like an NDC and belong to no real package.
struct Product {
  /// The code as it stands in the prescription file, leading zeros included.
  let code: String
  /// Its ingredients; several rows of the code list for a combination. Empty: not in the code list.
  let contents: [Ingredient]

  /// One row of the code list, as its text: class to diazepam equivalent.
  struct Ingredient {
    /// Class and ingredient.
    let drugClass, name: String
    /// Strength in mg, WHO's DDD in mg, CDC's 2022 MME factor, mg diazepam per mg; empty where there is none.
    let strength, ddd, mme, diazepam: String
  }
}

/// The products of a sample, and which of them each kind of treatment uses.
///
/// DDDs are WHO's for the oral route, MME factors CDC's of 2022, diazepam equivalents those of the
/// VA-based table by Sacarny. Hydrocodone has no DDD: WHO's 15 mg is its dose as a cough suppressant.
enum Formulary {
  /// Every product; an index into it stands for the product everywhere else.
  static let products: [Product] = listed + unlisted

  /// A treatment's products: the index of the first, and running percentages over it and those after it.
  struct Choice {
    /// Index into `products`.
    let first: Int
    /// Running totals of percentages that end on 100.
    let cumulative: [UInt8]
  }

  /// The last product of this choice holds chlordiazepoxide and amitriptyline.
  static let benzodiazepines = Choice(first: 0, cumulative: [18, 36, 50, 60, 71, 80, 87, 91, 96, 99, 100])
  /// Zolpidem.
  static let zDrugs = Choice(first: 11, cumulative: [45, 100])
  /// Short courses: mostly hydrocodone, oxycodone, tramadol and codeine.
  static let opioids = Choice(first: 13, cumulative: [21, 38, 58, 66, 88, 89, 90, 100])
  /// Gabapentin and pregabalin.
  static let gabapentinoids = Choice(first: 21, cumulative: [52, 77, 91, 100])
  /// Sertraline and escitalopram.
  static let ssris = Choice(first: 25, cumulative: [28, 55, 80, 100])
  /// Buspirone.
  static let buspirone = Choice(first: 29, cumulative: [100])
  /// Medicines for long-term conditions, none of them in the code list.
  static let chronic = Choice(first: 30, cumulative: [22, 40, 55, 70, 82, 92, 100])
  /// Medicines for a few days or as needed, none of them in the code list.
  static let acute = Choice(first: 37, cumulative: [30, 52, 68, 84, 100])

  private static let listed: [Product] = [
    one("00990010105", benzodiazepine("alprazolam", "0.5", ddd: "1", diazepam: "15")),
    one("00990010110", benzodiazepine("alprazolam", "1", ddd: "1", diazepam: "15")),
    one("00990010205", benzodiazepine("lorazepam", "0.5", ddd: "2.5", diazepam: "6.6667")),
    one("00990010210", benzodiazepine("lorazepam", "1", ddd: "2.5", diazepam: "6.6667")),
    one("00990010305", benzodiazepine("clonazepam", "0.5", ddd: "8", diazepam: "14.1667")),
    one("00990010310", benzodiazepine("clonazepam", "1", ddd: "8", diazepam: "14.1667")),
    one("00990010405", benzodiazepine("diazepam", "5", ddd: "10", diazepam: "1")),
    one("00990010410", benzodiazepine("diazepam", "10", ddd: "10", diazepam: "1")),
    one("00990010515", benzodiazepine("temazepam", "15", ddd: "20", diazepam: "0.5556")),
    one("00990010530", benzodiazepine("temazepam", "30", ddd: "20", diazepam: "0.5556")),
    Product(
      code: "00990010612",
      contents: [
        benzodiazepine("chlordiazepoxide", "5", ddd: "30", diazepam: "0.4"),
        other("tricyclic", "amitriptyline", "12.5", ddd: "75"),
      ]),
    one("00990020105", other("z-drug", "zolpidem", "5", ddd: "10", diazepam: "0.75")),
    one("00990020110", other("z-drug", "zolpidem", "10", ddd: "10", diazepam: "0.75")),
    one("00990030105", opioid("oxycodone", "5", ddd: "75", mme: "1.5")),
    one("00990030110", opioid("oxycodone", "10", ddd: "75", mme: "1.5")),
    one("00990030205", opioid("hydrocodone", "5", ddd: "", mme: "1")),
    one("00990030210", opioid("hydrocodone", "10", ddd: "", mme: "1")),
    one("00990030350", opioid("tramadol", "50", ddd: "300", mme: "0.2")),
    one("00990030415", opioid("morphine", "15", ddd: "100", mme: "1")),
    one("00990030430", opioid("morphine", "30", ddd: "100", mme: "1")),
    one("00990030530", opioid("codeine", "30", ddd: "100", mme: "0.15")),
    one("00990040103", other("gabapentinoid", "gabapentin", "300", ddd: "1800")),
    one("00990040106", other("gabapentinoid", "gabapentin", "600", ddd: "1800")),
    one("00990040275", other("gabapentinoid", "pregabalin", "75", ddd: "300")),
    one("00990040215", other("gabapentinoid", "pregabalin", "150", ddd: "300")),
    one("00990050150", other("ssri", "sertraline", "50", ddd: "50")),
    one("00990050110", other("ssri", "sertraline", "100", ddd: "50")),
    one("00990050210", other("ssri", "escitalopram", "10", ddd: "10")),
    one("00990050220", other("ssri", "escitalopram", "20", ddd: "10")),
    one("00990060110", other("buspirone", "buspirone", "10", ddd: "30")),
  ]

  /// In this order: a statin, an ACE inhibitor, metformin, levothyroxine, a proton pump inhibitor,
  /// amlodipine, an inhaled steroid; amoxicillin, azithromycin, a steroid course, salbutamol, ibuprofen.
  private static let unlisted: [Product] = [
    "00991000120", "00991000210", "00991000350", "00991000475", "00991000520", "00991000605", "00991000701",
    "00992000150", "00992000225", "00992000310", "00992000401", "00992000560",
  ].map { Product(code: $0, contents: []) }

  private static func one(_ code: String, _ ingredient: Product.Ingredient) -> Product {
    Product(code: code, contents: [ingredient])
  }

  private static func benzodiazepine(
    _ name: String, _ strength: String, ddd: String, diazepam: String
  ) -> Product.Ingredient {
    other("benzodiazepine", name, strength, ddd: ddd, diazepam: diazepam)
  }

  private static func opioid(
    _ name: String, _ strength: String, ddd: String, mme: String
  ) -> Product.Ingredient {
    other("opioid", name, strength, ddd: ddd, mme: mme)
  }

  private static func other(
    _ drugClass: String, _ name: String, _ strength: String, ddd: String, mme: String = "",
    diazepam: String = ""
  ) -> Product.Ingredient {
    Product.Ingredient(
      drugClass: drugClass, name: name, strength: strength, ddd: ddd, mme: mme, diazepam: diazepam)
  }
}
