/// How often each value of a series came, by full stratum and interval: one worker's.
///
/// Small codes, which nearly all are, have a place of their own in blocks that are there once something is in them: ages of
/// everyone cost an addition each. Greater codes are listed one by one.
struct ValueTally: Sendable {
  /// Codes of a series that came, in an interval of a full stratum.
  struct Count: Sendable {
    let series: Int
    let interval: Int
    let code: Int32
    let times: Int
  }

  private struct Record: Sendable {
    let place: Int32
    let series: Int32
    let code: Int32
  }

  // A block has 64 codes, a series 8 blocks.
  private static let blockBits = 6
  private static let blockSize = 1 << blockBits
  private static let blocksBits = 3
  private static let smallCodes = blockSize << blocksBits

  private let intervalCount: Int
  /// The series that there is room for.
  private var seriesRoom = 16
  /// By full stratum, interval, series and block, where its counts begin; -1 where it has none. One array, since one of
  /// arrays would count references at each addition.
  private var blocks: [Int32] = []
  private var counts: [Int32] = []
  private var records: [Record] = []

  /// Nothing, of so many intervals.
  init(intervalCount: Int) { self.intervalCount = intervalCount }

  /// The counts that it holds room for.
  var size: Int { counts.count + records.count }

  /// True if a code has a place of its own.
  static func isSmall(_ code: Int) -> Bool { code < smallCodes }

  /// Adds a small code to a series, so many times; `place` is as below.
  mutating func add(_ code: Int, times: Int, to series: Int, at place: Int) {
    counts[count(of: code, series, place)] &+= Int32(times)
  }

  /// Adds a code, 0 or more, to a series; `place` is the full stratum times the number of intervals, and the interval.
  @inline(__always)
  mutating func add(_ code: Int, to series: Int, at place: Int) {
    guard code < Self.smallCodes else {
      records.append(Record(place: Int32(place), series: Int32(series), code: Int32(code)))
      return
    }
    counts[count(of: code, series, place)] &+= 1
  }

  /// The place of a small code's count.
  @inline(__always)
  private mutating func count(of code: Int, _ series: Int, _ place: Int) -> Int {
    if series >= seriesRoom { makeRoom(forSeries: series) }
    let block = (place &* seriesRoom &+ series) << Self.blocksBits | code >> Self.blockBits
    if block >= blocks.count { makeRoom(forBlock: block) }
    var first = blocks[block]
    if first < 0 {
      first = Int32(counts.count)
      counts += repeatElement(0, count: Self.blockSize)
      blocks[block] = first
    }
    return Int(first) &+ code & (Self.blockSize &- 1)
  }

  private mutating func makeRoom(forBlock block: Int) {
    let wanted = max(block + 1, blocks.count * 2)
    blocks += repeatElement(-1, count: wanted - blocks.count)
  }

  private mutating func makeRoom(forSeries series: Int) {
    var room = seriesRoom
    while room <= series { room *= 2 }
    let (own, wider) = (seriesRoom << Self.blocksBits, room << Self.blocksBits)
    var moved: [Int32] = []
    for first in stride(from: 0, to: blocks.count, by: own) {
      let old = blocks[first..<min(first + own, blocks.count)]
      moved += old
      moved += repeatElement(-1, count: wider - old.count)
    }
    (blocks, seriesRoom) = (moved, room)
  }

  /// Takes everything away: by full stratum, of which there are so many, its counts by series and interval.
  mutating func take(fullStrata: Int) -> [[Count]] {
    var found: [[Count]] = Array(repeating: [], count: fullStrata)
    for (block, first) in blocks.enumerated() where first >= 0 {
      let (row, ofSeries) = (block >> Self.blocksBits, block & (1 << Self.blocksBits - 1))
      let (place, series) = (row / seriesRoom, row % seriesRoom)
      for code in 0..<Self.blockSize where counts[Int(first) + code] > 0 {
        found[place / intervalCount].append(
          Count(
            series: series, interval: place % intervalCount,
            code: Int32(ofSeries << Self.blockBits | code), times: Int(counts[Int(first) + code])))
      }
    }
    for record in records {
      let place = Int(record.place)
      found[place / intervalCount].append(
        Count(series: Int(record.series), interval: place % intervalCount, code: record.code, times: 1))
    }
    self = ValueTally(intervalCount: intervalCount)
    return found
  }
}

extension [ValueTally.Count] {
  /// The runs of one series and interval.
  func chunked() -> [ArraySlice<ValueTally.Count>] {
    var runs: [ArraySlice<ValueTally.Count>] = []
    var start = startIndex
    while start < endIndex {
      let first = self[start]
      let end =
        self[start...].firstIndex { $0.series != first.series || $0.interval != first.interval } ?? endIndex
      runs.append(self[start..<end])
      start = end
    }
    return runs
  }
}
