import Testing

@testable import RxSample

@Suite("What stands in a sample")
struct SampleContentTests {
  @Test("Codes have eleven digits and leading zeros; one product holds two ingredients")
  func codes() throws {
    let files = try SampleFiles(SampleOptions(patients: 1, seed: 1))
    let rows = try files.records("codes.csv")
    #expect(rows.allSatisfy { $0.count == 7 && $0[0].count == 11 && $0[0].hasPrefix("00") })
    let ingredients: Set = [
      "alprazolam", "lorazepam", "clonazepam", "diazepam", "temazepam", "chlordiazepoxide", "amitriptyline",
      "zolpidem", "oxycodone", "hydrocodone", "tramadol", "morphine", "codeine", "gabapentin", "pregabalin",
      "sertraline", "escitalopram", "buspirone",
    ]
    #expect(Set(rows.map { $0[2] }) == ingredients)
    let twice = Dictionary(grouping: rows, by: { $0[0] }).values.filter { $0.count == 2 }
    #expect(twice.count == 1 && Set(twice.joined().map { $0[1] }) == ["benzodiazepine", "tricyclic"])
    #expect(rows.filter { $0[1] == "opioid" }.allSatisfy { !$0[5].isEmpty && $0[6].isEmpty })
    #expect(rows.filter { $0[1] == "benzodiazepine" }.allSatisfy { !$0[4].isEmpty && !$0[6].isEmpty })
  }

  @Test("The choices of products lie where their classes do")
  func choices() {
    let choices: [(Formulary.Choice, String)] = [
      (Formulary.benzodiazepines, "benzodiazepine"), (Formulary.zDrugs, "z-drug"),
      (Formulary.opioids, "opioid"),
      (Formulary.gabapentinoids, "gabapentinoid"), (Formulary.ssris, "ssri"),
      (Formulary.buspirone, "buspirone"),
      (Formulary.chronic, ""), (Formulary.acute, ""),
    ]
    var next = 0
    for (choice, drugClass) in choices {
      #expect(choice.first == next && choice.cumulative.last == 100)
      #expect(zip(choice.cumulative, choice.cumulative.dropFirst()).allSatisfy { $0 < $1 })
      next += choice.cumulative.count
      for product in Formulary.products[choice.first..<next] {
        #expect(product.contents.first?.drugClass ?? "" == drugClass, "\(product.code)")
      }
    }
    #expect(next == Formulary.products.count)
    #expect(Set(Formulary.products.map(\.code)).count == next)
  }

  @Test("Every kind of fault is there, in less than two rows of a thousand")
  func dirt() throws {
    let files = try SampleFiles(SampleOptions(patients: 20_000, seed: 6))
    let rows = try files.records("prescriptions.csv")
    let clean = rows.filter {
      day($0[2]) != nil && Int($0[4]) ?? 0 > 0 && $0[1].hasPrefix("P") && !$0[5].isEmpty && !$0[6].isEmpty
    }
    #expect(rows.count - clean.count > rows.count / 1000 && rows.count - clean.count < rows.count / 500)
    let faults: [([String]) -> Bool] = [
      { $0[4].isEmpty }, { $0[4] == "0" }, { $0[4] == "x" }, { $0[4].hasSuffix(".0") },
      { $0[2].count == 8 }, { $0[2].count == 19 }, { $0[2] == "2021-02-29" }, { $0[1].hasPrefix("X") },
      { $0[5].isEmpty }, { $0[6].isEmpty }, { $0[7].contains("\"") }, { $0[7].contains(",") },
    ]
    for (index, fault) in faults.enumerated() { #expect(rows.contains(where: fault), "fault \(index)") }
    let strangers = rows.filter { $0[1].hasPrefix("X") }
    let members = Set(try files.records("members.csv").map { $0[0] })
    #expect(strangers.allSatisfy { !members.contains($0[1]) })
    #expect(rows.allSatisfy { $0[1].hasPrefix("X") || members.contains($0[1]) })
  }

  @Test("Members are born, join, leave, come back and die in order")
  func members() throws {
    let rows = try SampleFiles(SampleOptions(patients: 10_000, seed: 9)).records("members.csv")
    for row in rows {
      let (birth, start, end) = (day(row[1]), day(row[5]), day(row[6]))
      #expect(start != nil && (row[6].isEmpty || end != nil) && (row[1].isEmpty || birth != nil))
      if let birth, let start { #expect(birth <= start) }
      if let start, let end { #expect(start <= end) }
      if let death = day(row[7]), let start { #expect(death >= start) }
      #expect(row[5] >= "2019-01-01" && row[6] <= "2022-12-31" && row[7] <= "2022-12-31")
    }
    let people = Set(rows.map { $0[0] }).count
    #expect(people == 10_000 && (300...500).contains(rows.count - people))
    let share = { (test: ([String]) -> Bool) in Double(rows.filter(test).count) / Double(rows.count) }
    #expect((0.006...0.014).contains(share { !$0[7].isEmpty }))
    #expect((0.02...0.06).contains(share { $0[1] >= "2019" }))
    #expect(share { $0[2].isEmpty } > 0 && share { $0[3].isEmpty } > 0 && share { $0[4].isEmpty } > 0)
    #expect(share { $0[6].isEmpty } > 0.3)
    #expect(Set(rows.map { $0[3] }).contains("Two or more, or other"))
  }

  @Test("The calendar agrees with counting", arguments: [-42_000, -1, 0, 58, 59, 364, 365, 424, 425, 1460])
  func calendar(number: Int) throws {
    let text = String(decoding: SampleCalendar.text(number), as: UTF8.self)
    #expect(day(text) == number + 17_897)
    let monthEnd = SampleCalendar.endOfMonth(number)
    #expect(String(decoding: SampleCalendar.text(monthEnd + 1), as: UTF8.self).hasSuffix("-01"))
    #expect(SampleCalendar.civil(monthEnd).month == SampleCalendar.civil(number).month)
  }
}
