import RxCounts
import RxDecode
import RxModel

/// Everything that is counted of some of a study's patients: whole numbers under names that all parts of the patients have
/// in common, so that the parts add up, in any order, to what the whole comes to. Secret.
package struct StudyCounts: Sendable {
  /// The counts as the study says.
  private(set) var main: GroupCounts
  /// By variant of the sensitivity grid.
  private(set) var variants: [GroupCounts]
  /// What became of the patients' rows.
  var rows: ShardAttrition
  private(set) var impossible: ImpossiblePersons
  private(set) var drugs: DrugUse
  /// By level field of a patient, the labels that the data have.
  private(set) var levels: [Set<ExactText>]
  var nearMisses: NearMissCounts
  /// The fills by product; nil where the study does not ask for them.
  private(set) var products: ProductCounts?
}

/// Of the same study.
extension StudyCounts: PatientSum {
  package mutating func add(_ other: StudyCounts, times: Int) {
    main.add(other.main, times: times)
    for place in variants.indices { variants[place].add(other.variants[place], times: times) }
    rows.add(other.rows, times: times)
    impossible.add(other.impossible, times: times)
    drugs.add(other.drugs, times: times)
    // Labels and keys are of the data: with a patient they don't go.
    if times > 0 {
      levels = zip(levels, other.levels).map { $0.union($1) }
      nearMisses.add(other.nearMisses)
    }
    products.add(other.products, times: times)
  }
}

extension StudyCounts: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(main)
    bytes.add(variants)
    bytes.add(rows)
    bytes.add(impossible)
    bytes.add(drugs)
    bytes.add(levels)
    bytes.add(nearMisses)
    bytes.add(products)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    main = try bytes.next()
    variants = try bytes.next()
    rows = try bytes.next()
    impossible = try bytes.next()
    drugs = try bytes.next()
    levels = try bytes.next()
    nearMisses = try bytes.next()
    products = try bytes.next()
  }
}
