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
  private(set) var rows: ShardAttrition
  private(set) var impossible: ImpossiblePersons
  private(set) var drugs: DrugUse
  /// By level field of a patient, the labels that the data have.
  private(set) var levels: [Set<ExactText>]
  private(set) var nearMisses: NearMissCounts
  /// The fills by product; nil where the study does not ask for them.
  private(set) var products: ProductCounts?

  /// The sum with the counts of other patients, of the same study.
  package static func + (a: StudyCounts, b: StudyCounts) -> StudyCounts {
    var sum = a
    sum.main.add(b.main)
    for place in sum.variants.indices { sum.variants[place].add(b.variants[place]) }
    sum.rows = a.rows + b.rows
    sum.impossible = a.impossible + b.impossible
    sum.drugs.add(b.drugs)
    sum.levels = zip(a.levels, b.levels).map { $0.union($1) }
    sum.nearMisses.add(b.nearMisses)
    sum.products.add(b.products)
    return sum
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
