import CSVStream
import Crypto
import Foundation
import RxCounts
import RxDecode
import RxMeasure
import RxModel
import RxReport

/// What one part of a study's patients, or several of them, come to: whole numbers that add up. It holds small counts, so
/// it is as confidential as the data.
struct StudyState: Codable, Sendable {
  /// The version that made it.
  var version: String
  var study: StudyDefinition
  /// The number of parts that the patients are divided into.
  var partCount: Int
  /// The numbers of the parts that it holds, ascending, from 1.
  var parts: [Int]
  /// The first and the last day of a fill by which its patients were measured; nil where there is no fill.
  var fillDays: ClosedRange<Day>?
  /// The size and SHA-256 of the data's files.
  var inputs: [RunRecord.Input]
  /// What was read of the files. Of parts that read all rows the first alone has it, so that it is not there twice.
  var reading: StudyReading?
  var counts: StudyCounts

  /// The sum of two states that hold other parts of one study.
  static func + (a: StudyState, b: StudyState) -> StudyState {
    var sum = a.parts[0] < b.parts[0] ? a : b
    let other = a.parts[0] < b.parts[0] ? b : a
    sum.parts = (a.parts + b.parts).sorted()
    sum.inputs = sum.inputs.isEmpty ? other.inputs : sum.inputs
    sum.counts = sum.counts + other.counts
    if let reading = other.reading {
      sum.reading?.add(reading)
      sum.reading = sum.reading ?? reading
    }
    return sum
  }

  /// Refuses a state that can't be added to this one, which came from the file `own`.
  /// - Throws: `RxFault` (65) that names both files.
  func check(_ other: StudyState, file: String, own: String) throws(RxFault) {
    func refuse(_ what: String, _ remedy: String) -> RxFault {
      RxFault(.data, "\(file): \(what)", remedy: remedy)
    }
    guard other.version == version else {
      throw refuse(
        "it was made by rxuse \(other.version), and \(own) by \(version)", "make all parts with one version")
    }
    if let difference = other.study.difference(from: study) {
      throw refuse("it is of \(difference) than \(own)", "merge the parts of one study")
    }
    guard other.partCount == partCount else {
      throw refuse(
        "it is of \(other.partCount) parts, and \(own) of \(partCount)", "divide the patients once")
    }
    if let twice = other.parts.first(where: parts.contains) {
      throw refuse("part \(twice) is in \(own) too", "name each part once")
    }
    guard other.inputs.isEmpty || inputs.isEmpty || other.inputs == inputs else {
      throw refuse("its input files are not what \(own) has read", "make the parts of the same data")
    }
    guard other.fillDays == fillDays else {
      throw refuse(
        "it was measured by other first and last days of fills than \(own)",
        "make the parts of the same data")
    }
  }

  /// The parts that are missing.
  var missing: [Int] { Set(1...partCount).subtracting(parts).sorted() }
}

// MARK: As a file

extension StudyState {
  private static let format = "rxuse state 1 "

  /// The bytes of its file: a line with the format and the SHA-256 of the rest, then the values as JSON, compressed. The
  /// same values give the same bytes.
  /// - Throws: `RxFault` (70) where it can't be encoded.
  func bytes() throws(RxFault) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(self), let content = ZstdBytes.compressed(Array(json)) else {
      throw RxFault(
        .software, "a state can't be encoded", remedy: "this is a defect in rxuse; please report it")
    }
    let digest = hexadecimal(SHA256.hash(data: content))
    return Array("\(Self.format)\(digest)\n".utf8) + content
  }

  /// Reads the state at `path`.
  /// - Throws: `RxFault`: 66 where it can't be read, 65 where it is none, is cut off or was changed.
  init(path: String) throws(RxFault) {
    func refuse(_ what: String) -> RxFault {
      RxFault(.data, "\(path) is \(what)", remedy: "make it again with 'rxuse map' or 'rxuse merge'")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RxFault(.noInput, "\(path) can't be read", remedy: "name a file that 'rxuse map' has written")
    }
    guard data.starts(with: Self.format.utf8), let end = data.firstIndex(of: UInt8(ascii: "\n")) else {
      throw refuse("no state of rxuse, or one of another version")
    }
    let content = Array(data[(end + 1)...])
    let told = String(decoding: data[..<end].dropFirst(Self.format.utf8.count), as: UTF8.self)
    guard told == hexadecimal(SHA256.hash(data: content)) else {
      throw refuse("cut off, or was changed since it was written")
    }
    guard let json = ZstdBytes.decompressed(content),
      let state = try? JSONDecoder().decode(StudyState.self, from: Data(json)),
      (1...PatientPart.mostParts).contains(state.partCount), !state.parts.isEmpty,
      state.parts == Set(state.parts).sorted(), state.parts.allSatisfy((1...state.partCount).contains)
    else { throw refuse("no state of this version of rxuse") }
    self = state
  }
}
