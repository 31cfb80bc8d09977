/// `products`: the drugs of which products.csv tells what stands in their figures.
package struct ProductsSpec: Sendable {
  /// Classes, ingredients or ATC codes, in order.
  package var drugs: [Sourced]

  private static let drugsKey = Parameter.drugs(
    default: nil, "the drugs of which each value of the data, its supply and its doses are told")

  /// Its parameters, in the order in which they are told.
  package static let parameters: [any StudyKey] = [drugsKey]
  /// Its meaning, in a sentence.
  package static let summary =
    "What is in the figures of a drug, in products.csv: its values in the data, and how often their supply, quantity and strength are lacking."

  /// The drugs that a study gives.
  /// - Parameters:
  ///   - value: what stands under `products`.
  ///   - study: the study as far as it has been read.
  /// - Throws: `RxFault` (78) at the first mistake.
  package init(_ value: StudyValue, in study: Study) throws(RxFault) {
    drugs = try MeasureParameters(value, of: Self.parameters, in: study)[Self.drugsKey]
  }
}
