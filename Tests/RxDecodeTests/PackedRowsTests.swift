import Testing

@testable import RxDecode

/// Do rows come out of eight bytes as they went in, at each limit and beyond it?
@Suite struct PackedRowsTests {
  private static let days = PackedRow.firstDay...(PackedRow.firstDay + (1 << 15) - 1)
  private static let mostPatient = UInt32(1 << 22 - 1)
  /// The greatest drug number that fits: one below the mark.
  private static let mostDrug = Int32(1 << 17 - 2)

  private func row(_ patient: UInt32, _ day: Int32, _ supply: Int32, _ drug: Int32) -> FillRow {
    FillRow(patient: patient, day: day, daysSupply: supply, drug: drug)
  }

  private func isSame(_ a: FillRow, _ b: FillRow) -> Bool {
    (a.patient, a.day, a.daysSupply, a.drug) == (b.patient, b.day, b.daysSupply, b.drug)
  }

  private var fitting: [FillRow] {
    [0, 1, Self.mostPatient].flatMap { patient in
      [Self.days.lowerBound, 0, 19_000, Self.days.upperBound].flatMap { day in
        [-512, -30, 0, 1, 30, 365, 511].flatMap { supply in
          [0, 1, 65_536, Self.mostDrug].map { row(patient, day, supply, $0) }
        }
      }
    }
  }

  private var wide: [FillRow] {
    [
      row(Self.mostPatient + 1, 0, 30, 1), row(.max, 0, 30, 1), row(1, Self.days.lowerBound - 1, 30, 1),
      row(1, Self.days.upperBound + 1, 30, 1), row(1, .min, 30, 1), row(1, .max, 30, 1), row(1, 0, -513, 1),
      row(1, 0, 512, 1), row(1, 0, .max, 1), row(1, 0, .min, 1), row(1, 0, 30, Self.mostDrug + 1),
      row(1, 0, 30, .max),
    ]
  }

  @Test func fieldsFillEightBytes() {
    #expect(
      PackedRow.drugBits + PackedRow.supplyBits + PackedRow.dayBits + PackedRow.patientBits == 64)
    #expect(PackedRow.suppliedDays.count == 1 << PackedRow.supplyBits)
  }

  @Test func whatFitsComesBack() {
    for row in fitting {
      guard let word = PackedRow.packed(row) else {
        Issue.record("\(row) does not fit")
        continue
      }
      #expect(PackedRow.widePlace(word) == nil)
      #expect(isSame(PackedRow.row(word), row))
    }
  }

  @Test func whatDoesNotFitIsRefused() {
    for row in wide { #expect(PackedRow.packed(row) == nil, "\(row)") }
    for place in [0, 1, 1 << 40] { #expect(PackedRow.widePlace(PackedRow.wide(place)) == place) }
  }

  @Test func rowsKeepTheirOrderOverChunks() {
    let pattern = fitting + wide
    let rows = (0..<(3 * PackedRows.chunkRows + 17)).map { pattern[$0 % pattern.count] }
    var packed = PackedRows()
    // In pieces that end anywhere.
    var next = 0
    for size in [1, PackedRows.chunkRows - 1, PackedRows.chunkRows + 5, 7, rows.count] {
      let piece = Array(rows[next..<min(next + size, rows.count)])
      let patients = piece.map { Int32(bitPattern: $0.patient) }
      packed.append(piece.span, patients: patients.span)
      next += piece.count
    }
    var back: [FillRow] = []
    var chunk: [FillRow] = []
    for number in 0..<packed.chunkCount {
      packed.unpack(number, into: &chunk)
      back += chunk
    }
    #expect(back.count == rows.count && zip(back, rows).allSatisfy(isSame))
    let wideRows = rows.count { row in wide.contains { isSame($0, row) } }
    #expect(packed.wideCount == wideRows)
  }
}

/// Does a column of level numbers keep them, in two bytes where they fit?
@Suite struct NarrowColumnTests {
  private func column(_ numbers: [UInt32], pieces: Int) -> NarrowColumn {
    var column = NarrowColumn()
    for first in stride(from: 0, to: numbers.count, by: pieces) {
      let rows = (first..<min(first + pieces, numbers.count)).map { FillRow(patient: UInt32($0)) }
      column.append(numbers, at: rows.span)
    }
    return column
  }

  private func numbers(_ column: NarrowColumn, chunks: Int) -> [UInt32] {
    var (all, chunk): ([UInt32], [UInt32]) = ([], [])
    for number in 0..<chunks {
      column.unpack(number, into: &chunk)
      all += chunk
    }
    return all
  }

  @Test func onlyAChunkWithAGreatNumberIsWide() {
    let size = PackedRows.chunkRows
    var levels = (0..<UInt32(3 * size)).map { $0 % 65_536 }
    levels[5] = 65_535
    #expect(column(levels, pieces: 1000).wideChunkCount == 0)
    levels[size + 7] = 65_536
    levels[size + 8] = .max
    for pieces in [1, 999, size, 3 * size] {
      let column = column(levels, pieces: pieces)
      #expect(column.wideChunkCount == 1)
      #expect(numbers(column, chunks: 3) == levels)
    }
  }

  @Test func aRowsNumberIsTheOneAtItsPlace() {
    var column = NarrowColumn()
    let levels: [UInt32] = [70, 71, 72]
    column.append(levels, at: [FillRow(patient: 2), FillRow(patient: 0)].span)
    #expect(numbers(column, chunks: 1) == [72, 70])
  }
}
