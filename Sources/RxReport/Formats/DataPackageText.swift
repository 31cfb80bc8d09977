import RxModel
import RxRelease

/// What a data package says of the files of a publication and of their columns.
struct DataPackageText {
  private let publication: Publication
  private let isControlled: Bool

  init(_ publication: Publication) {
    self.publication = publication
    isControlled = publication.record.disclosure.preset != DisclosurePolicy.Preset.none.rawValue
  }

  /// Titles and descriptions of the published tables, by name; the missing values beside the empty one.
  private static let files: [String: (title: String, description: String, missing: [String])] = [
    "results.csv": (
      "Results", "A row an estimate: a measure of a drug in a period and a group, with its limits.", []
    ),
    "ranges.csv": (
      "Ranges", "What can be worked out of each suppressed estimate from all that is published.", []
    ),
    "attrition.csv": (
      "Attrition", "What became of the rows that were read, a row a step.", [suppressedMarker]
    ),
    "flow.csv": (
      "Flow", "Who is counted: how many persons are left at each step, a row a step.", [suppressedMarker]
    ),
    "inputs.csv": ("Inputs", "What was read of each input file.", [suppressedMarker]),
    "products.csv": (
      "Products",
      "What is in the figures of a drug: its values in the data, and what its fills tell of supply and doses.",
      []
    ),
    "sensitivity.csv": (
      "Sensitivity",
      "The overall figures again under other settings, with their distance from the study's own.", []
    ),
  ]

  /// The resource of a published table.
  func resource(_ file: PublishedFile) -> DataPackage.Resource {
    let variables = file.columns.contains("denominator_unit") ? publication.variables : []
    let fields = file.columns.map { field($0, isVariable: variables.contains($0)) }
    let text = Self.files[file.name] ?? (file.name, "A table of the run.", [])
    return DataPackage.Resource(
      name: String(file.name.prefix { $0 != "." }), path: file.name, title: text.title,
      description: text.description, bytes: file.digest?.bytes,
      hash: file.digest.map { "sha256:\($0.sha256)" },
      schema: .init(fields: fields, missingValues: [""] + text.missing))
  }

  /// The resource of a table for reading.
  func resource(_ table: SummaryTable, digest: FileDigest) -> DataPackage.Resource {
    let labelCount = SummaryTable.labels.count + publication.variables.count
    let fields = table.columns.enumerated().map { place, name in
      place < labelCount
        ? field(name, isVariable: place >= SummaryTable.labels.count) : Self.periodField(name)
    }
    return DataPackage.Resource(
      name: "table-\(table.kind.rawValue)", path: table.kind.path, title: table.kind.title,
      description: "The figures for reading: a row a group, the columns of each period beside one another.",
      bytes: digest.bytes, hash: "sha256:\(digest.sha256)",
      schema: .init(fields: fields, missingValues: ["", suppressedMarker]))
  }

  /// The resource of Table 1.
  func resource(_ table: CharacteristicsFile, digest: FileDigest) -> DataPackage.Resource {
    DataPackage.Resource(
      name: "table-characteristics", path: CharacteristicsFile.path, title: CharacteristicsFile.title,
      description:
        "The persons beside the users of each drug: a line a statistic, a column for the people of each kind.",
      bytes: digest.bytes, hash: "sha256:\(digest.sha256)",
      schema: .init(
        fields: table.columns.map { field($0, isVariable: false) }, missingValues: ["", suppressedMarker]))
  }

  /// A column of a period: the figure in words, or a part of it.
  private static func periodField(_ name: String) -> DataPackage.Field {
    guard let part = SummaryTable.parts.first(where: { name.hasSuffix(" \($0)") }) else {
      return .init(
        name: name, title: name, type: "string",
        description:
          "The estimate with its 95% limits, one decimal each; \(suppressedMarker) where it is kept back.")
    }
    let known = columns[part]
    return .init(
      name: name, title: "\(name.dropLast(part.count + 1)): \(known?.title.lowercased() ?? part)",
      type: "number",
      description: known?.description ?? "")
  }

  /// A column's name in words.
  static func title(of column: String) -> String { columns[column]?.title ?? Words.variable(column) }

  /// A column of a published table.
  private func field(_ name: String, isVariable: Bool) -> DataPackage.Field {
    guard let known = Self.columns[name], !isVariable else {
      return .init(
        name: name, title: Words.variable(name), type: "string",
        description:
          "The level of this grouping variable, or `\(allLevel)` where the row does not split by it.")
    }
    let constraints =
      name == "status" ? DataPackage.Constraints(enum: Figure.Status.names, required: true) : nil
    return .init(
      name: name, title: known.title, type: isControlled ? known.controlled ?? known.type : known.type,
      description: known.description
        + (isControlled && known.controlled == "string"
          ? " A percentage of the rows, under disclosure control." : ""),
      unit: known.unit, constraints: constraints)
  }

  /// A column whose meaning is the same in every study.
  private struct Column {
    var title: String
    var type: String
    /// Its type under disclosure control; nil where it is the same.
    var controlled: String?
    var description: String
    var unit: String?

    init(
      _ title: String, _ type: String, _ description: String, unit: String? = nil, controlled: String? = nil
    ) {
      self.title = title
      self.type = type
      self.controlled = controlled
      self.description = description
      self.unit = unit
    }
  }

  private static let columns: [String: Column] = figureColumns.merging(accountColumns) { first, _ in first }
    .merging(productColumns) { first, _ in first }
    .merging(peopleColumns) { first, _ in first }

  /// The columns of results.csv and of what has figures.
  private static let figureColumns: [String: Column] = [
    "measure": .init("Measure", "string", "The measure."),
    "definition": .init(
      "Definition", "string", "Which of the measure's definitions; empty where it has none."),
    "drug": .init("Drug", "string", "The class or the ingredient, or two with a plus between them."),
    "period_start": .init("Period start", "date", "The first day of the period."),
    "period_end": .init("Period end", "date", "The last day of the period."),
    "numerator": .init(
      "Numerator", "number", "What the measure counts; empty where it is kept back, and for a quantile."),
    "denominator": .init(
      "Denominator", "number",
      "What it is counted of, in the unit of the denominator; empty where it is kept back."),
    "denominator_unit": .init("Unit of the denominator", "string", "What the denominator counts."),
    "estimate": .init(
      "Estimate", "number", "The estimate, in its unit; empty where it is kept back or undefined."),
    "estimate_unit": .init("Unit of the estimate", "string", "The unit of the estimate and of its limits."),
    "ci_lower": .init(
      "Lower 95% limit", "number", "The lower limit of the 95% interval; empty where there is none."),
    "ci_upper": .init(
      "Upper 95% limit", "number", "The upper limit of the 95% interval; empty where there is none."),
    "status": .init(
      "Status", "string", "Whether the figures are as counted, rounded, kept back or undefined."),
    "numerator_from": .init("Least numerator", "number", "The least that the numerator can be."),
    "numerator_to": .init(
      "Greatest numerator", "number", "The greatest that it can be; empty where nothing bounds it."),
    "denominator_from": .init("Least denominator", "number", "The least that the denominator can be."),
    "denominator_to": .init(
      "Greatest denominator", "number", "The greatest that it can be; empty where nothing bounds it."),
    "estimate_from": .init(
      "Least estimate", "number", "The least that the estimate can be; empty where that is not worked out."),
    "estimate_to": .init(
      "Greatest estimate", "number", "The greatest that it can be; empty where that is not worked out."),
    "gap": .init("Gap", "integer", "The greatest gap within continuous use.", unit: "days"),
    "washout": .init("Washout", "integer", "The days free of the drug before new use.", unit: "days"),
    "carry_over": .init("Carry-over", "string", "How left-over supply is used up."),
    "duplicates": .init("Duplicates", "string", "Whether equal rows count twice."),
    "difference": .init(
      "Difference", "number", "The estimate minus the study's own, in the unit of the estimate."),
  ]

  /// The columns of products.csv that no other file has.
  private static let productColumns: [String: Column] = [
    "section": .init(
      "Section", "string", "Values of the drug column by interval, or ingredients over the study."),
    "item": .init("Item", "string", "The value as the data write it, in lower case, or the ingredient."),
    "quantity": .init("Quantity", "string", "What is told of the fills."),
    "statistic": .init(
      "Statistic", "string",
      "What is told of it: a number, a percentage (of all in a column, or of fills that lack it), or a quantile."
    ),
    "value": .init("Value", "number", "The number, in its unit; empty where it is kept back."),
    "unit": .init("Unit", "string", "The unit of the number."),
  ]

  /// The columns of attrition.csv, flow.csv and inputs.csv.
  private static let accountColumns: [String: Column] = [
    "step": .init("Step", "string", "What became of the rows, or who is left of the persons."),
    "rows": .init("Rows", "integer", "The number of rows.", unit: "rows"),
    "patients": .init("Patients", "integer", "The number of patients with such rows.", unit: "patients"),
    "persons": .init("Persons", "integer", "The number of persons at the step.", unit: "persons"),
    "left_out": .init(
      "Left out", "integer", "The persons of the step before who are not in this one.", unit: "persons"),
    "kind": .init("Kind", "string", "The kind of input."),
    "file": .init("File", "string", "The file as the study names it."),
    "lines": .init("Lines", "integer", "The number of lines without the header.", unit: "lines"),
    "rejected": .init("Rejected rows", "integer", "Rows that can't be read.", controlled: "string"),
    "lines_rejected": .init(
      "Lines of rejected rows", "integer", "The lines of these rows.", controlled: "string"),
    "not_in_roster": .init(
      "Not in the roster", "integer", "Rows of nobody in the roster.", controlled: "string"),
    "not_in_code_list": .init(
      "Not in the code list", "integer", "Rows whose drug is not in the code list.", controlled: "string"),
    "used": .init("Used rows", "integer", "Rows that are used.", unit: "rows"),
    "first_date": .init("First date", "date", "The earliest date of a fill.", controlled: "yearmonth"),
    "last_date": .init("Last date", "date", "The latest date of a fill.", controlled: "yearmonth"),
  ]

  /// The columns of tables/characteristics.csv.
  private static let peopleColumns: [String: Column] = [
    "variable": .init(
      "Characteristic", "string", "The variable or the quantity; empty where all people are counted."),
    "level": .init("Level", "string", "The level of the variable, or `\(allLevel)`."),
    "everyone": .init("All persons", "number", "The persons of the interval."),
    "users": .init("Users", "number", "Those with a fill of the drug."),
    "new_users": .init("New users", "number", "Those who begin to use the drug."),
    "long_term_users": .init(
      "Long-term users", "number", "Those who meet the study's first definition of long-term use."),
    "overlapping_users": .init(
      "Overlapping users", "number",
      "Those with overlapping supply of the first pair that has the drug, by the study's first threshold."),
  ]
}

extension Figure.Status {
  /// The statuses as results.csv writes them.
  static let names = [Figure.Status.ok, .suppressed, .rounded, .undefined].map(\.rawValue)
}
