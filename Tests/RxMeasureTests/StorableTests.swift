import RxCounts
import RxDecode
import RxModel
import Testing

@testable import RxMeasure

/// Values as bytes: what was added is read again, equal values have equal bytes, and other bytes are refused.
@Suite("Values as bytes")
struct StorableTests {
  private func bytes(_ value: some Storable) -> [UInt8] {
    var stored = StoredBytes()
    stored.add(value)
    return stored.bytes
  }

  private func read<Value: Storable>(_ bytes: [UInt8], as _: Value.Type = Value.self) throws(StoredFault)
    -> Value
  {
    var reader = StoredReader(bytes)
    let value: Value = try reader.next()
    try reader.end()
    return value
  }

  private func expectSame<Value: Storable & Equatable>(_ value: Value) throws {
    #expect(try read(bytes(value)) == value)
  }

  @Test("Numbers, texts, lists and tables come back")
  func standard() throws {
    for number in [0, 1, -1, 63, 64, -64, -65, 8191, 8192, Int64.max, .min] { try expectSame(number) }
    for number in [UInt64.min, 1, .max] { try expectSame(number) }
    for number in [Int32.min, 0, .max] { try expectSame(number) }
    for text in ["", "a", "é", "e\u{301}", "\0", "日本"] {
      let back: String = try read(bytes(text))
      #expect(Array(back.utf8) == Array(text.utf8))
    }
    try expectSame([true, false])
    try expectSame([Int?.none, 0, 7])
    try expectSame(["b": [1], "a": []])
    try expectSame(Set([3, 1, 2]))
    try expectSame(PackedNumbers([0, 0, 5, 0, -1, 0, 0, 0]))
    try expectSame(PackedNumbers([]))
    try expectSame([ExactText("é"): 1, ExactText("e\u{301}"): 2])
    try expectSame(DaySpan(Day(-3), Day(40_000)))
  }

  @Test("Tables and sets that were made in another order have the same bytes")
  func canonical() {
    let one = Dictionary(uniqueKeysWithValues: (0..<500).map { ("key \($0)", $0) })
    let other = Dictionary(uniqueKeysWithValues: (0..<500).reversed().map { ("key \($0)", $0) })
    #expect(bytes(one) == bytes(other))
    #expect(bytes(Set(0..<500)) == bytes(Set((0..<500).reversed())))
    #expect(bytes(Int64(1)) == [2] && bytes(Int64(-1)) == [1] && bytes(Int64(64)) == [0x80, 1])
  }

  @Test("A second form of a number, a key that comes twice and bytes too many are refused")
  func refused() {
    #expect(throws: StoredFault.self) { try read([0x80, 0], as: Int64.self) }
    #expect(throws: StoredFault.self) { try read(Array(repeating: 0xFF, count: 9) + [2], as: Int64.self) }
    #expect(throws: StoredFault.self) { try read(bytes(Int64.max), as: Int32.self) }
    #expect(throws: StoredFault.self) { try read([4], as: Bool.self) }
    #expect(throws: StoredFault.self) { try read([2, 0xFF], as: String.self) }
    #expect(throws: StoredFault.self) { try read(bytes(["no such reason"]), as: [RejectReason].self) }
    #expect(throws: StoredFault.self) { try read([4, 2, 0, 2, 0], as: [Int: Int].self) }
    #expect(throws: StoredFault.self) { try read([4, 2, 2], as: Set<Int>.self) }
    #expect(throws: StoredFault.self) { try read([2, 0], as: Int.self) }
    #expect(throws: StoredFault.self) { try read(bytes(1 << 40), as: [Int].self) }
    #expect(throws: StoredFault.self) {
      try read(bytes(1 << 40) + [0] + bytes((1 << 40) - 1), as: PackedNumbers.self)
    }
    #expect(throws: StoredFault.self) {
      try read(bytes([Day(3), Day(2)]).dropFirst().map { $0 }, as: DaySpan.self)
    }
  }

  /// An account in which every field has a value of its own.
  private var account: FileAccount {
    var account = FileAccount(name: "a.csv")
    account.rows = 10
    account.lines = 12
    account.rejectedRows = [.badDate: 1, .notUTF8: 2]
    account.rejectedLines = [.badDate: 3, .notUTF8: 2]
    account.rejectedDrugs = [ExactText("x"): 1, ExactText("y"): 2]
    account.countUnlistedRejects { $0 == "y" }
    account.firstDay = Day(1)
    account.lastDay = Day(20_000)
    account.lacksLastLineEnd = true
    account.longRecord = FileAccount.Lines(line: 4, count: 11)
    account.oddLastLine = 5
    account.dashedLine = 6
    account.trimmedPatients = 7
    account.suppliesPutIn = 8
    account.suppliesCapped = 9
    account.missingWords = [FileAccount.MissingWord(field: "drug", word: "NA"): 2]
    account.notInRoster = 13
    account.withoutPrescription = 14
    account.notInCodeList = 15
    account.used = 16
    account.patients = 17
    return account
  }

  @Test("An account comes back; of changed bytes only those that stand for another one are read")
  func accounts() throws {
    var totals = RejectTotals()
    totals.files = [account, FileAccount(name: "b.csv")]
    totals.first = [
      RejectedRow(file: "a.csv", line: 3, reason: .badDate, field: "date", value: "2020-13-01"),
      RejectedRow(file: "a.csv", line: 4, reason: .notUTF8, field: "", value: ""),
    ]
    totals.shapes = [.badDate: RejectShape(text: "9999-99-99", rows: 1)]
    try expectOnlyForm(of: totals)
    let back: RejectTotals = try read(bytes(totals))
    #expect(back.files == totals.files && back.first == totals.first && back.shapes == totals.shapes)
    try expectOnlyForm(of: PackedNumbers([0, 0, 5, 0, -1, 0, 0, 0, 300]))
    try expectOnlyForm(of: ["a": [1, 2], "b": [3]])
  }

  /// Cuts off and changes the value's bytes at every place: what can still be read has these bytes.
  private func expectOnlyForm<Value: Storable>(of value: Value) throws {
    let whole = bytes(value)
    for length in whole.indices {
      #expect(throws: StoredFault.self) { try read(Array(whole.prefix(length)), as: Value.self) }
    }
    for place in whole.indices {
      for bit in 0..<8 {
        var changed = whole
        changed[place] ^= 1 << UInt8(bit)
        guard let other = try? read(changed, as: Value.self) else { continue }
        #expect(bytes(other) == changed, "bit \(bit) of byte \(place)")
      }
    }
  }
}
