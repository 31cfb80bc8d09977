import RxCounts
import RxModel
import RxRelease
import RxText

/// Sentences on what is worth knowing of the data but no mistake, as far as the study's policy lets it be told.
struct DataNotes {
  private let study: Study
  private let policy: DisclosurePolicy
  private let data: DataFacts
  private let attrition: Attrition
  private let released: ReleasedAttrition
  private let counts: CountTable
  private let products: CountedProducts?

  /// The notes on counts of which `released` is shown. The counts are the true ones: rounded ones don't tell whether
  /// there is anybody.
  init(_ counted: CountedStudy, _ released: ReleasedAttrition) {
    study = counted.study
    policy = counted.study.disclosurePolicy
    data = counted.data
    attrition = counted.rows.attrition
    counts = counted.counts
    products = counted.products
    self.released = released
  }

  /// The sentences, in order.
  var all: [String] {
    TimeNotes(study, data).all + [noDrugNote(attrition)].compactMap { $0 }
      + (data.drugRows?.notes(policy) ?? [])
      + ofNobody
      + FileNotes(study, data).all
      + PersonNotes(study, data).all + ofAmounts + ofConflicts + ofLevels + ofReservedLevels
      + (products.map { ProductNotes($0, policy).all } ?? [])
  }

  /// Amounts that are there and can't be read.
  private var ofAmounts: [String] {
    let used = attrition.rows(of: .used)
    let files = FileNotes(study, data)
    let steps: [(AttritionStep, String)] = [
      (.quantityUnreadable, "quantity"), (.strengthUnreadable, "strength"),
    ]
    return steps.compactMap { step, column in
      guard let counted = attrition.leftOut.first(where: { $0.step == step }), counted.rows > 0 else {
        return nil
      }
      let decimal = study.prescriptions.files.decimal == UInt8(ascii: ".") ? "," : "."
      return
        "\(files.amount(counted.rows, of: used)) that are used have a \(column) that is no number, and so no dose: where "
        + "decimals have a '\(decimal)' before them, say so (prescriptions.decimal: \"\(decimal)\")"
    }
  }

  /// The notes for the case that the files about patients, or what they tell of those in the prescriptions,
  /// leave nobody.
  private var ofNobody: [String] {
    func isEmpty(_ kind: InputKind) -> Bool { data.rejects[kind].map { $0.rows == $0.rejected } ?? false }
    for kind in [InputKind.patients, .observation] where isEmpty(kind) {
      return ["no row of \(kind.rawValue) was accepted, so that nobody is observed: there are no figures"]
    }
    let alike = "check that identifiers are written alike in all files, zeros in front and spaces too"
    if data.fillDays != nil, counts.isOfNobody {
      return [
        "nobody is a person of any interval, so that there are no figures; look at the observation periods, and \(alike)"
      ]
    }
    var notes: [String] = []
    let accepted = data.rejects[.prescriptions].map { $0.rows - $0.rejected } ?? 0
    if accepted > 0, attrition.rows(of: .notInRoster) == accepted {
      notes.append("no prescription is of a patient in the roster: every figure is 0; \(alike)")
    }
    return notes
  }

  private var ofConflicts: [String] {
    // Rounding keeps back 0 too, of which there is nothing to say.
    let leastKeptBack = policy.preset == .cms11 ? 1 : 0
    return released.conflicts.filter { $0.patients.value ?? leastKeptBack > 0 }.map { conflict in
      "the rows of \(conflict.patients.value.map { "\($0)" } ?? "some") patients disagree about \(conflict.field); "
        + "the value of the earliest fill counts"
    }
  }

  private var ofLevels: [String] {
    func list(_ levels: [String]) -> String { levels.map { "'\($0)'" }.joined(separator: ", ") }
    // A level that stands in no row is not told where small counts are kept back, nor that nobody has it.
    let ofNobody = (policy.isControlled ? [] : data.chosenLevelsOfNobody).map { variable, levels in
      "nobody in the data has the \(variable) \(list(levels)) that 'persons.levels' asks for: look at how the data, or "
        + "'groups.levels', write it"
    }
    return ofNobody
      + data.levelsUnlikePopulation.flatMap { variable, ofResidents, ofData in
        var notes: [String] = []
        if !ofResidents.isEmpty {
          notes.append("nobody in the data has the \(variable) \(list(ofResidents)) of the population file")
        }
        // A level that stands in no row is not told where small counts are kept back.
        if !ofData.isEmpty, !policy.isControlled {
          notes.append(
            "the population file has no residents of the \(variable) \(list(ofData)): rates per resident lack these "
              + "people")
        }
        return notes
      }
  }

  private var ofReservedLevels: [String] {
    let reserved = levelLabel(allLevel)
    return study.variables.enumerated().filter { place, _ in
      counts.strata.contains { $0.levels[place] == reserved }
    }.map { _, variable in
      "'\(variable.name)' is '\(allLevel)' for some in the data, which in results.csv stands for everyone: that level is "
        + "written '\(reserved)'"
    }
  }
}

/// The note that no drug of the data is in the code list; nil where some is.
func noDrugNote(_ attrition: Attrition) -> String? {
  let listed =
    [.used, .outsideObservation, .afterStudy, .duplicate].reduce(0) { $0 + attrition.rows(of: $1) }
  guard listed == 0, attrition.rows(of: .notInCodeList) > 0 else { return nil }
  return "no drug of the data is in the code list: every figure is 0; see what the drugs would become with "
    + "'rxuse codes match'"
}

/// The notes on rates per resident with more persons than residents, from figures that are shown.
func residentNotes(_ figures: [Figure], variables: [String]) -> [String] {
  let beyond = figures.compactMap { figure -> (figure: Figure, persons: Double, residents: Double)? in
    guard figure.denominatorUnit == "residents", let persons = figure.numerator?.value,
      let residents = figure.denominator?.value, persons > residents
    else { return nil }
    return (figure, persons, residents)
  }
  guard let (first, persons, residents) = beyond.first else { return [] }
  let levels = zip(variables, first.levels).filter { $1 != allLevel }.map { ", \($0) \($1)" }.joined()
  return [
    "more persons than residents, first of \(beyond.count) times in \(first.measure) of \(first.drug) from "
      + "\(first.period.start)\(levels) (\(fixed(persons, decimals: 0)) of \(fixed(residents, decimals: 0))): look at "
      + "the counts and the years of the population file"
  ]
}
