import ArgumentParser
import RxModel
import RxReport
import RxUse

/// `rxuse table`.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table", abstract: "Print one table of a run's results, for a paper or a Makefile.",
    discussion: """
      Numerator, denominator and estimate with its 95% interval, by the rounding rules of the report, from results.csv \
      alone. Names are those of results.csv; without --drug, --definition or --period all of them are printed.
      """)

  @Argument(help: "The output folder of a run.", completion: .directory)
  var folder: String

  @Option(help: "The measure, like prevalence, long_term_use or overlap.")
  var measure: String

  @Option(help: "The drug, like benzodiazepine or benzodiazepine+opioid.")
  var drug: String?

  @Option(help: "The definition, like 'supply>=120'.")
  var definition: String?

  @Option(help: "The denominator's unit, like persons or users.")
  var denominator: String?

  @Option(help: "The grouping, its variables with commas between, like age,sex; by default everyone.")
  var by: String = ""

  @Option(help: "The period, like 2022, 'Jan to Mar 2019', 2019-01-01, or latest.")
  var period: String?

  @Option(help: "md, csv, html or tex.")
  var format: TableFormat = .md

  func run() throws {
    var selection = TableSelection(measure: measure)
    selection.drug = drug
    selection.definition = definition
    selection.denominatorUnit = denominator
    selection.variables = by.split(separator: ",").map(String.init)
    selection.period = period
    try exiting { [selection] () throws(RxFault) in
      try StandardOutput.write(RxUse.table(folder, selection, format))
    }
  }
}

extension TableFormat: ExpressibleByArgument {}
