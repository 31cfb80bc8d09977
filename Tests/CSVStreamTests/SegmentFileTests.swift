import Foundation
import Testing

@testable import CSVStream

/// Do arrays come back from a segment as they went in, and is what is told of one that can't be read, or has other bytes, the
/// cause?
@Suite struct SegmentFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/a\(SegmentFile.suffix)" }

  init() throws { folder = try TemporaryFolder() }

  /// The file with one segment of these arrays.
  private func file(of numbers: RawNumbers) throws -> (file: SegmentFile, segment: Segment) {
    let writer = try SegmentFileWriter(path: path, format: 7)
    _ = try writer.append([1, 2, 3])
    let segment = try writer.append(numbers.bytes)
    try writer.finish(index: Array("index".utf8))
    return (try SegmentFile(path: path, format: 7), segment)
  }

  @Test("Arrays of any length and type, also where one ends as far as was read ahead")
  func arrays() throws {
    let lengths = [0, 1, 7, 8, 9, 63, 510, 511, 512, 513] + Array(4080...4104) + [8184, 8192, 100_003]
    var numbers = RawNumbers()
    for length in lengths {
      numbers.add((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      numbers.add((0..<length).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) })
      numbers.add((0..<length / 8).map { -$0 })
      numbers.add([length])
    }
    let (file, segment) = try file(of: numbers)
    #expect(file.index == Array("index".utf8))
    try file.decoded(segment) { (numbers) throws(RawNumbersReader.Fault) in
      for length in lengths {
        #expect(try numbers.next() == (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }, "\(length)")
        #expect(
          try numbers.next() == (0..<length).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) },
          "\(length)")
        #expect(try numbers.next() == (0..<length / 8).map { -$0 }, "\(length)")
        #expect(try numbers.nextCount() == length)
      }
    }
  }

  /// A table of keys, short and long.
  private func table() -> KeyTable {
    var keys = KeyTable()
    for number in 0..<30 {
      _ = keys.intern(Array("p\(number * 997)\(number % 3 == 0 ? "-with-a-long-name" : "")".utf8)[...])
    }
    return keys
  }

  private func fault(_ file: SegmentFile, _ segment: Segment) -> StreamFault? {
    do {
      _ = try file.decoded(segment, KeyTable.init(from:))
      return nil
    } catch {
      return error
    }
  }

  @Test("Each byte of a segment matters")
  func flips() throws {
    var numbers = RawNumbers()
    table().store(in: &numbers)
    let (file, segment) = try file(of: numbers)
    #expect(fault(file, segment) == nil)
    #expect(try file.decoded(segment, KeyTable.init(from:)).find(Array("p997".utf8)[...]) == 1)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for place in segment.start..<(segment.start + segment.count) {
      for flip: UInt8 in [1, 0x80] {
        var other = bytes
        other[place] ^= flip
        try other.write(to: URL(fileURLWithPath: path))
        let fault = fault(try SegmentFile(path: path, format: 7), segment)
        #expect(fault?.kind == .badData && fault?.message.hasSuffix("is damaged") == true, "\(place)")
      }
    }
  }

  @Test("A file that is cut off while it is open is told as cut off, and not as damaged")
  func cutOff() throws {
    var numbers = RawNumbers()
    numbers.add([Int](0..<10_000))
    let (file, segment) = try file(of: numbers)
    for length in [segment.start + segment.count - 1, segment.start + 8, segment.start] {
      #expect(truncate(path, length) == 0)
      let fault = #expect(throws: StreamFault.self) {
        try file.decoded(segment) { (numbers) throws(RawNumbersReader.Fault) in try numbers.next(Int.self) }
      }
      #expect(fault?.message.hasSuffix("is cut off") == true, "\(fault?.message ?? "")")
    }
  }

  @Test("Arrays that nobody asks for, that are longer than the segment, and counts that are none are damage")
  func misread() throws {
    var numbers = RawNumbers()
    numbers.add([-1])
    numbers.add([1, 2])
    numbers.add([UInt8](0..<9))
    let (file, segment) = try file(of: numbers)
    func expectDamage(
      _ segment: Segment, _ read: (inout RawNumbersReader) throws(RawNumbersReader.Fault) -> Void
    ) {
      let fault = #expect(throws: StreamFault.self) { try file.decoded(segment, read) }
      #expect(fault?.message.hasSuffix("is damaged") == true)
    }
    expectDamage(segment) { (numbers) throws(RawNumbersReader.Fault) in _ = try numbers.next(Int.self) }
    expectDamage(segment) { (numbers) throws(RawNumbersReader.Fault) in _ = try numbers.nextCount() }
    expectDamage(segment) { (numbers) throws(RawNumbersReader.Fault) in
      _ = try numbers.next(Int.self)
      _ = try numbers.nextCount()
    }
    expectDamage(segment) { (numbers) throws(RawNumbersReader.Fault) in
      for _ in 0..<2 { _ = try numbers.next(Int.self) }
      _ = try numbers.next(Int.self)
    }
    expectDamage(segment) { (numbers) throws(RawNumbersReader.Fault) in
      for _ in 0..<4 { _ = try numbers.next(UInt8.self) }
    }
    for (start, count) in [(-1, 8), (0, -1), (0, 1 << 40), (1 << 62, 8)] {
      expectDamage(Segment(start: start, count: count, checksum: 0)) { _ in }
    }
  }
}
