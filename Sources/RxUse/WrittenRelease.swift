import RxDisclosure
import RxModel
import RxReport

/// What a comparison reads of the output of a run, which can be of an older version.
struct WrittenRelease {
  let manifest: ReleaseManifest
  let columns: [String]
  let rows: [PublishedRow]
  /// The grouping variables.
  let variables: [String]
  /// How much was read, and of whom.
  let volumes: ReleaseVolumes
  private let results: Publication.Table
  private let ranges: Publication.Table?

  /// The release in the folder at `path`.
  /// - Throws: `RxFault`: 66 where it is no output of a run, 65 where its files can't be read.
  init(_ path: String) throws(RxFault) {
    let folder = PublishedFolder(path: path)
    (manifest, results, ranges, volumes) = try folder.unchanged {
      () throws(RxFault) -> (ReleaseManifest, Publication.Table, Publication.Table?, ReleaseVolumes) in
      let manifest: ReleaseManifest = try folder.decoded()
      let volumes = ReleaseVolumes(
        attrition: try folder.tableIfThere(.attrition), inputs: try folder.tableIfThere(.inputs),
        flow: try folder.tableIfThere(.flow), products: try folder.tableIfThere(.products),
        periodEnd: manifest.period?.end, isControlled: manifest.isControlled)
      return (manifest, try folder.table(.results), try folder.tableIfThere(.ranges), volumes)
    }
    columns = results.columns
    variables = results.variables
    rows = results.rowsByColumn.map(PublishedRow.init)
    guard columns.contains("denominator_unit"), columns.contains("status") else {
      throw RxFault(
        .data, "\(path)/results.csv is no results.csv of rxuse", remedy: "name the output folder of a run")
    }
  }

  /// What it publishes of its figures.
  /// - Throws: `RxFault` (65) where another version wrote it in another way.
  func published() throws(RxFault) -> PublishedRelease {
    PublishedRelease(figures: try results.figures(ranges: ranges), variables: variables)
  }
}
