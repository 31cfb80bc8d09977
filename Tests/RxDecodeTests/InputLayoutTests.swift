import CSVStream
import RxModel
import Testing

@testable import RxDecode

/// What files are asked for: the columns that the study maps, each read exactly where something needs it.
@Suite("Layouts of input files")
struct InputLayoutTests {
  private static let place = RxFault.Place(file: "study.yml", line: 1)

  private static func name(_ column: InputColumn) -> Sourced { Sourced("c_\(column)", at: place) }

  /// Prescriptions that map every column of the table but the later of alternatives.
  private static func study(
    besides: Set<InputColumn> = [], measures: [any MeasureSpec] = [], reversals: ReversalRule? = nil,
    dropsDuplicates: Bool = false
  ) throws -> Study {
    let replaced: [InputColumn: InputColumn] = [
      .endDate: .daysSupply, .birthYear: .birthDate, .age: .birthDate,
    ]
    var columns: [InputColumn: Sourced] = [:]
    for rule in InputKind.prescriptions.columns where rule.block == .columns {
      if replaced[rule.column] == nil || besides.contains(rule.column) {
        columns[rule.column] = name(rule.column)
      }
    }
    for column in besides {
      columns[column] = name(column)
      if let other = replaced[column] { columns[other] = nil }
    }
    let attributes = [Attribute(name: "region", column: Sourced("r", at: place))]
    var input = PrescriptionInput(
      try StudyInput(
        .prescriptions, files: FileSet(patterns: []), columns: columns, attributes: attributes))
    input.reversals = reversals
    input.dropsDuplicates = dropsDuplicates
    let start = try #require(Day(year: 2019, month: 1, day: 1))
    var study = Study(
      title: "T", period: StudyPeriod(days: DaySpan(start, start), kind: .whole), prescriptions: input)
    study.measures = measures
    return study
  }

  /// The columns that are read, and those that are only checked.
  private func asked(_ study: Study) -> (read: [String], checked: [String], layout: PrescriptionLayout) {
    let layout = PrescriptionLayout(study.prescriptions, keeping: FillColumns(study))
    let (checked, read) = (
      layout.requests.filter(\.isOnlyChecked), layout.requests.filter { !$0.isOnlyChecked }
    )
    let last = layout.requests.suffix(checked.count).filter(\.isOnlyChecked)
    #expect(last.count == checked.count, "what is only checked is last")
    return (read.map(\.field), checked.map(\.field), layout)
  }

  private static let always = ["patient", "date", "days_supply", "drug", "birth", "sex", "region"]

  private static let details = ["quantity", "prescriber", "pharmacy"]

  @Test(
    "A column that nothing needs is only checked; of the details a hash is kept, to tell rows that are the same"
  )
  func nothingNeeded() throws {
    let study = try Self.study()
    let asked = asked(study)
    #expect(asked.read == Self.always + Self.details)
    #expect(asked.checked == ["strength"])
    #expect(asked.layout.columnRequests.isEmpty)
    #expect(asked.layout.detailRequests.map(\.isAmount) == [true, false, false])
    let kept = FillColumns(study)
    #expect(kept.kept.isEmpty && kept.detailsPlace == 0 && kept.filePlace == nil && kept.count == 1)
    let ofFiles = FillColumns(study, fileCount: 2)
    #expect(ofFiles.detailsPlace == 0 && ofFiles.filePlace == 1 && ofFiles.count == 2)
    #expect(
      try FillColumns(Self.study(dropsDuplicates: true)).detailsPlace == nil,
      "the details themselves are kept")
  }

  @Test(
    "Every column that a study maps is asked for once",
    arguments: InputKind.prescriptions.columns.map(\.column))
  func allMapped(column: InputColumn) throws {
    let study = try Self.study(besides: [column])
    let requests = asked(study).layout.requests
    #expect(requests.count { $0.column == Self.name(column) } == 1)
    #expect(requests.count == study.prescriptions.input.mapped.count)
  }

  @Test(
    "The constants are the places of the columns that all studies map", arguments: [nil, InputColumn.endDate])
  func positions(supply: InputColumn?) throws {
    let layout = try asked(Self.study(besides: supply.map { [$0] } ?? [])).layout
    let required = InputKind.prescriptions.columns.filter { rule in
      switch rule.need {
      case .required: true
      case .oneOf(let alternatives): alternatives == .supply && rule.column == supply ?? .daysSupply
      case .optional: false
      }
    }
    let places = [
      PrescriptionLayout.patient, PrescriptionLayout.date, PrescriptionLayout.supply, PrescriptionLayout.drug,
    ]
    #expect(places.map { layout.fields[$0] } == required.map(\.field))
    #expect(PrescriptionLayout.firstFlat == places.count)
    #expect(
      layout.fields[PrescriptionLayout.firstFlat..<PrescriptionLayout.firstFlat + layout.flatCount] == [
        "birth", "sex", "region",
      ])
    #expect(layout.hasEndDate == (supply == .endDate))
  }

  /// A measure with parameters as a study writes them.
  private static func spec<Spec: MeasureSpec>(_: Spec.Type, _ parameters: StudyNode) throws -> Spec {
    try Spec(
      MeasureParameters(
        StudyValue(parameters, at: place, key: "measures"), of: Spec.description.parameters, in: study()))
  }

  @Test("What a measure needs of a fill is kept")
  func measures() throws {
    let measures: [any MeasureSpec] = [
      try Self.spec(MultipleProvidersSpec.self, ["drugs": ["opioid"], "prescribers": 2]),
      try Self.spec(DDDSpec.self, ["drugs": ["opioid"]]),
    ]
    let asked = try asked(Self.study(measures: measures))
    #expect(asked.read == Self.always + ["quantity", "prescriber", "pharmacy", "strength"])
    let kept = try FillColumns(Self.study(measures: measures))
    #expect(kept.kept == [.quantity, .strength, .prescriber, .pharmacy])
    for column in kept.kept {
      let request = try #require(asked.layout.columnRequests[column])
      #expect(asked.layout.requests[request].reading == .hash)
    }
  }

  @Test("Duplicates are told apart by the details, and a reversal by the strength too")
  func details() throws {
    let duplicates = try asked(Self.study(dropsDuplicates: true))
    #expect(duplicates.read == Self.always + ["quantity", "prescriber", "pharmacy"])
    #expect(duplicates.checked == ["strength"])
    #expect(Set(duplicates.layout.columnRequests.keys) == [.quantity, .prescriber, .pharmacy])
    let reversals = try asked(Self.study(reversals: .negative))
    #expect(reversals.read == Self.always + ["quantity", "prescriber", "pharmacy", "strength"])
    #expect(reversals.layout.columnRequests[.strength] == 10 && reversals.layout.quantityRequest == 7)
  }

  @Test("Reversals are told by a status, or by two claims with the same names")
  func reversals() throws {
    let status = try asked(Self.study(besides: [.reversalStatus], reversals: .status(values: ["r"])))
    #expect(status.layout.statusRequest == 7)
    #expect(status.read[7] == "reversals.status")
    let study = try Self.study(besides: [.claim, .original], reversals: .reference)
    let claims = asked(study)
    #expect(claims.read == Self.always + Self.details + ["reversals.claim", "reversals.original"])
    #expect(claims.layout.originalRequest == 11)
    let columns = FillColumns(study)
    let dictionaries = columns.dictionaries()
    #expect(columns.kept == [.claim, .original])
    #expect(dictionaries[0] === dictionaries[1])
  }

  @Test(
    "Files about patients are asked for what the study maps",
    arguments: [InputKind.patients, .observation, .deaths])
  func patients(kind: InputKind) throws {
    let columns = kind.columns.filter { $0.column != .birthYear }.map(\.column)
    let attributes =
      kind == .patients ? [Attribute(name: "region", column: Sourced("r", at: Self.place))] : []
    let layout = PatientLayout(
      try StudyInput(
        kind, files: FileSet(patterns: []),
        columns: Dictionary(uniqueKeysWithValues: columns.map { ($0, Self.name($0)) }), attributes: attributes
      ))
    #expect(layout.requests.count == columns.count + attributes.count)
    #expect(layout.fields[0] == "patient" && layout.makesMembers == (kind == .patients))
    func column(_ request: Int?) -> String? { request.map { layout.requests[$0].column.name } }
    #expect(column(layout.birth) == (kind == .patients ? "c_birthDate" : nil))
    #expect(column(layout.death) == (kind == .observation ? nil : "c_deathDate"))
    #expect(column(layout.start) == (kind == .deaths ? nil : "c_observationStart"))
    #expect(column(layout.end) == (kind == .deaths ? nil : "c_observationEnd"))
    #expect(layout.levels.map { column($0) } == (kind == .patients ? ["c_sex", "r"] : []))
    #expect(!layout.levels.map { layout.requests[$0].reading }.contains { $0 != .hash })
  }
}
