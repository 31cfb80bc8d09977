import Foundation
import RxModel
import Testing

/// Claims that are taken back: netted before duplicates are dropped, orphans counted, whatever the order of rows.
@Suite("Reversals")
struct ReversalTests {
  /// A study of fills of one class, with `reversals` and `duplicates` as given, in a folder with these rows.
  private func folder(_ reversals: String, _ rows: [String], duplicates: String = "keep") throws -> TestFolder
  {
    let folder = try TestFolder()
    try folder.write(
      """
      title: Reversals
      period: {start: 2024-01-01, end: 2024-12-31}
      prescriptions:
        files: [rx.csv]
        columns: {patient: p, date: d, days_supply: s, drug: n, quantity: q, prescriber: r, pharmacy: f}
        duplicates: \(duplicates)
        reversals: \(reversals)
      patients: {files: [m.csv], columns: {patient: p}}
      drugs: {files: [codes.csv], match: code}
      measures: {fill_rate: {drugs: [opioid]}}
      """, to: "study.yml")
    try folder.write("code,class\nOX,opioid\nMO,opioid\n", to: "codes.csv")
    try folder.write("p\nA\nB\n", to: "m.csv")
    try folder.write(([Self.header] + rows).joined(separator: "\n") + "\n", to: "rx.csv")
    return folder
  }

  private static let header = "p,d,s,n,q,r,f,status,claim,original"

  /// Fills, and the attrition's rows of reversed fills, reversals, and reversals of nothing.
  private func outcome(
    _ folder: TestFolder, threads: Int = 1, blockBytes: Int = 1 << 19, memoryLasts: Int? = nil
  ) throws -> [Int] {
    let csv = try productResults(
      folder.path, threads: threads, blockBytes: blockBytes, memoryLasts: memoryLasts)
    let fills = try #require(ResultRow.parse(csv).rows.first.flatMap { Int($0.numerator) })
    let attrition = try folder.read("out/attrition.csv").split(separator: "\n")
    return [fills]
      + ["reversed", "reversal", "reversal of no fill"].map { step in
        attrition.first { $0.hasPrefix("\(step),") }.flatMap { Int($0.split(separator: ",")[1]) } ?? -1
      }
  }

  /// Each way to tell a reversal, the rows, and what must come of them.
  private static let cases: [(name: String, reversals: String, rows: [String], expected: [Int])] = [
    (
      "status, in any case", "{status: status, values: [R, Reversed]}",
      [
        "A,2024-02-01,30,OX,30,D,F,P,,", "A,2024-02-01,30,OX,30,D,F,reversed,,",
        "A,2024-03-01,30,OX,30,D,F,P,,",
        "B,2024-02-01,30,OX,30,D,F,r,,",
      ], [1, 1, 1, 1]
    ),
    (
      "status: another quantity, day, drug or prescriber is another fill", "{status: status, values: [R]}",
      [
        "A,2024-02-01,30,OX,30,D,F,P,,", "A,2024-02-01,30,OX,31,D,F,R,,", "A,2024-02-02,30,OX,30,D,F,R,,",
        "A,2024-02-01,30,MO,30,D,F,R,,", "A,2024-02-01,30,OX,30,E,F,R,,", "A,2024-02-01,29,OX,30,D,F,R,,",
      ], [1, 0, 0, 5]
    ),
    (
      "negative quantity or days", "{negative: true}",
      [
        "A,2024-02-01,30,OX,30,D,F,,,", "A,2024-02-01,30,OX,-30.0,D,F,,,", "A,2024-03-01,30,OX,30,D,F,,,",
        "A,2024-03-01,-30,OX,-30,D,F,,,", "B,2024-03-01,-30,OX,30,D,F,,,",
      ], [0, 2, 2, 1]
    ),
    (
      "two of the same, one taken back; three reversals of two", "{negative: true}",
      [
        "A,2024-02-01,30,OX,30,D,F,,,", "A,2024-02-01,30,OX,30,D,F,,,", "A,2024-02-01,30,OX,-30,D,F,,,",
        "B,2024-02-01,30,OX,-30,D,F,,,", "B,2024-02-01,30,OX,30,D,F,,,", "B,2024-02-01,30,OX,-30,D,F,,,",
        "B,2024-02-01,30,OX,30,D,F,,,", "B,2024-02-01,30,OX,-30,D,F,,,",
      ], [1, 3, 3, 1]
    ),
    (
      "by claim, whatever else the reversal says", "{claim: claim, original: original}",
      [
        "A,2024-02-01,30,OX,30,D,F,,c1,", "A,2024-02-09,5,MO,-1,,,,c2,c1", "A,2024-03-01,30,OX,30,D,F,,c3,",
        "B,2024-02-01,30,OX,30,D,F,,c4,", "B,2024-02-01,30,OX,30,D,F,,c5,c3",
      ], [2, 1, 1, 1]
    ),
    ("no reversal", "{negative: true}", ["A,2024-02-01,30,OX,30,D,F,,,"], [1, 0, 0, 0]),
  ]

  @Test("What is taken back is no fill, in any order of rows, blocks and spilled", arguments: cases.indices)
  func netted(place: Int) throws {
    let (name, reversals, rows, expected) = Self.cases[place]
    var dice = Dice(seed: UInt64(place))
    for round in 0..<4 {
      let folder = try folder(reversals, round == 0 ? rows : dice.shuffled(rows))
      #expect(try outcome(folder) == expected, "\(name), order \(round)")
      #expect(try outcome(folder, threads: 3, blockBytes: 20) == expected, "\(name), order \(round)")
      #expect(
        try outcome(folder, threads: 2, blockBytes: 40, memoryLasts: 0) == expected, "\(name), order \(round)"
      )
    }
  }

  @Test("Reversals are netted before duplicates are dropped")
  func beforeDuplicates() throws {
    let rows = [
      "A,2024-02-01,30,OX,30,D,F,,,", "A,2024-02-01,30,OX,30,D,F,,,", "A,2024-02-01,30,OX,-30,D,F,,,",
    ]
    // Dropped first, nothing would be left.
    #expect(try outcome(folder("{negative: true}", rows, duplicates: "drop")) == [1, 1, 1, 0])
    let more = rows + [rows[0]]
    #expect(try outcome(folder("{negative: true}", more, duplicates: "drop")) == [1, 1, 1, 0])
  }

  @Test(
    "A mistake in the block is told",
    arguments: [
      ("{}", "'reversals' has one of 'status', 'negative' and 'original'"),
      ("{status: s, negative: true}", "'reversals' has one of"), ("{status: s}", "lacks the key 'values'"),
      ("{original: o}", "lacks the key 'claim'"),
      ("{negative: true, values: [R]}", "'values' goes with 'status' alone"),
      ("{negative: yes}", "can't be 'yes'"),
    ])
  func mistakes(block: String, message: String) throws {
    let folder = try folder(block, [])
    let fault = #expect(throws: RxFault.self) { try productResults(folder.path) }
    #expect(fault?.code == .config)
    #expect(fault?.text.contains(message) == true, "\(fault?.text ?? "")")
  }

  @Test("A column that is not there is an error")
  func columnThatIsNotThere() throws {
    let folder = try folder("{status: statuss, values: [R]}", [])
    let fault = #expect(throws: RxFault.self) { try productResults(folder.path) }
    #expect(fault?.text.contains("did you mean 'status'?") == true)
  }
}
