import RxCounts
import RxModel

/// What of the inputs about patients meets nothing in the others.
extension Reading {
  /// Whether there is a roster and a file of deaths, and no death of anybody in the roster. Not known, and so false,
  /// where patients went to the disk.
  package var deathsAreOfNobody: Bool {
    guard cohort.hasRoster, !shared.spillsAll, let deaths = rejects[.deaths], deaths.rows > deaths.rejected
    else {
      return false
    }
    return cohort.shards.allSatisfy { shard in
      zip(shard.isMember, shard.deaths).allSatisfy { isMember, death in !isMember || death == Cohort.noDeath }
    }
  }

  /// Of the grouping variables that the population file has: the levels that only it has and those that it lacks, in
  /// byte order. Age is not among them, whose levels are the study's.
  package var levelsUnlikePopulation: [(variable: String, ofResidents: [String], ofData: [String])] {
    guard let population else { return [] }
    return input.study.variables.compactMap { variable in
      guard let field = levelField(variable), let residents = population.labels(of: variable.name) else {
        return nil
      }
      let data = Set(levelNames[field].texts.map(levelLabel))
      let alone = [residents.subtracting(data), data.subtracting(residents)].map { levels in
        levels.subtracting([unknownLevel]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      return alone.allSatisfy(\.isEmpty) ? nil : (variable.name, alone[0], alone[1])
    }
  }
}
