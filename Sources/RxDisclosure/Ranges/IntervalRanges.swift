import RxCounts
import RxModel
import RxRelease

/// The ranges of what is kept back of one interval: the ends of the linear programs of all that a reader knows.
///
/// A reader knows what is published, that what is kept back is not 0, and what holds between figures whatever the data are;
/// not that there are more residents than persons counted, which the data can contradict.
struct IntervalRanges: Sendable {
  private let builder: SystemBuilder
  private let published: PublishedTable
  /// By unknown, what it can be; nil where that is not asked.
  private var ends: [FigureRange.Ends?]

  /// Works them out.
  init(_ published: PublishedTable, interval: Int) throws(RxFault) {
    self.published = published
    builder = try SystemBuilder(
      published.table, published: published.published, interval: interval, minCell: 1, isOfReader: true)
    let system = builder.system
    ends = Array(repeating: nil, count: system.unknowns.count)
    var knowns = Knowns(system)
    for (people, universe) in [
      (SystemBuilder.People.everyone, builder.everyone), (.ofKnownAge, builder.ofKnownAge),
    ] {
      for (counter, counted) in published.table.counters.enumerated() where counted.unit != .parts {
        for (stratum, unknown) in (universe[counted.meaning] ?? []).enumerated() {
          guard let unknown else { continue }
          knowns.know(
            unknown, published.knowledge(people, stratum, interval, counter),
            isDecimal: published.table.isDecimal(counter))
        }
      }
    }
    for (place, unknown) in system.unknowns.enumerated() where knowns.isFixed(place) {
      ends[place] = FigureRange.Ends(unknown.value, unknown.value)
    }
    for part in system.parts(isUnknown: system.unknowns.indices.map { !knowns.isFixed($0) }) {
      for (unknown, own) in RangeProgram(system, knowns, part).found().ends { ends[unknown] = own }
    }
  }

  /// What a count of a group can be.
  func ends(_ people: SystemBuilder.People, _ stratum: Int, _ counter: Int) -> FigureRange.Ends {
    let universe = people == .everyone ? builder.everyone : builder.ofKnownAge
    guard let unknowns = universe[published.table.counters[counter].meaning] else { return .open }
    guard let unknown = unknowns[stratum] else { return FigureRange.Ends(0, 0) }
    return ends[unknown] ?? .open
  }
}
