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
  /// By series, full stratum, interval and block, where its counts begin; -1 where it has none.
  private var blocks: [[Int32]] = []
  private var counts: [Int32] = []
  private var records: [Record] = []

  /// Nothing, of so many intervals.
  init(intervalCount: Int) { self.intervalCount = intervalCount }

  /// The counts that it holds room for.
  var size: Int { counts.count + records.count }

  /// Adds a code, 0 or more, to a series; `place` is the full stratum times the number of intervals, and the interval.
  @inline(__always)
  mutating func add(_ code: Int, to series: Int, at place: Int) {
    guard code < Self.smallCodes else {
      records.append(Record(place: Int32(place), series: Int32(series), code: Int32(code)))
      return
    }
    let block = place << Self.blocksBits | code >> Self.blockBits
    if series >= blocks.count || block >= blocks[series].count { makeRoom(series, block) }
    var first = blocks[series][block]
    if first < 0 {
      first = Int32(counts.count)
      counts += repeatElement(0, count: Self.blockSize)
      blocks[series][block] = first
    }
    counts[Int(first) &+ code & (Self.blockSize &- 1)] &+= 1
  }

  private mutating func makeRoom(_ series: Int, _ block: Int) {
    while blocks.count <= series { blocks.append([]) }
    let missing = block + 1 - blocks[series].count
    if missing > 0 { blocks[series] += repeatElement(-1, count: missing) }
  }

  /// Takes everything away: by full stratum, of which there are so many, its counts by series and interval.
  mutating func take(fullStrata: Int) -> [[Count]] {
    var found: [[Count]] = Array(repeating: [], count: fullStrata)
    for (series, blocks) in blocks.enumerated() {
      for (block, first) in blocks.enumerated() where first >= 0 {
        let (place, ofPlace) = (block >> Self.blocksBits, block & (1 << Self.blocksBits - 1))
        for code in 0..<Self.blockSize where counts[Int(first) + code] > 0 {
          found[place / intervalCount].append(
            Count(
              series: series, interval: place % intervalCount,
              code: Int32(ofPlace << Self.blockBits | code), times: Int(counts[Int(first) + code])))
        }
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
