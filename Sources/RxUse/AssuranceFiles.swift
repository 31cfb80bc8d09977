import RxDecode
import RxMeasure
import RxModel
import RxStudy
import RxText

/// The made-up patients of a case as files that the study reads.
struct AssuranceFiles {
  /// The study with these files in the place of its own; resident counts stay as they are.
  private(set) var input: AggregationInput
  /// The files, which are there as long as they are held.
  private var texts: [UnnamedFile] = []

  /// Writes the patients of `item` as the files of `input`.
  ///
  /// Each input keeps the study's rules and the columns that it maps, under the names of the tables of columns.
  /// - Throws: `RxFault` (74) where the folder takes no files.
  init(_ item: AssuranceCase, for input: AggregationInput, in folder: String) throws(RxFault) {
    self.input = input
    for given in input.study.inputs where given.kind != .population {
      let columns = Self.columns(of: given)
      let rows = Self.rows(of: given, item.patients).map { row in columns.map(row.field) }
      let lines = [columns.map(\.name)] + rows
      let text = try UnnamedFile(Array(lines.map(exactCSVLine).joined().utf8), in: folder)
      texts.append(text)
      self.input.files[given.kind] = [InputFile(path: text.path, name: "\(given.kind.rawValue).csv")]
    }
    self.input.study = try input.study.mapInputs { given throws(RxFault) in
      given.kind == .population ? given : try Self.madeUp(given)
    }
  }

  /// A column of a made-up file.
  private struct Column {
    /// The line of the table; nil for an attribute.
    let rule: ColumnRule?
    /// Its place in the study.
    let mapped: MappedColumn
    /// Its name in the file. Attributes are marked, since one can be called like any other column.
    var name: String { rule?.key ?? "attribute \(mapped.field)" }
  }

  /// The columns that the study maps of an input. A case tells days' supply, so that is what the file has.
  private static func columns(of input: StudyInput) -> [Column] {
    input.mapped.map { mapped in
      let column = mapped.column == .endDate ? .daysSupply : mapped.column
      return Column(rule: input.kind.columns.first { $0.column == column }, mapped: mapped)
    }
  }

  /// A row of a made-up file.
  private struct Row {
    let patient: AssuranceCase.Patient
    var fill: [String: String] = [:]
    var period = (start: "", end: "")

    /// The row's value of a column; empty where the case does not tell it.
    func field(_ column: Column) -> String {
      guard let rule = column.rule else { return patient.attributes[column.mapped.field] ?? "" }
      switch rule.column {
      case .patient: return patient.name
      case .observationStart: return period.start
      case .observationEnd: return period.end
      default: return fill[rule.caseKey] ?? patient.values[rule.caseKey] ?? ""
      }
    }
  }

  /// The rows of an input: fills, periods, deaths, or the patients themselves.
  private static func rows(of input: StudyInput, _ patients: [AssuranceCase.Patient]) -> [Row] {
    patients.flatMap { patient -> [Row] in
      let periods = patient.observed.map { Row(patient: patient, period: $0) }
      return switch input.kind {
      case .prescriptions: patient.fills.map { Row(patient: patient, fill: $0) }
      case .patients: input.hasPeriods && !periods.isEmpty ? periods : [Row(patient: patient)]
      case .observation: periods
      case .deaths: patient.values["death"] == nil ? [] : [Row(patient: patient)]
      // A case tells of no list: its patients are included, and none is excluded.
      case .include: [Row(patient: patient)]
      case .exclude: []
      case .population: []
      }
    }
  }

  /// The input with the columns of the made-up file.
  private static func madeUp(_ input: StudyInput) throws(RxFault) -> StudyInput {
    var names: [InputColumn: Sourced] = [:]
    var attributes: [Attribute] = []
    for column in columns(of: input) {
      let name = Sourced(column.name, at: column.mapped.source.place)
      if let rule = column.rule {
        names[rule.column] = name
      } else {
        attributes.append(Attribute(name: column.mapped.field, column: name))
      }
    }
    return try StudyInput(
      input.kind, files: FileSet(patterns: input.files.patterns), columns: names, attributes: attributes)
  }
}
