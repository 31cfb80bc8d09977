import RxCounts
import RxModel
import RxRelease

extension SystemBuilder {
  /// The figures of the interval, and what each is worth to a reader: that of everyone more than one of a group by one
  /// variable, and that more than one by several; one of known levels more than one of unknown ones; a great one somewhat
  /// more than a small one. What is of few persons is lost in any case.
  ///
  /// A denominator is worth as much by itself: it stays where the numerator goes.
  var linkedFigures: [LinkedSystem.LinkedFigure] {
    table.figures.flatMap { definition in
      (0..<published).flatMap { stratum -> [LinkedSystem.LinkedFigure] in
        let (numerator, others) = unknowns(of: definition, stratum)
        guard let numerator else { return [] }
        let figure = LinkedSystem.LinkedFigure(
          unknowns: [numerator] + others, worth: worth(of: stratum, system.unknowns[numerator].size))
        let denominators = others.map {
          LinkedSystem.LinkedFigure(unknowns: [$0], worth: worth(of: stratum, system.unknowns[$0].size))
        }
        return [figure] + denominators
      }
    }
  }

  /// The unknowns of a figure: its numerator, without which there is none, and what else it shows.
  private func unknowns(of definition: FigureDefinition, _ stratum: Int) -> (numerator: Int?, others: [Int]) {
    func unknown(_ universe: Universe, _ counter: Int, _ stratum: Int) -> Int? {
      universe[table.counters[counter].meaning]?[stratum]
    }
    switch definition.derivation {
    case .cohort:
      return (
        unknown(everyone, CountTable.persons, stratum),
        [unknown(everyone, CountTable.persons, 0)].compactMap(\.self)
      )
    case .standardised:
      return (
        unknown(ofKnownAge, definition.numeratorCounter, stratum),
        [unknown(ofKnownAge, definition.denominatorCounter, stratum)].compactMap(\.self)
      )
    case .quantile: return (unknown(everyone, definition.denominatorCounter, stratum), [])
    case .none, .trend, .ratio, .survival, .median:
      return (
        unknown(everyone, definition.numeratorCounter, stratum),
        (definition.alsoReveals + [definition.denominatorCounter]).compactMap {
          unknown(everyone, $0, stratum)
        }
      )
    }
  }

  private func worth(of stratum: Int, _ persons: Double) -> Double {
    let group = table.strata[stratum]
    let byVariables = group.variables.isEmpty ? 5 : group.variables.count == 1 ? 1.5 : 1
    let byLevels = group.levels.contains(unknownLevel) ? 0.5 : 1
    let least = Double(system.minCell)
    let bySize = persons < least ? 0.05 : 1 + min(0.1, persons / least / 1000)
    return byVariables * byLevels * bySize
  }
}
