import Foundation
import Testing

/// Extracts that are dirty in ways that parse: each kind at its boundary, with siblings that are right.
@Suite("Extracts as they come")
struct ExtractTests {
  @Test("A clean extract warns of nothing, and every file has its account")
  func clean() throws {
    let folder = try TestFolder()
    let outcome = try Extract().run(folder)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let account = try Extract.account("rx-2020.csv", folder)
    #expect(account["rows"] == "120" && account["lines"] == "120" && account["rejected"] == "0")
    #expect(account["not_in_roster"] == "0" && account["not_in_code_list"] == "40" && account["used"] == "80")
    #expect(account["first_date"] == "2020-01-01" && account["last_date"] == "2020-12-19")
    #expect(account["patients"] == "40")
    #expect(try Extract.account("members.csv", folder)["rows"] == "40")
  }

  @Test("Under control accounts are hundreds and percents, and months")
  func controlled() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.more = "disclosure: {preset: cms11}\ntolerance: {rejected_rows: 10%}"
    extract.second[0] = "P1,2020-13-01,30,OP"
    let outcome = try extract.run(folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let account = try Extract.account("rx-2020.csv", folder)
    // One row is rejected, which less than 1% of 100 would say.
    #expect(account["rows"] == "100" && account["rejected"] == "[c]")
    #expect(account["first_date"] == "2020-01" && account["patients"] == "")
    extract.second = Extract().second
    #expect(try extract.run(folder).code == 0)
    let clean = try Extract.account("rx-2020.csv", folder)
    #expect(
      clean["rows"] == "100" && clean["rejected"] == "0" && clean["not_in_code_list"] == "33", "\(clean)")
  }

  @Test(
    "Identifiers and codes written differently are told with what would make them match, and not shown",
    arguments: [
      ("P7.0", "'.0'"), ("'P7", "apostrophe"), ("p7", "letter case"), ("P-7", "hyphens"),
      ("P 7", "without blanks"),
      ("\"=\"\"P7\"\"\"", "around them"), ("00P7", "zeros in front"),
    ])
  func nearMisses(spelled: String, words: String) throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.second = extract.second.map { row in
      let comma = row.firstIndex(of: ",") ?? row.endIndex
      return spelled.replacingOccurrences(of: "P", with: "P").replacingOccurrences(
        of: "7", with: String(row[..<comma].dropFirst())) + row[comma...]
    }
    let outcome = try extract.run(folder)
    #expect(outcome.code == 0 && outcome.errors.contains("rx-2020.csv: 120 of 120 rows"), "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!outcome.errors.contains("P12") && !outcome.errors.contains("p12"), "no identifier is told")
  }

  @Test("Blanks around keys are no part of them, within quotes and no-break spaces too")
  func blanks() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.first = extract.first.map { $0.replacingOccurrences(of: ",OP", with: ",\" op \"") }
    extract.second = extract.second.map { row in
      let comma = row.firstIndex(of: ",") ?? row.endIndex
      return row[..<comma] + "\u{A0}" + row[comma...]
    }
    let outcome = try extract.run(folder)
    #expect(outcome.code == 0 && outcome.errors.contains("no-break space"), "\(outcome.errors)")
    #expect(try Extract.account("rx-2019.csv", folder)["used"] == "80")
    #expect(try Extract.account("rx-2020.csv", folder)["used"] == "80")
  }

  @Test("A file of the same content is refused, one that overlaps is told, one with a header alone too")
  func twice() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.second = extract.first
    let copy = try extract.run(folder)
    #expect(copy.code == 65 && copy.errors.contains("rx-2019.csv and rx-2020.csv"), "\(copy.errors)")
    extract = Extract()
    extract.second += extract.first.suffix(30)
    let overlap = try extract.run(folder)
    #expect(overlap.code == 0 && overlap.errors.contains("are also in rx-2019.csv"), "\(overlap.errors)")
    #expect(try folder.read("out/attrition.csv").contains("\nequal to another row,20,"))
    extract.prescriptions = "  duplicates: drop"
    #expect(try extract.run(folder).errors.isEmpty)
    extract = Extract()
    extract.second = []
    let empty = try extract.run(folder)
    #expect(empty.code == 0 && empty.errors.contains("rx-2020.csv holds its header alone"), "\(empty.errors)")
  }

  @Test("Rows are the same in all their details, 30 and 30.0 as well")
  func details() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.header = "id,fill_date,days,drug,quantity,by"
    extract.prescriptions = ""
    func told(_ rows: [String], decimal: String = ".") throws -> Bool {
      var own = extract
      own.prescriptions = "  decimal: \"\(decimal)\""
      own.first = own.first.map { $0 + ",1,D" } + rows
      own.second = own.second.map { $0 + ",1,D" }
      try own.write(to: folder)
      let study = try folder.read("study.yml").replacingOccurrences(
        of: "drug: drug}", with: "drug: drug, quantity: quantity, prescriber: by}")
      try folder.write(study, to: "study.yml")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
      let isTold = try !folder.read("out/attrition.csv").contains("\nequal to another row,0,0")
      try folder.write(
        study.replacingOccurrences(of: "  decimal", with: "  duplicates: drop\n  decimal"), to: "study.yml")
      #expect(try Rxuse.run(["run", "study.yml", "--out", "dropped"], in: folder).code == 0)
      #expect(try !folder.read("dropped/attrition.csv").contains("\nduplicate,0,0") == isTold)
      return isTold
    }
    #expect(try told(["P9,2019-06-06,30,OP,30,D1", "P9,2019-06-06,30,OP,\"30,0\",D1"], decimal: ","))
    #expect(try told(["P9,2019-06-06,30,OP,\"2,50\",D1", "P9,2019-06-06,30,OP,\"02,5\",D1"], decimal: ","))
    #expect(try !told(["P9,2019-06-06,30,OP,30,D1", "P9,2019-06-06,30,OP,30.0,D1"], decimal: ","))
    #expect(try !told(["P9,2019-06-06,30,OP,\"2,5\",D1", "P9,2019-06-06,30,OP,2.5,D1"], decimal: ","))
    #expect(try told(["P9,2019-06-06,30,OP,30,D1", "P9,2019-06-06,30,OP,30.0,D1"]))
    #expect(try told(["P9,2019-06-06,30,OP,030,D1", "P9,2019-06-06,30,op,30,D1"]))
    #expect(try !told(["P9,2019-06-06,30,OP,30,D1", "P9,2019-06-06,30,OP,30,D2"]))
    #expect(try !told(["P9,2019-06-06,30,OP,30,D1", "P9,2019-06-06,30,OP,31,D1"]))
    #expect(try !told(["P9,2019-06-06,30,OP,0,D1", "P9,2019-06-06,30,OP,,D1"]))
    #expect(try !told(["P9,2019-06-06,30,OP,30,", "P9,2019-06-06,30,OP,,30"]))
  }

  @Test("The tolerance counts lines: a record of several lines is as many")
  func tolerance() throws {
    let folder = try TestFolder()
    var extract = Extract()
    // 2 of 240 lines are 0.83%, 3 are 1.25%.
    extract.first[3] = "P4,2019-02-31,30,OP"
    extract.second[3] = "P4,,30,OP"
    #expect(try extract.run(folder).code == 0)
    extract.second[4] = "P5,,30,OP"
    #expect(try extract.run(folder).code == 65)
    extract = Extract()
    extract.first[5] = extract.first[5].replacingOccurrences(of: ",OP", with: ",\"OP").replacingOccurrences(
      of: ",XX", with: ",\"XX")
    extract.first[8] += "\""
    let joined = try extract.run(folder)
    #expect(joined.code == 65 && joined.errors.contains("rx-2019.csv"), "\(joined.errors)")
    #expect(joined.errors.contains("a line end in a field (4 lines)"), "\(joined.errors)")
    #expect(joined.errors.contains("quotes: none"), "\(joined.errors)")
  }

  @Test("A field with a line end that nobody maps is none of the study's business, if it is short")
  func unmappedLines() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.header += ",note"
    extract.first = extract.first.map { $0 + ",\"two\nlines\"" }
    extract.second = extract.second.map { $0 + "," }
    let short = try extract.run(folder)
    #expect(short.code == 0 && short.errors.isEmpty, "\(short.errors)")
    #expect(try Extract.account("rx-2019.csv", folder)["lines"] == "240")
    extract.first[2] = Extract().first[2] + ",\"" + String(repeating: "x\n", count: 11) + "\""
    let long = try extract.run(folder)
    #expect(long.errors.contains("rx-2019.csv:6: a record runs over 12 lines"), "\(long.errors)")
    extract.first[2] = Extract().first[2] + ",\"" + String(repeating: "x\n", count: 9) + "\""
    #expect(try extract.run(folder).errors.isEmpty)
  }

  @Test("A header again, rows of delimiters, sep=, rounded identifiers")
  func noData() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.more = "tolerance: {rejected_rows: 10%}"
    extract.first.insert(extract.header, at: 60)
    extract.first += [",,,", " , ,\t, ", "\"\",,,"]
    extract.members.insert("id,sex,born,died", at: 20)
    extract.second[0] = "2.00001E+11,2020-01-01,30,OP"
    extract.second[1] = "2E11,2020-01-01,30,OP"
    let outcome = try extract.run(folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let rejects = try folder.read("out/rejects.csv")
    #expect(
      rejects.contains("rx-2019.csv,62,header_again") && rejects.contains("members.csv,22,header_again"))
    #expect(rejects.contains("rx-2020.csv,2,rounded_number") && rejects.split(separator: "\n").count == 4)
    let account = try Extract.account("rx-2019.csv", folder)
    #expect(account["rows"] == "121" && account["lines"] == "124" && account["rejected"] == "1")
  }

  @Test("A first line that names the delimiter is passed over")
  func separatorLine() throws {
    let folder = try TestFolder()
    try Extract().write(to: folder)
    let text = try folder.read("rx-2019.csv")
    for line in ["sep=,\n", "SEP=;\r\n"] {
      try folder.write(line + text, to: "rx-2019.csv")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
      #expect(try Extract.account("rx-2019.csv", folder)["lines"] == "120")
    }
  }

  @Test("Quotes are characters like any other where the study says so, in every lane")
  func noQuotes() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.prescriptions = "  quotes: none"
    extract.header += ",note"
    extract.first = extract.first.map { $0 + ",5\" tab" }
    extract.second = extract.second.map { $0 + ",\"open" }
    let outcome = try extract.run(folder)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(try Extract.account("rx-2020.csv", folder)["used"] == "80")
  }

  @Test("Words for missing values are empty where they are declared, and told where they are not, from 1% on")
  func missing() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.members = extract.members.enumerated().map { place, row in
      place % 4 == 0 ? row.replacingOccurrences(of: ",M,", with: ",NULL,") : row
    }
    let told = try extract.run(folder)
    #expect(told.errors.contains("members.csv: sex is 'NULL' in 10 of 40 rows"), "\(told.errors)")
    #expect(told.errors.contains("patients.missing: [\"NULL\"]"))
    extract.patients = "  missing: [\"NULL\"]"
    #expect(try extract.run(folder).errors.isEmpty)
    #expect(try folder.read("out/results.csv").contains(",unknown,"))
  }

  @Test("Supply that is put in or capped is counted and told; 0, negative and unreadable are told apart")
  func supply() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.prescriptions = "  days_supply: {max: 90, missing: 30, beyond_max: cap}"
    extract.more = "tolerance: {rejected_rows: 10%}"
    extract.first[1] = "P2,2019-01-03,,OP"
    extract.first[2] = "P3,2019-01-05,91,OP"
    extract.first[4] = "P5,2019-01-09,0,OP"
    extract.first[5] = "P6,2019-01-11,-3,OP"
    extract.first[7] = "P8,2019-01-15,x,OP"
    let outcome = try extract.run(folder)
    #expect(outcome.code == 0 && outcome.errors.contains("30 was put in"), "\(outcome.errors)")
    #expect(outcome.errors.contains("above 90"))
    #expect(try folder.read("out/attrition.csv").contains("\nsupply put in,1,"))
    let rejects = try folder.read("out/rejects.csv")
    #expect(rejects.contains("zero_days_supply") && rejects.contains("negative_days_supply"))
    #expect(rejects.contains("bad_days_supply") && !rejects.contains("too_long"))
  }

  @Test("Persons who can't be are counted and told, with one date that stands for all of them")
  func persons() throws {
    let folder = try TestFolder()
    func errors(_ spoil: (Int, String) -> String) throws -> String {
      var extract = Extract()
      extract.members = extract.members.enumerated().map { spoil($0, $1) }
      let outcome = try extract.run(folder)
      #expect(outcome.code == 0, "\(outcome)")
      return outcome.errors
    }
    func born(_ row: String, _ date: String) -> String {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      return "\(fields[0]),\(fields[1]),\(date),\(fields[3])"
    }
    let after = try errors { $0 < 3 ? born($1, "2044-05-05") : $1 }
    #expect(after.contains("members.csv: 3 of 40 persons (7.5%) are born after a fill"), "\(after)")
    let dead = try errors { $0 % 2 == 0 ? $1 + "1900-01-01" : $1 }
    #expect(
      dead.contains("20 of 40 persons (50.0%) died before they were born, most on 1900-01-01"), "\(dead)")
    #expect(dead.contains("patients.missing: [\"1900-01-01\"]"))
    let long = try errors { $0 < 2 ? $1 + "2017-01-01" : $1 }
    #expect(long.contains("2 of 40 persons (5.0%) died more than a year before a fill"), "\(long)")
    // 120 years on 2020-12-19.
    #expect(try errors { $0 < 2 ? born($1, "1900-12-19") : $1 }.isEmpty)
    #expect(try errors { $0 < 2 ? born($1, "1900-12-18") : $1 }.contains("older than 120"))
    let shared = try errors { $0 < 20 ? born($1, "1970-03-03") : $1 }
    #expect(shared.contains("20 of 40 persons (50.0%) are born on 1970-03-03"), "\(shared)")
    #expect(try errors { $0 < 19 ? born($1, "1970-03-03") : $1 }.isEmpty)
    #expect(try errors { $0 < 30 ? born($1, "1970-01-01") : $1 }.isEmpty, "a year alone is written so")
  }

  @Test("A trailer, a line of dashes and a cut-off file are told")
  func trailers() throws {
    let folder = try TestFolder()
    var extract = Extract()
    extract.members += ["TRAILER,,,"]
    #expect(try extract.run(folder).errors.contains("members.csv:42: the last row lacks"))
    extract = Extract()
    extract.members.insert("----,---,1970-01-02,", at: 0)
    #expect(try extract.run(folder).errors.contains("members.csv:2: the patient is a run of dashes"))
    try Extract().write(to: folder)
    try folder.write(String(try folder.read("rx-2020.csv").dropLast()), to: "rx-2020.csv")
    let cut = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
    #expect(cut.errors.contains("rx-2020.csv does not end with a line end"), "\(cut.errors)")
    try folder.write(String(try folder.read("rx-2019.csv").dropLast()), to: "rx-2019.csv")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder).errors.isEmpty)
  }

  @Test("A study can end with the data, or with their last whole month")
  func end() throws {
    let folder = try TestFolder()
    func period(_ end: String) throws -> String {
      try Extract().write(to: folder)
      try folder.write(
        try folder.read("study.yml").replacingOccurrences(of: "end: 2020-12-19", with: "end: \(end)"),
        to: "study.yml")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
      let last = try #require(try folder.read("out/results.csv").split(separator: "\n").last)
      return String(last.split(separator: ",", omittingEmptySubsequences: false)[4])
    }
    #expect(try period("data") == "2020-12-19")
    #expect(try period("last-complete-month") == "2020-11-30")
    #expect(try period("2020-12-31") == "2020-12-31")
  }

  @Test("Rejects of drugs in no list are left out of account where the study says so")
  func toleranceOfListed() throws {
    let folder = try TestFolder()
    var extract = Extract()
    for place in 0..<10 { extract.first[place] = "P1,2019-13-01,30,ZZ" }
    #expect(try extract.run(folder).code == 65)
    extract.more = "tolerance: {rejected_rows: 1%, of: listed}"
    #expect(try extract.run(folder).code == 0)
    for place in 0..<10 { extract.first[place] = "P1,2019-13-01,30,OP" }
    #expect(try extract.run(folder).code == 65)
  }

  @Test("A column may have another name in another file, in other letters and with blanks")
  func columnNames() throws {
    let folder = try TestFolder()
    try Extract().write(to: folder)
    try folder.write(
      try folder.read("rx-2020.csv").replacingOccurrences(
        of: "id,fill_date,days,drug", with: "PATID,Service, DAYS ,Drug"),
      to: "rx-2020.csv")
    try folder.write(
      try folder.read("study.yml").replacingOccurrences(
        of: "patient: id, date: fill_date", with: "patient: [id, patid], date: [fill_date, service]"),
      to: "study.yml")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
    #expect(try Extract.account("rx-2020.csv", folder)["used"] == "80")
    try folder.write(
      try folder.read("rx-2020.csv").replacingOccurrences(of: "PATID,Service", with: "PATID,patId"),
      to: "rx-2020.csv")
    let twice = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
    #expect(twice.code == 65 && twice.errors.contains("patid"), "\(twice.errors)")
  }
}
