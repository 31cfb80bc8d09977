import Foundation
import RxCounts
import RxDecode
import RxModel
import RxReport

/// A study whose rows were divided by patient: what each part needs of the whole. As confidential as the data.
struct DividedStudy: Sendable {
  /// The version that made it.
  var version: String
  var study: StudyDefinition
  /// The number of parts.
  var partCount: Int
  /// The size and SHA-256 of the data's files.
  var inputs: [RunRecord.Input]
  /// The first and the last day of a fill; nil where there is no fill.
  var fillDays: DaySpan?
  /// By part, from 1, and by name the bytes of its files.
  var sizes: [[String: Int]]

  private static let file = SealedFile<DividedStudy>(format: "rxuse divided 2", maker: "'rxuse partition'")
  /// What was read of the whole's files: the first part tells it.
  static let reading = SealedFile<StudyReading>(format: "rxuse reading 2", maker: "'rxuse partition'")
  /// The names of the two files in the folder of the parts.
  static let name = "whole.rxs", readingName = "reading.rxs"

  /// The name of a file in a part's folder.
  static func name(_ kind: InputKind, _ file: Int) -> String { "\(kind.rawValue)-\(file + 1).csv" }

  /// The name of a part's folder.
  static func folder(_ part: Int, of count: Int) -> String {
    let digits = String(part)
    return String(repeating: "0", count: max(0, max(2, String(count).count) - digits.count)) + digits
  }

  /// The bytes of its file.
  /// - Throws: `RxFault` (70) where they can't be compressed.
  func bytes() throws(RxFault) -> [UInt8] { try Self.file.bytes(self) }

  /// The files of a part, whose folder is `folder` (with a slash behind it, or empty).
  /// - Throws: `RxFault` (65) where one is not as it was written.
  func files(_ part: Int, in folder: String) throws(RxFault) -> [InputKind: [InputFile]] {
    var files: [InputKind: [InputFile]] = [:]
    for (kind, names) in study.files where kind != .population {
      files[kind] = names.indices.map { place in
        InputFile(path: folder + Self.name(kind, place), name: Self.name(kind, place))
      }
      for file in files[kind] ?? [] {
        let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
        guard let size, size == sizes[part - 1][String(file.path.dropFirst(folder.count))] else {
          throw RxFault(
            .data, "\(file.path) is not as 'rxuse partition' wrote it", remedy: "divide the data again")
        }
      }
    }
    return files
  }
}

extension DividedStudy {
  /// Reads the one at `path`.
  /// - Throws: `RxFault`: 66 where it can't be read, 65 where it is none, is cut off or was changed.
  init(path: String) throws(RxFault) {
    self = try Self.file.value(at: path) { $0.sizes.count == $0.partCount }
  }
}

extension DividedStudy: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(version)
    bytes.add(study)
    bytes.add(partCount)
    bytes.add(inputs)
    bytes.add(fillDays)
    bytes.add(sizes)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    version = try bytes.next()
    study = try bytes.next()
    partCount = try bytes.next()
    inputs = try bytes.next()
    fillDays = try bytes.next()
    sizes = try bytes.next()
  }
}
