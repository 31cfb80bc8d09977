import RxModel
import RxReport
import Testing

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
