import RxCounts
import RxModel
import RxRelease

extension StratumView {
  /// The share of a group among the persons of the interval; nil for everyone.
  func cohortFigure(_ definition: FigureDefinition) -> EstimatedFigure? {
    guard !isEveryone, var figure = countedFigure(definition), let whole = everyone.countedFigure(definition)
    else {
      return nil
    }
    // Residents over residents, where the group has them; else persons over persons.
    if figure.denominatorUnit == whole.denominatorUnit, whole.denominatorUnit == "residents" {
      figure.numerator = .count(Int(figure.denominator.value))
      figure.denominator = whole.denominator
      figure.withheld = max(figure.withheld, whole.withheld)
    } else {
      figure.denominator = .count(everyone.persons)
      figure.denominatorUnit = definition.denominatorUnit
      figure.withheld =
        everyone.isHidden(CountTable.persons)
        ? .all : isHidden(CountTable.persons) ? .numerator : .nothing
    }
    guard figure.denominator.value > 0 else { return nil }
    figure.estimate = figure.numerator.map {
      definition.estimate.scale * $0.value / figure.denominator.value
    }
    return figure
  }
}
