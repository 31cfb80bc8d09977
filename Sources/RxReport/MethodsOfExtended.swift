import RxModel
import RxRelease
import RxText

/// What each extended measure means.
extension Methods {
  func extendedHeading(_ spec: MeasureSpec) -> String {
    switch spec {
    case .standardised: "Age standardisation"
    case .dose: "Daily dose"
    case .ddd: "Defined daily doses"
    case .cob: "Concurrent use, COB-style"
    case .multipleProviders: "Multiple providers"
    case .cnsPolypharmacy: "CNS polypharmacy"
    case .persistence: "Persistence"
    case .doseChange: "Dose change"
    case .alternatives: "Alternatives"
    case .samePrescriber: "Same prescriber"
    case .trend: "Trend"
    case .ratio: "Ratios"
    case .cohort: "Cohort"
    default: spec.key
    }
  }

  func extendedText(_ spec: MeasureSpec) -> String {
    switch spec {
    case .standardised(let spec): standardised(spec)
    case .dose(let spec): dose(spec)
    case .ddd(let drugs):
      "Defined daily doses (WHO Collaborating Centre for Drug Statistics Methodology) of the interval's fills of "
        + "\(list(drugs)), per 1,000 persons observed and day. " + lacking
    case .cob(let spec):
      "By the rules of the Pharmacy Quality Alliance's measure of concurrent use of opioids and benzodiazepines; it is no "
        + "certified rate. Only the interval's fills count, their supply as dispensed and cut at the interval's end. "
        + "Eligible are persons of 18 or more with fills of \(name(spec.opioids)) on two or more dates, the first on or "
        + "before the 30th day from the interval's end, and 15 or more days covered by them"
        + (spec.exclude.isEmpty
          ? ""
          : ", without the attribute "
            + spec.exclude.map { markdownText(study.attributes[$0].name) }.joined(separator: " or "))
        + "; counted are those who also have fills of \(name(spec.benzodiazepines)) on two or more dates and 30 or more "
        + "days covered by both."
    case .multipleProviders(let spec):
      "Persons of whom some \(spec.windowDays) days in a row hold fills of the interval of \(list(spec.drugs)) by "
        + "\(spec.prescribers) or more prescribers and from \(spec.pharmacies) or more pharmacies, per 100,000 persons. "
        + "Empty identifiers don't count."
    case .cnsPolypharmacy(let spec):
      "Persons aged \(spec.ageFrom) or more with \(spec.days) or more observed days of the interval on each of which "
        + "\(spec.atLeast) or more different ingredients of \(list(spec.classes)) are covered, supply as dispensed."
    case .persistence(let spec):
      "How long new users of \(list(spec.drugs)) (washout \(spec.washoutDays) days without a fill) stay: from the first "
        + "new use of the interval to the last covered day of its era (gap \(spec.gapDays) days), by the estimator of "
        + "Kaplan and Meier (J Am Stat Assoc 1958;53:457); who is not observed for more than the gap after that day is "
        + "censored on the last observed day. Limits are log-log."
    case .doseChange(let spec):
      "Eras of \(list(spec.drugs)) (gap \(spec.gapDays) days) of \(spec.minDays) days or more whose fills all have a "
        + "known dose, in the interval of their last covered day: the amount of the last \(spec.windowDays) days over that "
        + "of the first, in \(unit(spec.unit)); 1.5 or more is escalated, 0.8 or less reduced. Stopped: no fill in the "
        + "\(spec.windowDays) days after the era, of the eras after which all these days are observed."
    case .alternatives(let spec):
      "Of new users of \(name(spec.index)) (washout \(spec.washoutDays) days without a fill), those with a fill of "
        + "\(list(spec.other)) in the \(spec.beforeDays) days before the first new use of the interval, and in the "
        + "\(spec.afterDays) days from it on, of those observed on all of these."
    case .samePrescriber(let pairs):
      "Of the overlap days of \(pairs.map { "\(name($0.first)) and \(name($0.second))" }.joined(separator: "; ")) on which "
        + "every covering fill names a prescriber, those on which all name the same one; supply as dispensed."
    case .trend(let rates):
      "The yearly change of \(list(rates))".replacingYear(study.period.kind)
        + " by a Poisson model with a log link, over the intervals that the study covers whole; limits are Wald's. One "
        + "over fewer than three such intervals, without events, or with all of them at one end is undefined."
    case .ratio(let spec):
      "The \(list(spec.rates)) of each level of \(markdownText(spec.variableName)) over that of "
        + "\(markdownText(spec.reference)), with limits on the log scale."
    case .cohort: "The persons of each group in percent of those of the interval."
    default: ""
    }
  }

  private func name(_ drug: Named) -> String { markdownText(drug.name) }

  private func list(_ rates: [RateMeasure]) -> String {
    rates.map { $0 == .prevalence ? "prevalence" : "fill rate" }.joined(separator: " and ")
  }

  private func standardised(_ spec: StandardisedSpec) -> String {
    let standard =
      switch spec.weights.name {
      case "us2000": "the 2000 U.S. standard population"
      case "esp2013": "the European Standard Population of 2013 (Eurostat)"
      default: "the weights in \(markdownText(spec.weights.name))"
      }
    return
      "The \(list(spec.rates)), standardised directly by age to \(standard); people of unknown age, or below the first "
      + "age band, are left out. Limits: "
      + (spec.limits == .fayFeuer
        ? "Fay and Feuer, Stat Med 1997;16:791."
        : "Dobson et al., Stat Med 1991;10:457, with Byar's approximation.")
      + " With an age band of nobody the rate is undefined."
  }

  private func dose(_ spec: DoseSpec) -> String {
    let methods = spec.methods.map { method in
      switch method {
      case .totalSupply: "`total_supply` over the days' supply summed"
      case .onTherapy: "`on_therapy` over the days that are covered"
      case .window(let days): "`window:\(days)` over \(days) days"
      case .maximum: "`maximum` the greatest sum of one day"
      }
    }
    return
      "The daily dose of \(list(spec.drugs)) in \(unit(spec.unit)), of persons with an observed day in the supply (as "
      + "dispensed) of a fill of known dose. The dose of those days is taken "
      + methods.joined(separator: ", ") + " (Dasgupta et al., Clin J Pain 2021;37:565). " + lacking
  }

  private func unit(_ unit: DoseUnit) -> String {
    switch unit {
    case .mme: "morphine milligram equivalents"
    case .diazepamMg: "mg of diazepam"
    case .ddd: "defined daily doses"
    }
  }

  private var lacking: String {
    "A fill's dose is quantity x strength x factor; one that lacks a part is left out, and counted in the attrition."
  }
}

extension String {
  fileprivate func replacingYear(_ kind: IntervalKind) -> String {
    switch kind {
    case .year, .whole: self
    case .quarter: "The quarterly" + dropFirst("The yearly".count)
    case .month: "The monthly" + dropFirst("The yearly".count)
    }
  }
}
