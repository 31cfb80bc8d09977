import RxModel

/// The questions of disclosure control to a table of counts: which groups make up which, and who is behind a
/// count.
extension CountTable {
  /// Groupings, each as its variables, with the strata that it has; everyone first.
  package var groupings: [(variables: [Int], strata: [Int])] {
    var result: [(variables: [Int], strata: [Int])] = []
    for (stratum, group) in strata.enumerated() {
      if let place = result.firstIndex(where: { $0.variables == group.variables }) {
        result[place].strata.append(stratum)
      } else {
        result.append((group.variables, [stratum]))
      }
    }
    return result
  }

  /// Each group and the groups of a finer grouping that it consists of, over each finer grouping with none between.
  package var partitions: [(whole: Int, parts: [Int])] {
    let all = groupings
    var result: [(whole: Int, parts: [Int])] = []
    for coarse in all {
      let finer = all.filter { Set($0.variables).isStrictSuperset(of: coarse.variables) }
      for fine in finer {
        let isDirect = !finer.contains { Set($0.variables).isStrictSubset(of: fine.variables) }
        guard isDirect else { continue }
        for whole in coarse.strata {
          let levels = strata[whole].levels
          let parts = fine.strata.filter { part in
            coarse.variables.allSatisfy { strata[part].levels[$0] == levels[$0] }
          }
          result.append((whole, parts))
        }
      }
    }
    return result
  }

  /// Those whose parts are not age bands.
  package var partitionsBesideAge: [(whole: Int, parts: [Int])] {
    partitions.filter { !$0.parts.contains { strata[$0].isSplitByAge } }
  }

  /// True if a counter is the whole units of an amount with decimals.
  package func isDecimal(_ counter: Int) -> Bool {
    counter + 1 < counterCount && counters[counter + 1].unit == .parts
  }

  /// The counter of the persons behind a counter; itself where it counts persons.
  package func persons(behind counter: Int) -> Int? {
    switch counters[counter].unit {
    case .persons: counter
    case .amount(let persons): persons
    case .parts: nil
    }
  }

  /// The number of persons behind a count.
  package func persons(behind counter: Int, _ stratum: Int, _ interval: Int) -> Int {
    persons(behind: counter).map { count(stratum: stratum, interval: interval, counter: $0) } ?? 0
  }

  /// The place of the count of one age band.
  package func bandPlace(stratum: Int, interval: Int, counter: Int, band: Int) -> Int {
    ((stratum * ageBands.bandCount + band) * intervals.count + interval) * counterCount + counter
  }

  /// The count of `counter` in one age band of a stratum.
  package func bandCount(stratum: Int, interval: Int, counter: Int, band: Int) -> Int {
    Int(ageBands.counts[bandPlace(stratum: stratum, interval: interval, counter: counter, band: band)])
  }

  /// The sum of `counter` over a stratum's age bands.
  package func bandSum(stratum: Int, interval: Int, counter: Int) -> Int {
    (0..<ageBands.bandCount).reduce(0) {
      $0 + bandCount(stratum: stratum, interval: interval, counter: counter, band: $1)
    }
  }

  /// The strata that are the age bands of a stratum, where the study has them as groups.
  package func bandStrata(of stratum: Int) -> [Int] {
    let group = strata[stratum]
    guard !group.isSplitByAge else { return [] }
    return strata.indices.filter { place in
      let other = strata[place]
      return other.ageBand != nil && other.variables.count == group.variables.count + 1
        && group.variables.allSatisfy { other.variables.contains($0) && other.levels[$0] == group.levels[$0] }
    }
  }
}
