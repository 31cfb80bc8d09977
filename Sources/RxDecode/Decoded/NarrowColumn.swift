import CSVStream

/// Level numbers of one column, a row's at its place, in chunks as long as those of the rows: two bytes a number, and
/// four in a chunk that holds one above 65,535.
package struct NarrowColumn: Sendable {
  private struct Chunk: Sendable {
    var narrow: [UInt16] = []
    /// All numbers of the chunk where one of them needs it; else empty.
    var wide: [UInt32] = []

    /// Adds the numbers that `numbers` has at the places of `rows` in `range`.
    mutating func append(_ numbers: [UInt32], at rows: Span<FillRow>, _ range: Range<Int>) {
      var next = range.lowerBound
      while wide.isEmpty, next < range.upperBound {
        append(numbers[Int(rows[next].patient)])
        next += 1
      }
      guard next < range.upperBound else { return }
      let first = wide.count
      wide.resize(to: first + range.upperBound - next, 0)
      var target = wide.mutableSpan
      for place in next..<range.upperBound {
        target[first &+ place &- next] = numbers[Int(rows[place].patient)]
      }
    }

    private mutating func append(_ number: UInt32) {
      if wide.isEmpty {
        if let small = UInt16(exactly: number) { return narrow.append(small) }
        wide.reserveCapacity(PackedRows.chunkRows)
        for small in narrow { wide.append(UInt32(small)) }
        narrow = []
      }
      wide.append(number)
    }
  }

  private var chunks: [Chunk] = []
  // The numbers in the last chunk: it is far away.
  private var lastCount = PackedRows.chunkRows

  /// The number of chunks that have four bytes a number.
  var wideChunkCount: Int { chunks.count { !$0.wide.isEmpty } }

  /// Adds the numbers that `numbers` has at the places of `rows`.
  mutating func append(_ numbers: [UInt32], at rows: Span<FillRow>) {
    var next = 0
    while next < rows.count {
      if lastCount == PackedRows.chunkRows {
        chunks.append(Chunk())
        lastCount = 0
      }
      var chunk = Chunk()
      swap(&chunk, &chunks[chunks.count - 1])
      let end = min(rows.count, next + PackedRows.chunkRows - lastCount)
      lastCount += end - next
      chunk.append(numbers, at: rows, next..<end)
      swap(&chunk, &chunks[chunks.count - 1])
      next = end
    }
  }

  /// Puts the numbers of a chunk into `numbers`, in the place of what is there.
  package func unpack(_ chunk: Int, into numbers: inout [UInt32]) {
    numbers.removeAll(keepingCapacity: true)
    if chunks[chunk].wide.isEmpty {
      for number in chunks[chunk].narrow { numbers.append(UInt32(number)) }
    } else {
      numbers += chunks[chunk].wide
    }
  }

  /// Puts the numbers that a chunk has at `places` into `numbers`, in the place of what is there.
  func unpack(_ chunk: Int, at places: [Int], into numbers: inout [UInt32]) {
    numbers.removeAll(keepingCapacity: true)
    let (narrow, wide) = (chunks[chunk].narrow, chunks[chunk].wide)
    if wide.isEmpty {
      for place in places { numbers.append(UInt32(narrow[place])) }
    } else {
      for place in places { numbers.append(wide[place]) }
    }
  }
}

extension NarrowColumn {
  /// Puts the numbers as they lie in memory behind what `numbers` has.
  func store(in numbers: inout RawNumbers) {
    numbers.add([chunks.count, lastCount])
    for chunk in chunks {
      numbers.add(chunk.narrow)
      numbers.add(chunk.wide)
    }
  }

  /// The numbers that `store` has put there.
  /// - Throws: `RawNumbersReader.Fault` where there are none.
  init(from numbers: inout RawNumbersReader) throws(RawNumbersReader.Fault) {
    let counts = try numbers.next(Int.self)
    guard counts.count == 2, counts[0] >= 0 else { throw RawNumbersReader.Fault() }
    lastCount = counts[1]
    for _ in 0..<counts[0] {
      var chunk = Chunk()
      chunk.narrow = try numbers.next()
      chunk.wide = try numbers.next()
      chunks.append(chunk)
    }
  }
}
