import Foundation
import RxModel
import Testing

/// `rxuse init` on files that are plain, and on such as leave something open or can't be read.
@Suite("A study for files that nobody described")
struct InitTests {
  private static let drugs = [
    "diazepam 5 mg tablet", "Oxycodone HCl 5 MG", "metformin 500 mg", "lorazepam 1 mg",
  ]

  /// A table of fills of 60 persons over two years, a day written by `date`.
  static func fills(
    header: String = "patient_id,fill_date,days_supply,drug_name,sex", separator: String = ",",
    lastDay: Int = 28,
    date: (Int, Int, Int) -> String = { year, month, day in iso(year, month, day) },
    also: (Int) -> [String] = { _ in [] }
  ) -> String {
    var lines = [header]
    for row in 0..<480 {
      let person = row % 60
      let day = date(2019 + row / 240, (row / 60 * 5 + row) % 12 + 1, row * 7 % lastDay + 1)
      let fields = [
        "MBR\(7100 + person * 13)", day, ["30", "28", "14"][row % 3], drugs[row * 3 % 4 % drugs.count],
      ]
      lines.append((fields + [person % 2 == 0 ? "F" : "M"] + also(row)).joined(separator: separator))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func iso(_ year: Int, _ month: Int, _ day: Int) -> String {
    "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  static func european(_ year: Int, _ month: Int, _ day: Int) -> String {
    "\(day < 10 ? "0" : "")\(day)/\(month < 10 ? "0" : "")\(month)/\(year)"
  }

  /// The line of the study that has a key.
  static func line(_ key: String, _ study: String) -> String {
    study.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix("\(key):") }.map(String.init) ?? ""
  }

  @Test("A flat file: each line has a grade, the study passes check, and again the same bytes come")
  func plain() throws {
    let folder = try TestFolder()
    try folder.write(Self.fills(), to: "rx.csv")
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    #expect(made.code == 0 && made.errors.isEmpty, "\(made.errors)")
    let study = try folder.read("study.yml")
    #expect(Self.line("patient", study) == "    patient: patient_id  # likely: by its name")
    #expect(Self.line("dates", study).hasPrefix("  dates: auto  # certain"))
    #expect(Self.line("match", study).hasPrefix("  match: name  # likely"))
    #expect(Self.line("start", study).hasPrefix("  start: 2019-01-01  # guess"))
    #expect(Self.line("end", study).hasPrefix("  end: 2020-12-31  # guess"))
    #expect(study.contains("\ndisclosure: {preset: cms11}\n"))
    let checked = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(checked.code == 0, "\(checked.errors)")
    #expect(try Rxuse.run(["init", "rx.csv"], in: folder).code == RxFault.Code.cantCreate.rawValue)
    #expect(try Rxuse.run(["init", "rx.csv", "--force"], in: folder).code == 0)
    #expect(try folder.read("study.yml") == study)
  }

  @Test("Dates that can be read in two ways are to be chosen, and a run stops at the line")
  func ambiguousDates() throws {
    let folder = try TestFolder()
    try folder.write(Self.fills(lastDay: 12, date: Self.european), to: "rx.csv")
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    #expect(made.code == RxFault.Code.config.rawValue)
    let study = try folder.read("study.yml")
    let line = Self.line("dates", study)
    #expect(line.hasPrefix("  dates: CHOOSE  # CHOOSE: MM/dd/yyyy or dd/MM/yyyy: no date"), "\(line)")
    let number = try #require(study.components(separatedBy: "\n").firstIndex(of: line)) + 1
    #expect(made.errors.contains("study.yml:\(number): dates is to be chosen: MM/dd/yyyy or dd/MM/yyyy"))
    let run = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(run.code == RxFault.Code.config.rawValue)
    #expect(
      run.errors.contains("study.yml:\(number):10: 'prescriptions.dates' is not decided yet"), "\(run.errors)"
    )
    let told = try Rxuse.run(["init", "rx.csv", "--force", "--date-format", "dd/MM/yyyy"], in: folder)
    #expect(told.code == 0, "\(told.errors)")
    #expect(
      Self.line("dates", try folder.read("study.yml")).hasPrefix("  dates: dd/MM/yyyy  # certain: said by"))
  }

  @Test("One day above 12 decides the order of day and month")
  func decidedDates() throws {
    let folder = try TestFolder()
    try folder.write(Self.fills(date: Self.european), to: "rx.csv")
    #expect(try Rxuse.run(["init", "rx.csv"], in: folder).code == 0)
    #expect(Self.line("dates", try folder.read("study.yml")).hasPrefix("  dates: dd/MM/yyyy  # certain"))
  }

  @Test("Two columns of patients that are equally good are to be chosen")
  func twoPatients() throws {
    let folder = try TestFolder()
    let header = "patient_id,fill_date,days_supply,drug_name,sex,member_id"
    try folder.write(Self.fills(header: header, also: { ["H\($0 % 60 / 2 + 500)"] }), to: "rx.csv")
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    #expect(made.code == RxFault.Code.config.rawValue)
    #expect(made.errors.contains("patient_id or member_id, which are equally good"), "\(made.errors)")
    let told = try Rxuse.run(["init", "rx.csv", "--force", "--column", "patient=member_id"], in: folder)
    #expect(told.code == 0, "\(told.errors)")
    #expect(
      Self.line("patient", try folder.read("study.yml")).hasPrefix(
        "    patient: member_id  # certain: said by"))
  }

  @Test("Columns that are not used are told, those of days first")
  func unusedColumns() throws {
    let folder = try TestFolder()
    let header = "patient_id,fill_date,days_supply,drug_name,sex,net_amt,X4,empty"
    let more: (Int) -> [String] = { ["\($0 % 7).5", Self.iso(2021, $0 % 12 + 1, 3), ""] }
    try folder.write(Self.fills(header: header, also: more), to: "rx.csv")
    #expect(try Rxuse.run(["init", "rx.csv"], in: folder).code == 0)
    let study = try folder.read("study.yml")
    #expect(study.contains("\n  # Columns that are not used: 'X4' (days), 'net_amt'.\n"), "\(study)")
    try folder.write(Self.fills(), to: "rx.csv")
    #expect(try Rxuse.run(["init", "rx.csv", "--force"], in: folder).code == 0)
    #expect(try !folder.read("study.yml").contains("not used"))
  }

  @Test("A roster's other day of observation is found by its values", arguments: [false, true])
  func unnamedObservation(isCounted: Bool) throws {
    let folder = try TestFolder()
    // 43,466 is 2019-01-01 where days count from 1899-12-30.
    let date: (Int, Int, Int) -> String = { year, month, day in
      isCounted
        ? "\(43_466 + (year - 2019) * 365 + (month - 1) * 30 + day - 1)" : Self.iso(year, month, day)
    }
    try folder.write(Self.fills(date: date), to: "rx.csv")
    for (header, key, name) in [
      ("patient_id,birth_year,X4,date_to", "observation_start", "X4"),
      ("patient_id,birth_year,enroll_start,v6", "observation_end", "v6"),
    ] {
      let rows = (0..<60).map { person in
        let (from, to) = (
          date(2018, person % 12 + 1, 3), person % 3 == 0 ? "NA" : date(2020, 12, person % 28 + 1)
        )
        return "MBR\(7100 + person * 13),\(1930 + person),\(from),\(to)"
      }
      try folder.write(header + "\n" + rows.joined(separator: "\n") + "\n", to: "members.csv")
      let made = try Rxuse.run(["init", "rx.csv", "members.csv", "--force"], in: folder)
      #expect(made.code == 0, "\(made.errors)")
      let study = try folder.read("study.yml")
      #expect(
        Self.line(key, study).hasPrefix("    \(key): \(name)  # guess: by its values alone"), "\(study)")
      #expect(Self.line("observation_start", study) != "" && Self.line("observation_end", study) != "")
    }
  }

  @Test("Of a list that few rows are in, it is a guess that drugs are looked up in it")
  func fewListed() throws {
    let folder = try TestFolder()
    let codes: (Int) -> [String] = { [$0 == 5 ? "00000000005" : "\(10_000_000_000 + $0 % 97 * 1013)"] }
    let header = "patient_id,fill_date,days_supply,remark,sex,ndc"
    try folder.write(Self.fills(header: header, also: codes), to: "rx.csv")
    for (code, grade) in [("00000000005", "guess"), ("10000000000", "likely")] {
      try folder.write("code,class\n\(code),opioid\n", to: "codes.csv")
      let made = try Rxuse.run(["init", "rx.csv", "codes.csv", "--force"], in: folder)
      #expect(made.code == 0, "\(made.errors)")
      let line = Self.line("match", try folder.read("study.yml"))
      #expect(line.contains("# \(grade): "), "\(line)")
    }
  }

  @Test("A file whose roster can't be made out is not passed over in silence")
  func unknownRoster() throws {
    let folder = try TestFolder()
    try folder.write(Self.fills(), to: "rx.csv")
    let people = (0..<60).map { "MBR\(7100 + $0 * 13);\($0 % 7)" }.joined(separator: "\n")
    try folder.write("v1;v2\n\(people)\n", to: "v.csv")
    let made = try Rxuse.run(["init", "rx.csv", "v.csv"], in: folder)
    #expect(made.code == RxFault.Code.config.rawValue)
    #expect(made.errors.contains("patients is to be chosen: v.csv has the patients"), "\(made.errors)")
    #expect(
      try Rxuse.run(["init", "rx.csv", "v.csv", "--force", "--role", "none=v.csv"], in: folder).code == 0)
  }

  @Test(
    "What is no table with a header is refused with the remedy",
    arguments: [
      ("no header", "names of columns in its first line"), ("empty", "rx.csv is empty"),
      ("UTF-16", "iconv -f UTF-16"), ("Latin-1 header", "iconv -f LATIN1"), ("nothing", "no file 'rx.csv'"),
    ])
  func refused(_ name: String, _ text: String) throws {
    let folder = try TestFolder()
    let rows = Self.fills().split(separator: "\n").dropFirst().joined(separator: "\n")
    switch name {
    case "no header": try folder.write(rows, to: "rx.csv")
    case "empty": try folder.write("", to: "rx.csv")
    case "UTF-16":
      try Data(Array(Self.fills().utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        .write(to: URL(fileURLWithPath: "\(folder.path)/rx.csv"))
    case "Latin-1 header":
      let header = Array("patient_id,fill_date,days_supply,drug_name,gesch".utf8) + [0xE4, 0x0A]
      try Data(header + Array(rows.utf8)).write(to: URL(fileURLWithPath: "\(folder.path)/rx.csv"))
    default: break
    }
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    let codes = [RxFault.Code.data.rawValue, RxFault.Code.noInput.rawValue]
    #expect(codes.contains(made.code) && made.errors.contains(text), "\(made.code) \(made.errors)")
    #expect(!folder.holds("study.yml"))
    #expect(!made.errors.contains("MBR7"))
  }

  @Test("Of one row the names are all that speaks, and nothing of it is shown")
  func oneRow() throws {
    let folder = try TestFolder()
    try folder.write(
      "patient_id,fill_date,days_supply,drug_name\nMBR7100,2019-03-17,30,diazepam 5 mg\n", to: "rx.csv")
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    #expect(made.code == 0, "\(made.errors)")
    let all = made.output + made.errors + (try folder.read("study.yml"))
    for value in ["MBR7100", "2019-03", "diazepam 5 mg"] { #expect(!all.contains(value), "\(value)") }
  }

  @Test("Values of fewer than eleven patients, identifiers and births are neither written nor shown")
  func rareValues() throws {
    let folder = try TestFolder()
    let header = "patient_id,fill_date,days_supply,drug_name,sex,birth_date,race"
    let births = (0..<60).map { (number: Int) -> String in
      "19\(40 + number % 50)-0\(number % 9 + 1)-1\(number % 10)"
    }
    func person(_ row: Int) -> [String] {
      let number = row % 60
      return [births[number], number < 10 ? "Zwerg" : number < 25 ? "Blau" : "Gruen"]
    }
    let table = Self.fills(header: header, also: person)
    var rows = table.split(separator: "\n").map(String.init)
    for place in rows.indices.dropFirst() {
      let person = (place - 1) % 60
      // Ten persons of a sex and of a drug of their own, and a word for a missing value; eleven of another drug.
      if person < 10 { rows[place] = rows[place].replacingOccurrences(of: ",F,", with: ",zyx,") }
      if person < 10 {
        rows[place] = rows[place].replacingOccurrences(of: "metformin 500 mg", with: "raritol 7 mg")
      }
      if person == 3 { rows[place] = rows[place].replacingOccurrences(of: ",30,", with: ",#N/A,") }
    }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "rx.csv")
    let made = try Rxuse.run(["init", "rx.csv"], in: folder)
    let checked = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(made.code == 0 && checked.code == 0, "\(made.errors)\(checked.errors)")
    let all = made.output + made.errors + (try folder.read("study.yml"))
    let hidden = ["zyx", "raritol", "Zwerg", "#N/A"] + births + (0..<60).map { "MBR\(7100 + $0 * 13)" }
    for value in hidden { #expect(!all.contains(value), "\(value)") }
    #expect(all.contains("'metformin 500 mg'"), "what many have is told")
  }

  @Test("Files of one header are one list, a roster and a code list are found, delimiters and decimals too")
  func severalFiles() throws {
    let folder = try TestFolder()
    let header = "PATID;SRVC_DT;DAYS_SUPLY_NUM;NDC;sx;QTY"
    for year in 2019...2021 {
      let text = Self.fills(header: header, separator: ";", also: { ["\($0 % 5 + 1),5"] })
        .replacingOccurrences(of: "2019-", with: "\(year)-").replacingOccurrences(
          of: "2020-", with: "\(year)-"
        )
        .replacingOccurrences(of: "diazepam 5 mg tablet", with: "00005334031")
        .replacingOccurrences(of: "Oxycodone HCl 5 MG", with: "35356060504")
        .replacingOccurrences(of: "metformin 500 mg", with: "00093104801")
        .replacingOccurrences(of: "lorazepam 1 mg", with: "00093104802")
      try folder.write(text, to: "data/rx-\(year).csv")
    }
    let people = (0..<70).map { "MBR\(7100 + $0 * 13),19\(40 + $0 % 50),\($0 % 2 + 1)" }.joined(
      separator: "\n")
    try folder.write("PATID,YOB,SEX\n\(people)\n", to: "data/members.csv")
    try folder.write(
      "NDC,Class,Drug\n00005334031,Benzo,Alprazolam\n35356060504,Opioid,Oxycodone\n", to: "data/list.csv")
    let made = try Rxuse.run(["init", "data", "--out", "data/s.yml"], in: folder)
    #expect(made.code == 0, "\(made.errors)")
    let study = try folder.read("data/s.yml")
    #expect(study.contains("  files: [\"rx-[0-9]*.csv\"]  # "), "\(study)")
    #expect(Self.line("delimiter", study).hasPrefix("  delimiter: \";\"  # certain"))
    #expect(Self.line("decimal", study).hasPrefix("  decimal: \",\"  # certain"))
    #expect(
      study.contains("  files: [{file: list.csv, columns: {code: NDC, class: Class, ingredient: Drug}}]"))
    #expect(Self.line("match", study).hasPrefix("  match: ndc  # likely"))
    #expect(Self.line("birth_year", study).hasPrefix("    birth_year: YOB  # likely"))
    #expect(study.contains("    sex: {F: [\"2\"], M: [\"1\"]}  # guess: as ISO 5218 has it"))
    let checked = try Rxuse.run(["check", "data/s.yml"], in: folder)
    #expect(checked.code == 0, "\(checked.errors)")
  }

  @Test("A layout known by name is recognised by its headers")
  func layout() throws {
    let folder = try TestFolder()
    let header =
      "PATIENT,START,STOP,DESCRIPTION,CODE,REASONCODE,REASONDESCRIPTION,ENCOUNTER"
    let rows = (0..<240).map { row in
      "p\(row % 40),\(2019 + row / 120)-0\(row % 9 + 1)-11T00:00:00Z,,\(Self.drugs[row % 3]),1,,,e\(row)"
    }
    try folder.write(([header] + rows).joined(separator: "\n") + "\n", to: "medications.csv")
    let people = (0..<40).map { "p\($0),1950-01-01,,\($0 % 2 == 0 ? "M" : "F"),white,x,,,," }
    let head = "Id,BIRTHDATE,DEATHDATE,GENDER,RACE,ETHNICITY,SSN,DRIVERS,PASSPORT,MAIDEN"
    try folder.write(([head] + people).joined(separator: "\n") + "\n", to: "patients.csv")
    let made = try Rxuse.run(["init", ".", "--out", "s.yml"], in: folder)
    #expect(made.code == 0, "\(made.errors)")
    let study = try folder.read("s.yml")
    #expect(Self.line("layout", study).hasPrefix("layout: synthea  # certain"))
    #expect(!study.contains("columns:"))
    #expect(try Rxuse.run(["run", "s.yml", "--out", "out"], in: folder).code == 0)
    #expect(folder.holds("out/report.html"))
  }
}
