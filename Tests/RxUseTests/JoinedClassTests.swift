import Testing

/// Classes whose names hold the sign that joins names in results.csv.
@Suite("Joined classes")
struct JoinedClassTests {
  @Test("A class that is called like two others joined is another group", arguments: ["[bz]", "[bz, bz+op]"])
  func polypharmacy(prevalence: String) throws {
    let folder = try TestFolder()
    try folder.write(
      """
      title: T
      period: {start: 2020-01-01, end: 2020-12-31}
      prescriptions:
        files: [rx.csv]
        columns: {patient: p, date: d, days_supply: s, drug: n}
      patients: {files: [m.csv], columns: {patient: p, birth_date: b}}
      drugs: {files: [codes.csv], match: code}
      measures:
        prevalence: {drugs: \(prevalence)}
        cns_polypharmacy: {classes: [bz, op], at_least: 2, days: 5, age_from: 18}
      """, to: "study.yml")
    try folder.write("code,class,ingredient\nc1,bz,ia\nc2,op,ib\nc3,bz+op,ic\n", to: "codes.csv")
    try folder.write("p,b\nA,1980-01-01\n", to: "m.csv")
    try folder.write("p,d,s,n\nA,2020-03-01,30,c1\nA,2020-03-01,30,c2\n", to: "rx.csv")
    let rows = ResultRow.parse(try productResults(folder.path)).rows
    #expect(rows.filter { $0.measure == "cns_polypharmacy" }.map(\.numerator) == ["1"])
  }
}
