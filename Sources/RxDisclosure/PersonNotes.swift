import RxCounts
import RxModel

/// Sentences on persons whose dates of birth and death can't all be right, and on dates that strikingly many share.
struct PersonNotes {
  /// The fewest persons who share a date strikingly.
  private static let fewestSharing = 20

  private let study: Study
  private let data: DataFacts
  private let files: FileNotes

  /// The notes on the people of `data`.
  init(_ study: Study, _ data: DataFacts) {
    self.study = study
    self.data = data
    files = FileNotes(study, data)
  }

  /// The sentences, kind by kind.
  var all: [String] {
    let impossible = ImpossiblePersons.Kind.allCases.compactMap(note)
    return impossible + ImpossiblePersons.DateKind.allCases.flatMap(shared)
  }

  private func note(_ kind: ImpossiblePersons.Kind) -> String? {
    let (persons, commonest, ofCommonest) = data.impossible.count(kind)
    guard persons > 0 else { return nil }
    let what =
      switch kind {
      case .bornAfterFill: "are born after a fill of theirs or after the study"
      case .deadBeforeBirth: "died before they were born"
      case .deadBeforeFill: "died more than a year before a fill of theirs"
      case .tooOld: "are older than 120 (by their date of birth)"
      }
    let isOfBirth = kind == .bornAfterFill || kind == .tooOld
    var text =
      "\(source(isOfBirth)): \(files.amount(persons, of: data.impossible.persons, "persons")) \(what)"
    // One date that stands for all of them is a stand-in.
    if let commonest, ofCommonest >= 4, 2 * ofCommonest >= persons, mayTell(ofCommonest) {
      text +=
        ", most on \(commonest): if that stands for a date that is not known, say so "
        + "(\(kindOf(isOfBirth).rawValue).missing: [\"\(commonest)\"])"
    } else {
      text +=
        ": look at how the dates of \(isOfBirth ? "birth" : "birth and death") were made, two-digit years above all"
    }
    return text
  }

  private func shared(_ kind: ImpossiblePersons.DateKind) -> [String] {
    // A year alone is one day, and ages are counted from fills.
    guard kind == .death || study.birthColumn == .date else { return [] }
    let fewest = max(Self.fewestSharing, (data.impossible.persons + 49) / 50)
    return data.impossible.shared(kind, by: fewest).filter { day, _ in
      let (_, month, dayOfMonth) = day.civil
      return !(dayOfMonth == 1 && (month == 1 || month == 7))
    }.filter { mayTell($0.persons) }.prefix(3).map { day, persons in
      "\(source(kind == .birth)): "
        + files.amount(persons, of: data.impossible.persons, "persons", least: "2% or more of")
        + " \(kind == .birth ? "are born" : "died") on \(day): if that stands for a date that is not known, say so "
        + "(\(kindOf(kind == .birth).rawValue).missing: [\"\(day)\"])"
    }
  }

  /// True if a date that so many persons have may be told.
  private func mayTell(_ persons: Int) -> Bool { persons >= study.disclosurePolicy.minCell }

  private func kindOf(_ isOfBirth: Bool) -> InputKind {
    if isOfBirth { return study.roster == nil ? .prescriptions : .patients }
    return study.deaths == nil ? .patients : .deaths
  }

  /// The files that the dates are from.
  private func source(_ isOfBirth: Bool) -> String {
    let kind = kindOf(isOfBirth)
    let names = data.files(kind).map(\.name)
    return names.count <= 3 ? names.joined(separator: ", ") : "\(kind.rawValue) (\(names.count) files)"
  }
}
