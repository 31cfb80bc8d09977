import RxText
import RxModel
import Testing

@testable import RxReport

/// How figures and text are written.
@Suite("Numbers and text")
struct TextTests {
  @Test(
    "Four decimals, as C rounds a double; never a negative zero",
    arguments: [
      (0.00005, "0.0001"), (0.00004999, "0.0000"), (-0.00001, "0.0000"), (2.5, "2.5000"), (-1.25, "-1.2500"),
      (1e15, "1000000000000000.0000"), (0.12345, "0.1235"),
    ] as [(Double, String)])
  func decimals(value: Double, text: String) {
    #expect(fixed(value, decimals: 4) == text)
  }

  @Test("CSV fields are quoted where they must be")
  func csv() {
    #expect(csvLine(["a", "b,c", "d\"e", "f\ng", ""]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\n")
  }

  @Test("Labels can't be taken for Markdown or HTML")
  func markdown() {
    #expect(markdownText("<b>|*x*\n") == "&lt;b&gt;\\|\\*x\\* ")
  }

  @Test(
    "A text that a spreadsheet would run gets an apostrophe; a figure does not",
    arguments: [
      ("=1+1", "'=1+1"), ("+A1", "'+A1"), ("-A1", "'-A1"), ("@SUM(1)", "'@SUM(1)"), ("\tx", "'\tx"),
      ("\u{FF1D}1", "'\u{FF1D}1"), ("\u{FF0B}1", "'\u{FF0B}1"), ("\u{FF0D}1", "'\u{FF0D}1"),
      ("\u{FF20}x", "'\u{FF20}x"), (" =1", "' =1"), ("-", "'-"), ("-rf", "'-rf"), ("-1+1", "'-1+1"),
      ("-1.", "'-1."),
      ("-5.0000", "-5.0000"), ("+5", "+5"), ("-1.2 (-3.4 to -0.5)", "-1.2 (-3.4 to -0.5)"),
      ("-1 (2)", "'-1 (2)"),
      ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("a=1", "a=1"), ("", ""), ("[c]", "[c]"), ("65+", "65+"),
    ])
  func formulas(field: String, written: String) {
    #expect(csvLine([field]) == written + "\n")
    #expect(exactCSVLine([field]) == field + "\n")
  }

  @Test("A formula that has to be quoted is quoted with its apostrophe")
  func quotedFormulas() {
    #expect(csvLine(["\r=1", "=HYPERLINK(\"x\",1)"]) == "\"'\r=1\",\"'=HYPERLINK(\"\"x\"\",1)\"\n")
  }

  @Test("Text in Markdown can't turn the direction of writing or control a terminal")
  func controls() {
    for scalar in "\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}\u{1B}\u{0}\u{7F}\u{9B}\u{2028}"
      .unicodeScalars
    {
      #expect(markdownText("a\(scalar)b") == "a b", "\(scalar.value)")
    }
    #expect(markdownText("[x](y) ünïcode ↔") == "\\[x\\](y) ünïcode ↔")
  }

  @Test("Periods are called by their year or month where they are whole")
  func periods() throws {
    func name(_ start: String, _ end: String) throws -> String {
      periodName(
        DaySpan(try #require(DateFormat.auto.day(start)), try #require(DateFormat.auto.day(end))))
    }
    #expect(try name("2020-01-01", "2020-12-31") == "2020")
    #expect(try name("2020-02-01", "2020-02-29") == "2020-02")
    #expect(try name("2020-02-01", "2020-02-28") == "2020-02-01 to 2020-02-28")
  }
}
