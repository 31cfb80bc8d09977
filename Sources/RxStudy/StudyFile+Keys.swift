import RxModel

extension StudyFile {
  /// The keys of a study file.
  enum Key {
    static let title = Parameter<String>(
      name: "title", form: .text("a text", "texts"), standard: nil, summary: "the title of the reports"
    ) { value throws(RxFault) in try value.text() }
    static let period = Parameter<StudyPeriod>(
      name: "period", form: .keys(PeriodBlock.keys), standard: nil, summary: "the study days",
      read: PeriodBlock.read)
    static let include = Parameter.raw(
      IncludedFiles.key, .list(.path("a path")), default: [],
      "other study files, whose blocks (whole, by the keys of this level) are taken where this file does not have them"
    )
    static let layout = Parameter.raw(
      LayoutBlock.key, LayoutBlock.form,
      "a layout known by name, which fills in files, columns and levels key by key: see 'rxuse help layouts'")
    static let persons = Parameter.raw(
      "persons", PersonsBlock.form, default: "any",
      "who is a person of an interval, in every measure; keys narrow it down")
    static let prescriptions = Parameter.raw(
      "prescriptions", .keys(PrescriptionBlock.keys), isRequired: true, "the fills, a row each")
    static let patients = Parameter.raw(
      "patients", .keys(PatientBlocks.keys(of: .patients)),
      "the roster; without it every patient seen in a prescription is one. A patient may have several rows")
    static let observation = Parameter.raw(
      "observation", .keys(PatientBlocks.keys(of: .observation)),
      "observation periods from files of their own; a patient without a row is never observed")
    static let deaths = Parameter.raw(
      "deaths", .keys(PatientBlocks.keys(of: .deaths)), "deaths from files of their own")
    static let population = Parameter.raw(
      "population", .keys(PatientBlocks.populationKeys),
      "resident counts, for rates per resident where there is no roster; age has the labels of the study's bands"
    )
    static let drugs = Parameter<DrugSource>(
      name: "drugs", form: .keys(DrugsBlock.keys), standard: nil, isRequired: false,
      summary: "what the drugs of the data are", read: DrugsBlock.read)
    static let groups = Parameter.raw(
      "groups", .keys(GroupsBlock.keys), "what figures are told by, beside everyone")
    static let supply = Parameter<CarryOver?>(
      name: "supply", form: .keys(SettingBlocks.supplyKeys), standard: nil, isRequired: false,
      summary: "how supply runs on", read: SettingBlocks.supply)
    static let measures = Parameter.raw(
      "measures", .keys(MeasuresBlock.keys), isRequired: true, "what is measured; a measure alone is {}")
    static let products = Parameter.raw("products", .keys(ProductsSpec.parameters), ProductsSpec.summary)
    static let disclosure = Parameter<DisclosurePolicy>(
      name: "disclosure", form: .keys(DisclosureBlock.keys), standard: nil, isRequired: false,
      summary: "how small counts are kept back; without the block nothing is", read: DisclosureBlock.read)
    static let tolerance = Parameter<(share: Double?, ofListed: Bool)>(
      name: "tolerance", form: .keys(SettingBlocks.toleranceKeys), standard: nil, isRequired: false,
      summary: "the rejected lines that a run bears", read: SettingBlocks.tolerance)
    static let rejects = Parameter.raw(
      "rejects", .keys(SettingBlocks.rejectsKeys), "what rejects.csv shows")
    static let output = Parameter<[OutputFormat]?>(
      name: "output", form: .keys(SettingBlocks.outputKeys), standard: nil, isRequired: false,
      summary: "what is written", read: SettingBlocks.output)
  }

  /// The keys of a study file, in the order in which they are told: the description that its parser, the help, the
  /// reference and the schema of editors share.
  package static let keys: [any StudyKey] = [
    Key.title, Key.period, Key.include, Key.layout, Key.persons, Key.prescriptions, Key.patients,
    Key.observation, Key.deaths, Key.population, Key.drugs, Key.groups, Key.supply, Key.measures,
    Key.products,
    Key.disclosure, Key.tolerance, Key.rejects, Key.output,
  ]

  /// The key that names the files of which a study has blocks.
  package static let includeKey = IncludedFiles.key
  /// The key that names a layout.
  package static let layoutKey = LayoutBlock.key
  /// The keys that a layout can fill in.
  package static var filledKeys: [String] {
    NamedLayout.all.flatMap { layout in layout.study.entries.compactMap(\.key.text) }.distinct()
  }
}
