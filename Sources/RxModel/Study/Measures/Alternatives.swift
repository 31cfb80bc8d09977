/// `alternatives`: the other drugs that new users fill before and after.
package struct AlternativesSpec: Sendable {
  /// The name for any of the other drugs in a row's definition.
  package static let anyOther = "any"

  package var index: Sourced
  package var washoutDays: Int
  package var other: [Sourced]
  package var beforeDays: Int
  package var afterDays: Int
}

extension AlternativesSpec: MeasureSpec {
  private enum Key {
    static let index = Parameter.drug(
      "index", default: "benzodiazepine", "the drug whose new users are looked at")
    static let washout = Parameter.washout
    static let other = Parameter.drugs("other", default: nil, "the other drugs")
    static let before = Parameter.days("before", default: 180, "days before new use; not above the washout")
    static let after = Parameter.days("after", default: 180, "days from new use on, all of them observed")
  }

  package static let description = MeasureDescription(
    key: "alternatives", title: "Alternatives", table: .newUsers,
    summary: "New users of one drug who fill others before or after.",
    parameters: [Key.index, Key.washout, Key.other, Key.before, Key.after],
    figures: [
      MeasureFigure(
        measure: "alternatives", title: "New users with another drug",
        definitions: ["OTHER/beforeDAYS", "OTHER/afterDAYS"],
        counted: "new users who fill another drug, or any of them, before or after",
        of: [.init("new_users", "percent"), .init("new_users_followed", "percent")], limits: "Wilson")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    other = try values[Key.other]
    washoutDays = try values[Key.washout]
    beforeDays = try values[Key.before]
    guard beforeDays <= washoutDays else {
      throw values.written(Key.before).fault(
        "'before' (\(beforeDays) days) is longer than 'washout' (\(washoutDays)), so that not all of it need be observed",
        remedy: "let 'before' be at most \(washoutDays)")
    }
    for drug in other where drug.name == Self.anyOther {
      throw RxFault(
        .config, "'\(drug.name)' among 'other' would read like the row of any of them", at: drug.place,
        remedy: "give the class another name in the code list")
    }
    index = try values[Key.index]
    afterDays = try values[Key.after]
  }

  package var drugs: [Sourced] { [index] + other }
  package var definitionLabels: [DefinitionLabel] {
    (other.map(\.name) + [Self.anyOther]).flatMap { name in
      let words = name == Self.anyOther ? "any of the others" : name
      return [
        DefinitionLabel("\(name)/before\(beforeDays)", "\(words) in the \(beforeDays) days before"),
        DefinitionLabel("\(name)/after\(afterDays)", "\(words) in the \(afterDays) days from the start"),
      ]
    }
  }

  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    [(index, washoutDays, .fill)]
  }

  package func methods(of study: Study) -> Prose {
    """
    Of new users of \(index) (washout \(washoutDays) days without a fill), those with a fill of \(other) in the \
    \(beforeDays) days before the first new use of the interval, and in the \(afterDays) days from it on, of those \
    observed on all of these.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
