extension Formulary {
  /// The code list as CSV: one row for each ingredient of each listed product.
  static var codeList: String {
    var text = "code,class,ingredient,strength_mg,ddd_mg,mme_factor,diazepam_mg\n"
    for product in products {
      for content in product.contents {
        let fields = [
          product.code, content.drugClass, content.name, content.strength, content.ddd, content.mme,
          content.diazepam,
        ]
        text += fields.joined(separator: ",") + "\n"
      }
    }
    return text
  }
}
