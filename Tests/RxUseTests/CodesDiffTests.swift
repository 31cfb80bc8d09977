import Testing

/// `rxuse codes diff`.
@Suite("Differences between code lists")
struct CodesDiffTests {
  private static let header = "change,code,class,ingredient,field,old,new\n"

  private func diff(
    _ old: String, _ new: String, _ more: [String] = []
  ) throws -> (csv: String, errors: String, code: Int32) {
    let folder = try TestFolder()
    try folder.write(old, to: "old.csv")
    try folder.write(new, to: "new.csv")
    let outcome = try Rxuse.run(["codes", "diff", "old.csv", "new.csv"] + more, in: folder)
    return (outcome.output, outcome.errors, outcome.code)
  }

  @Test("Codes that come and go, other classes, ingredients and factors; what means the same is the same")
  func changes() throws {
    let found = try diff(
      """
      code,class,ingredient,strength_mg,mme_factor,ddd_mg
      A1,opioid,oxycodone,5,1.5,75
      A2,opioid,codeine,30,0.15,100
      A3,opioid,tramadol,50,0.1,300
      A4,opioid,morphine,10,1,100

      """,
      """
      code,class,ingredient,strength_mg,mme_factor,ddd_mg
      a4,Opioid,morphine,10.0,1,100
      A1,opioid,oxycodone,5,1.50,30
      A2,cough,dihydrocodeine,30,0.15,100
      A5,opioid,tapentadol,50,0.4,400
      A3,opioid,tramadol,50,0.2,

      """)
    #expect(
      found.csv == Self.header + """
        changed,A1,Opioid,oxycodone,ddd_mg,75,30
        changed,A2,cough,dihydrocodeine,class,opioid,cough
        changed,A2,cough,dihydrocodeine,ingredient,codeine,dihydrocodeine
        changed,A3,Opioid,tramadol,ddd_mg,300,
        changed,A3,Opioid,tramadol,mme_factor,0.1,0.2
        added,A5,Opioid,tapentadol,,,

        """, "\(found.csv)")
    #expect(found.code == 0 && found.errors == "rxuse: 1 added, 0 removed, 3 changed\n", "\(found.errors)")
  }

  @Test("A product of several ingredients has the facts of each")
  func combinations() throws {
    let found = try diff(
      "code,class,ingredient,strength_mg\nC,opioid,codeine,30\nC,nsaid,ibuprofen,200\nD,opioid,codeine,15\n",
      "code,class,ingredient,strength_mg\nC,nsaid,ibuprofen,30\nC,opioid,codeine,200\n")
    #expect(
      found.csv == Self.header
        + "changed,C,nsaid + opioid,ibuprofen + codeine,strength_mg,codeine 30 + ibuprofen 200,ibuprofen 30 + codeine 200\n"
        + "removed,D,opioid,codeine,,,\n", "\(found.csv)")
    #expect(found.errors == "rxuse: 0 added, 1 removed, 1 changed\n")
  }

  @Test("National drug codes are compared however they are written, if told so")
  func nationalDrugCodes() throws {
    let (old, new) = ("code,class\n0406-0512-01,opioid\n", "code,class\n00406051201,opioid\n")
    #expect(try diff(old, new, ["--match", "ndc", "-q"]) == (Self.header, "", 0))
    #expect(try diff(old, new, ["-q"]).csv.split(separator: "\n").count == 3)
  }

  @Test("Against the built-in list ingredients are compared; it does not differ from itself")
  func builtIn() throws {
    let folder = try TestFolder()
    try folder.write(
      "code,class,ingredient,mme_factor\nX,opioid,Tapentadol,0.7\nY,opioid,nosuchdrug,1\n", to: "own.csv")
    let itself = try Rxuse.run(["codes", "diff", "built-in", "built-in", "-q"], in: folder)
    #expect(itself.code == 0 && itself.output == Self.header && itself.errors.isEmpty)
    let own = try Rxuse.run(["codes", "diff", "own.csv", "built-in", "-q"], in: folder).output
    #expect(own.contains("changed,,opioid,tapentadol,mme_factor,0.7,0.4\n"), "\(own.prefix(2000))")
    #expect(
      own.contains("removed,,opioid,nosuchdrug,,,\n") && own.contains("added,,benzodiazepine,diazepam,,,\n"))
  }

  @Test(
    "Mistakes are told",
    arguments: [
      (["no.csv", "built-in"], 66, "no.csv"),
      (["built-in", "built-in", "--match", "x"], 64, "--match can't be 'x'"),
      (["bad.csv", "built-in"], 78, "bad.csv"), (["built-in"], 64, "new"),
    ] as [([String], Int32, String)])
  func faults(arguments: [String], code: Int32, message: String) throws {
    let folder = try TestFolder()
    try folder.write("code,kind\nX,opioid\n", to: "bad.csv")
    let outcome = try Rxuse.run(["codes", "diff"] + arguments, in: folder)
    #expect(outcome.code == code && outcome.output.isEmpty && outcome.errors.contains(message), "\(outcome)")
  }
}
