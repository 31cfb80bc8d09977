import RxModel
import RxRelease
import RxText

/// What each core measure means.
extension Methods {
  func heading(_ spec: MeasureSpec) -> String {
    switch spec {
    case .prevalence: "Prevalence"
    case .fillRate: "Fill rate"
    case .incidence: "Incidence"
    case .longTermUse: "Long-term use"
    case .overlap: "Overlap"
    default: extendedHeading(spec)
    }
  }

  func text(_ spec: MeasureSpec) -> String {
    switch spec {
    case .prevalence(let drugs):
      return
        "Users of \(list(drugs)) per 1,000 persons: period prevalence. A user has at least one fill that counts "
        + "in the interval."
    case .fillRate(let drugs):
      return "Fills of \(list(drugs)) per 1,000 person-years."
    case .incidence(let drugs, let washout, let clear):
      let free =
        clear == .fill
        ? "no fill of the drug lies on any of those" : "none of those days is covered by the drug"
      return
        "New use of \(list(drugs)) per 1,000 person-years at risk. A person is at risk on an observed day if "
        + "each of the \(washout) days before it is observed and \(free); a fill on a day at risk is new use. The day "
        + "of the event counts as time at risk."
    case .longTermUse(let drugs, let definitions):
      let texts = definitions.map { definition in
        switch definition {
        case .defined(let ddd, let fills):
          "`\(definition.text)`: the interval's fills of known dose are \(fills) or more, and amount to \(ddd) defined "
            + "daily doses or more"
            + ((ddd, fills) == (180, 2)
              ? " (`tahkapaa`: Tahkapaa et al., of Finnish registers, in a year)" : "")
        case .supply(let days):
          "`\(definition.text)`: the days' supply of the interval's fills adds up to \(days) or more"
            + (days == 120
              ? " (`olfson`: Olfson, King, Schoenbaum, JAMA Psychiatry 2015;72:136-142, in a year)" : "")
        case .covered(let days):
          "`\(definition.text)`: \(days) or more covered observed days in the interval"
            + (days == 180
              ? " (`kurko`: the most common definition in Kurko et al., Eur Psychiatry 2015;30:1037)" : "")
        case .continuous(let days, let gap):
          "`\(definition.text)`: on some observed covered day of the interval the era has lasted \(days) days or more; "
            + "fills join into an era while the days without supply between them are at most \(gap)"
            + ((days, gap) == (365, 30)
              ? " (`phe`: Public Health England, Dependence and withdrawal associated with some prescribed medicines, 2019)"
              : "")
        }
      }
      return "Long-term users of \(list(drugs)), per 1,000 persons and in percent of the interval's users. "
        + texts.joined(separator: "; ") + "."
    case .overlap(let pairs, let rules):
      let names = pairs.map { "\(markdownText($0.first.name)) and \(markdownText($0.second.name))" }
      return
        "Overlap days of \(names.joined(separator: "; ")) are the observed days covered by both. Given are persons, per "
        + "1,000 persons and in percent of those exposed (at least one covered observed day) to either: "
        + rules.map(text).joined(separator: "; ")
        + "; and the overlap days in percent of the covered observed days of either."
    default: return extendedText(spec)
    }
  }

  private func text(_ rule: OverlapRule) -> String {
    switch rule {
    case .days(1): "`days>=1`: an overlap day in the interval (`sun`: Sun et al., BMJ 2017;356:j760)"
    case .days(30):
      "`days>=30`: 30 or more overlap days (`pqa`: the 30 days of the Pharmacy Quality Alliance's COB measure)"
    case .days(let days): "`days>=\(days)`: \(days) or more overlap days"
    case .sameMonth:
      "`same_month`: fills of both dated in one calendar month (NHS Business Services Authority, for data without "
        + "days' supply)"
    }
  }
}
