import Testing

@testable import RxModel

@Suite("National drug codes")
struct NationalDrugCodeTests {
  @Test(
    "Every spelling of a code is its eleven digits",
    arguments: [
      "05555-0832-01", "5555-0832-01", "05555-832-01", "05555-0832-1", "5555-0832-1", "05555083201",
      "5555083201",
      "5555083201.0", "'05555083201", "=\"05555083201\"", "=\"5555083201\"", "'5555-0832-01",
    ])
  func spellings(text: String) { #expect(NationalDrugCode.compared(text) == "05555083201") }

  @Test(
    "What is none is compared as it is, without case",
    arguments: [
      ("055550832011", "055550832011"), ("N02AA05", "n02aa05"), ("5555-083-01", "5555-083-01"), ("", ""),
      ("-", "-"),
      ("05555-0832-001", "05555-0832-001"), ("05555--01", "05555--01"), ("5555 0832 01", "5555 0832 01"),
      ("1.5", "1.5"), (".0", ".0"), ("='1'", "='1'"),
    ])
  func others(text: String, compared: String) { #expect(NationalDrugCode.compared(text) == compared) }

  @Test("Short codes are padded on the left")
  func short() {
    #expect(NationalDrugCode.compared("1") == "00000000001")
    #expect(NationalDrugCode.compared("1.0") == "00000000001")
  }
}
