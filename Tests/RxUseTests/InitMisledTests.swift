import Foundation
import RxModel
import Testing

/// `rxuse init` on files in which something looks like what it is not.
@Suite("A study for files that mislead")
struct InitMisledTests {
  @Test("Of columns that are called the same none is taken, and where none is needed it does not matter")
  func namesakes() throws {
    let folder = try TestFolder()
    try folder.write(
      InitTests.fills(
        header: "patient_id,date,days_supply,drug_name,sex,date", also: { ["\(2021 + $0 % 2)-03-04"] }),
      to: "rx.csv")
    let near = InitTests.fills(
      header: "patient_id,date,days_supply,drug_name,sex,date", also: { _ in ["2020-03-04"] })
    for (place, told) in [[], ["--column", "date=date"], []].enumerated() {
      if place == 2 { try folder.write(near, to: "rx.csv") }
      let made = try Rxuse.run(["init", "rx.csv", "--force"] + told, in: folder)
      #expect(made.code == RxFault.Code.config.rawValue)
      #expect(
        made.errors.contains(
          "date is to be chosen: 2 columns are called date; settle it with other names for all but the one"),
        "\(made.errors)")
    }
    try folder.write(
      InitTests.fills(
        header: "patient_id,date,days_supply,drug_name,sex,note,note", also: { _ in ["a", "b"] }),
      to: "rx.csv")
    #expect(try Rxuse.run(["init", "rx.csv", "--force"], in: folder).code == 0)
    #expect(try Rxuse.run(["check", "study.yml"], in: folder).code == 0)
  }

  @Test(
    "Files of days are one pattern that takes in those to come too, and no others",
    arguments: [
      (["rx_2019-12-01", "rx_2019-12-02", "rx_2019-12-30"], "\"rx_[0-9]*.csv\""),
      (["rx_2019-12-01", "rx_2019-12-02"], "\"rx_[0-9]*.csv\""),
      (["2019-01", "2019-02", "2019-03"], "\"[0-9]*.csv\""),
      (["a2019b", "a2020b", "a2021b"], "\"a[0-9]*b.csv\""),
      (["rx_north", "rx_south", "rx_west"], "rx_*.csv"),
      (["rx_north", "rx_south"], "rx_north.csv, rx_south.csv"),
    ])
  func patterns(names: [String], pattern: String) throws {
    let folder = try TestFolder()
    for (place, name) in names.enumerated() {
      try folder.write(InitTests.fills().replacing("MBR", with: "M\(place)R"), to: "in/\(name).csv")
    }
    #expect(try Rxuse.run(["init", "in", "--out", "in/study.yml"], in: folder).code == 0)
    let line = InitTests.line("files", try folder.read("in/study.yml"))
    #expect(line.hasPrefix("  files: [\(pattern)]  #"), "\(line)")
    let end = InitTests.line("end", try folder.read("in/study.yml"))
    #expect(end.contains("later lie behind it") == pattern.contains("*"), "\(end)")
    #expect(try Rxuse.run(["check", "in/study.yml"], in: folder).code == 0)
    // A file beside that is none of them, and that nobody named.
    guard names.count > 2, pattern.contains("[0-9]") else { return }
    try folder.write("x\n", to: "in/\(names[0])_old.csv")
    let named = names.map { "in/\($0).csv" }
    #expect(try Rxuse.run(["init"] + named + ["--out", "in/study.yml", "--force"], in: folder).code == 0)
    let list = InitTests.line("files", try folder.read("in/study.yml"))
    #expect(!list.contains("[0-9]") || names[0] == "a2019b", "\(list)")
  }

  @Test(
    "Of many files and one roster the roster is read whole; where it has none of the patients it is asked")
  func rosterOfMany() throws {
    let folder = try TestFolder()
    let roster = (0..<4000).map { "MBR\(7100 + $0),19\(50 + $0 % 40)-05-17,\($0 % 2 == 0 ? "F" : "M")" }
    func write(_ prefix: String) throws {
      try folder.write(
        "patient_id,birth_date,sex\n" + roster.map { "\(prefix)\($0)\n" }.joined(), to: "roster.csv")
    }
    let lines = InitTests.fills().split(separator: "\n")
    for file in 0..<150 {
      let own = [lines[0]] + lines[(1 + file * 3)..<(4 + file * 3)]
      try folder.write(own.joined(separator: "\n") + "\n", to: "in/rx_\(1000 + file).csv")
    }
    try write("")
    #expect(try Rxuse.run(["init", "in", "roster.csv"], in: folder).code == 0)
    #expect(
      InitTests.line("patient", try folder.read("study.yml")).hasSuffix(
        "nearly all of the patients with prescriptions are in the roster"))
    try write("X")
    let made = try Rxuse.run(["init", "in", "roster.csv", "--force"], in: folder)
    #expect(made.code == RxFault.Code.config.rawValue)
    #expect(
      made.errors.contains(
        "none of the patients with prescriptions that were read is in the roster's patient_id"),
      "\(made.errors)")
  }

  @Test("What is told is believed, unless the data belie it")
  func belied() throws {
    let folder = try TestFolder()
    try folder.write(InitTests.fills(), to: "rx.csv")
    let format = try Rxuse.run(["init", "rx.csv", "--date-format", "dd/MM/yyyy"], in: folder)
    #expect(format.code == RxFault.Code.config.rawValue)
    #expect(format.errors.contains("dd/MM/yyyy reads no date of date, which auto"), "\(format.errors)")
    try folder.write("patient_id,birth_date,sex\nA,1950-01-01,F\nB,1950-01-01,M\n", to: "roster.csv")
    let list = try Rxuse.run(
      ["init", "rx.csv", "roster.csv", "--force", "--role", "codes=roster.csv"], in: folder)
    #expect(list.code == RxFault.Code.data.rawValue)
    #expect(list.errors.contains("roster.csv is no code list (--role)"), "\(list.errors)")
  }

  @Test(
    "What only looks like a field is not taken for it",
    arguments: [
      ("patient_id,rx_dt,last_fill_dt,drug_name,sex", "date: last_fill_dt", "end_date"),
      ("patient_id,fill_date,days_supply,drug_name,sex,expiry_date", "date: fill_date", "end_date"),
      ("patient_id,fill_date,months_supply,drug_name,sex", "date: fill_date", "days_supply"),
      ("patient_id,fill_date,days_late,drug_name,sex", "date: fill_date", "days_supply"),
      ("IKN,fill_date,days_supply,drug_name,sex,prscr_id", "patient: IKN", "patient: prscr_id"),
      ("member_id,date_filled,days_supply,drug_name,sex,date_sold", "date: date_filled", "end_date"),
    ])
  func lookalikes(header: String, line: String, other: String) throws {
    let folder = try TestFolder()
    let isTwoDays = header.contains("rx_dt")
    var text = InitTests.fills(
      header: header,
      also: { row in
        header.filter { $0 == "," }.count > 4
          ? [
            header.contains("date_") || header.contains("expiry")
              ? InitTests.iso(2021, row % 12 + 1, 3) : "P\(row % 12 + 700)"
          ] : []
      })
    if isTwoDays {
      let rows = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
      text =
        rows.enumerated().map { place, row in
          place == 0
            ? row.joined(separator: ",") : ([row[0], row[1], row[1]] + row[3...]).joined(separator: ",")
        }.joined(separator: "\n") + "\n"
    }
    try folder.write(text, to: "rx.csv")
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    let study = try folder.read("study.yml")
    #expect(made.code == 0 && study.contains("    \(line)  # likely"), "\(study)")
    #expect(!study.contains("    \(other)"), "\(study)")
  }

  @Test("A number within a family makes a guess of the patient, and negative quantities are reversals")
  func families() throws {
    let folder = try TestFolder()
    let header = "member_id,fill_date,days_supply,drug_name,sex,person_code,quantity"
    try folder.write(
      InitTests.fills(header: header, also: { ["0\($0 / 60 % 3)", $0 % 7 == 0 ? "-30" : "30"] }), to: "rx.csv"
    )
    #expect(try Rxuse.run(["init", "rx.csv"], in: folder).code == 0)
    let study = try folder.read("study.yml")
    #expect(InitTests.line("patient", study).hasPrefix("    patient: member_id  # guess"))
    #expect(InitTests.line("patient", study).contains("person_code seems to tell persons"))
    #expect(InitTests.line("reversals", study).hasPrefix("  reversals: {negative: true}  # guess"))
    #expect(try Rxuse.run(["check", "study.yml"], in: folder).code == 0)
  }

  @Test("Days from 1960 are a guess where days from 1970 would do, and stray days don't move the end")
  func strays() throws {
    let folder = try TestFolder()
    let first = 17_532  // 2018-01-01 from 1970
    try folder.write(InitTests.fills(date: { "\(first + ($0 - 2019) * 365 + $1 * 28 + $2)" }), to: "rx.csv")
    #expect(try Rxuse.run(["init", "rx.csv"], in: folder).code == 0)
    let dates = InitTests.line("dates", try folder.read("study.yml"))
    #expect(dates.hasPrefix("  dates: sas  # guess") && dates.contains("days from 1970"), "\(dates)")
    try folder.write(InitTests.fills() + "MBR7100,2099-12-31,30,lorazepam 1 mg,F\n", to: "rx.csv")
    #expect(try Rxuse.run(["init", "rx.csv", "--force"], in: folder).code == 0)
    #expect(
      InitTests.line("end", try folder.read("study.yml")).hasPrefix(
        "  end: 2020-12-31  # guess: the last whole"))
    try folder.write("patient_id,fill_date,days_supply,drug_name\n", to: "rx.csv")
    let empty = try Rxuse.run(["init", "rx.csv", "--force"], in: folder)
    #expect(
      empty.code == 65 && empty.errors.contains("rx.csv has the names of columns and no row"), "\(empty)")
  }

  @Test("Words in a column of days are missing ones, and rows that will be rejected are told")
  func lostRows() throws {
    let folder = try TestFolder()
    let rows = InitTests.fills().split(separator: "\n").enumerated().map { place, row in
      place % 3 == 1 ? row.replacing(/,(30|28|14),/, with: ",0,") : row
    }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "rx.csv")
    let people = (0..<60).map {
      "MBR\(7100 + $0 * 13),1950-01-0\($0 % 9 + 1),\($0 % 6 == 0 ? "2020-05-06" : "alive")\n"
    }
    try folder.write("patient_id,birth_date,date_of_death\n" + people.joined(), to: "people.csv")
    let made = try Rxuse.run(["init", "rx.csv", "people.csv"], in: folder)
    let study = try folder.read("study.yml")
    #expect(made.code == 0 && made.output.contains("rejected_rows: 50%: about 30% of the rows"), "\(made)")
    #expect(
      study.contains("  missing: [\"alive\"]") && study.contains("    death_date: date_of_death"), "\(study)")
    let checked = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(checked.code == 0 && checked.output.contains("Period: 2019-01-01 to 2020-12-31"), "\(checked)")
  }

  @Test(
    "A plain fill comes before the last one, a code of a word before that word's absence, a family's number after a name"
  )
  func closeCalls() throws {
    let folder = try TestFolder()
    func study(_ text: String, _ people: String = "") throws -> String {
      try folder.write(text, to: "rx.csv")
      if !people.isEmpty { try folder.write(people, to: "people.csv") }
      let files = ["rx.csv"] + (people.isEmpty ? [] : ["people.csv"])
      let made = try Rxuse.run(["init", "--force"] + files, in: folder)
      #expect(made.code == 0, "\(made.errors)")
      return try folder.read("study.yml")
    }
    let twoDays = try study(
      InitTests.fills(
        header: "patient_id,fill_date,days_supply,drug_name,sex,last_fill_date",
        also: { [InitTests.iso(2018, $0 % 12 + 1, 3)] }))
    #expect(twoDays.contains("    date: fill_date  # likely"), "\(twoDays)")
    let twoKeys = try study(
      InitTests.fills(
        header: "person_hash,fill_date,days_supply,drug_name,sex,client_id", also: { ["C\($0 % 4)"] }))
    #expect(twoKeys.contains("    patient: person_hash  # likely"), "\(twoKeys)")
    // The roster's days can be read in two ways, and the fills' in one.
    let roster = (0..<60).map { "MBR\(7100 + $0 * 13),0\($0 % 9 + 1)/0\($0 % 7 + 1)/1950,F\n" }
    let adopted = try study(
      InitTests.fills { "\($2)/\($1)/\($0)" }, "patient_id,birth_date,sex\n" + roster.joined())
    #expect(adopted.contains("  dates: d/M/yyyy  # guess: as in the prescriptions"), "\(adopted)")
    // N is a region, and stands for the living too.
    let people = (0..<60).map {
      "MBR\(7100 + $0 * 13),1950-01-0\($0 % 9 + 1),\($0 % 2 == 0 ? "N" : "S"),\($0 % 6 == 0 ? "2020-05-06" : "N")\n"
    }
    let living = try study(
      InitTests.fills(), "patient_id,birth_date,region,date_of_death\n" + people.joined())
    #expect(!living.contains("  missing:") && living.contains("# death_date is not mapped"), "\(living)")
    // A supply of -1 stands for not known and takes nothing back.
    let unknown = try study(
      InitTests.fills(
        header: "patient_id,fill_date,days_supply,drug_name,sex,quantity",
        also: { [$0 % 7 == 0 ? "-1" : "30"] }))
    #expect(!unknown.contains("reversals"), "\(unknown)")
    // One of a hundred patients is in the roster.
    let few = try study(
      InitTests.fills(),
      "patient_id,birth_date,sex\n"
        + (0..<60).map { "\($0 == 0 ? "MBR" : "X")\(7100 + $0 * 13),1950-01-01,F\n" }.joined())
    #expect(few.contains("    patient: patient_id  # guess: few of the patients"), "\(few)")
  }
}
