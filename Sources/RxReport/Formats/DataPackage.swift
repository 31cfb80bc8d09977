import Foundation
import RxModel
import RxRelease

/// A Frictionless data package: what is in each published table and each of tables/*.csv.
///
/// The hashes are those of the files as they were read, or as they are written. A further published table is a line in
/// `DataPackageText.files`, and one for each column that no other has.
struct DataPackage: Encodable {
  /// The path within an output.
  static let path = "datapackage.json"

  /// A file.
  struct Resource: Encodable {
    var name: String
    var path: String
    var type = "table"
    var title: String
    var description: String
    var format = "csv"
    var mediatype = "text/csv"
    var encoding = "utf-8"
    var bytes: Int?
    var hash: String?
    var schema: Schema
  }
  struct Schema: Encodable {
    var fields: [Field]
    var missingValues: [String]
  }
  struct Field: Encodable {
    var name: String
    var title: String
    var type: String
    var description: String
    var unit: String?
    var constraints: Constraints?
  }
  struct Constraints: Encodable {
    var `enum`: [String]?
    var required: Bool?
  }
  struct Source: Encodable {
    var title: String
  }

  var schema = "https://datapackage.org/profiles/2.0/datapackage.json"
  var name = "rxuse-results"
  var title: String
  var description: String
  var keywords = ["prescribing", "drug utilisation"]
  var sources: [Source]
  var resources: [Resource]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case name, title, description, keywords, sources, resources
  }

  /// The package of a publication.
  /// - Parameters:
  ///   - publication: what is published.
  ///   - tables: the tables for reading, with their texts.
  ///   - people: Table 1, with its text; nil where there is none.
  init(
    _ publication: Publication, _ tables: [(table: SummaryTable, text: String)],
    _ people: (table: CharacteristicsFile, text: String)? = nil
  ) {
    let record = publication.record
    title = record.title
    description =
      "Prescribing measures from \(record.period.start) to \(record.period.end), by rxuse \(record.rxuseVersion). "
      + record.disclosure.statement
    sources = record.inputs.map { Source(title: "\($0.kind): \($0.path)") }
    let columns = DataPackageText(publication)
    resources =
      publication.files.map(columns.resource)
      + tables.map { columns.resource($0.table, digest: FileDigest(of: $0.text)) }
      + [people].compactMap { $0 }.map { columns.resource($0.table, digest: FileDigest(of: $0.text)) }
  }

  /// The file, keys in byte order.
  /// - Throws: `RxFault` (70) where it can't be encoded.
  func json() throws(RxFault) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      throw RxFault(.software, "\(Self.path) can't be encoded: \(error)")
    }
  }
}
