import Testing

@testable import RxDisclosure

/// Which groups are the sums of which.
@Suite("Sums between groups")
struct GroupSumsTests {
  private func layer(_ variables: [String], _ levels: [[String]]) -> GroupSums.Layer {
    GroupSums.Layer(levels.map { PeopleGroup($0, of: variables) })
  }

  private func sums(_ layers: GroupSums.Layer...) -> Set<String> {
    Set(
      GroupSums(layers).sums.map { sum in
        "\(sum.whole.text) = \(sum.parts.map(\.text).sorted().joined(separator: " + "))"
      })
  }

  @Test func everyoneIsTheSumOfEachGrouping() {
    let all = layer(["sex"], [["all"]])
    let sexes = layer(["sex"], [["F"], ["M"]])
    #expect(sums(all, sexes) == ["everyone = sex F + sex M"])
    #expect(sums(all, sexes, sexes) == ["everyone = sex F + sex M"])
  }

  @Test func groupingsImplyWhatTheyShare() {
    let byAge = layer(["age", "sex"], [["0-17", "F"], ["18+", "F"]])
    let byRegion = layer(["sex", "region"], [["F", "N"], ["F", "S"]])
    #expect(
      sums(byAge, byRegion) == [
        "sex F = age 0-17, sex F + age 18+, sex F", "sex F = region N, sex F + region S, sex F",
      ])
  }

  @Test func ageBandsOfTwoKindsCutEachOther() {
    let old = layer(["age"], [["under 18"], ["18-64"], ["65+"], ["unknown"]])
    let new = layer(["age"], [["0-17"], ["18-44"], ["45+"], ["unknown"]])
    #expect(
      sums(old, new) == [
        "age 18-64 = age 18-44 + age 45-64", "age 45+ = age 45-64 + age 65+",
      ])
    // What one of them cuts finer is a sum of the other's.
    #expect(
      sums(layer(["age"], [["0-64"], ["65+"]]), layer(["age"], [["0-17"], ["18-64"], ["65+"]])) == [
        "age 0-64 = age 0-17 + age 18-64"
      ])
  }

  @Test func levelsOfOtherNamesAreNoSums() {
    #expect(sums(layer(["sex"], [["F"], ["M"]]), layer(["sex"], [["female"], ["M"]])).isEmpty)
  }

  @Test(arguments: ["17-", "x-5", "5-1", "", "under", "under 0", "1-2-3", "unknown"])
  func labelsThatAreNoAges(label: String) {
    #expect(PeopleGroup.Level(label, of: "age") == .named(label))
  }

  @Test func labelsOfAges() {
    #expect(PeopleGroup.Level("under 18", of: "age") == .ages(0, 17))
    #expect(PeopleGroup.Level("17", of: "age") == .ages(17, 17))
    #expect(PeopleGroup.Level("80+", of: "age") == .ages(80, .max))
    #expect(PeopleGroup.Level("80+", of: "band") == .named("80+"))
  }
}
