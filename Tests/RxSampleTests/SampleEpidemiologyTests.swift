import Testing

@testable import RxSample

/// The population's figures, counted from the files with nothing of the generator's. The bounds leave room
/// for chance at this size; over 200,000 patients the figures come within a few percent of those in
/// `Epidemiology`.
@Suite("The epidemiology of a sample")
struct SampleEpidemiologyTests {
  @Test("Prevalence, long-term use, overlap and size are near what they are meant to be")
  func figures() throws {
    let files = try SampleFiles(SampleOptions(patients: 24_000, seed: 11))
    let population = try Population(files)
    let benzodiazepines = population.years(of: "benzodiazepine")
    let targets = [1: (0.026, 0.15), 2: (0.054, 0.21), 3: (0.074, 0.26), 4: (0.087, 0.31)]
    for (band, (any, long)) in targets {
      let here = benzodiazepines.filter { $0.band == band }
      let users = here.filter { $0.supplied > 0 }
      let prevalence = Double(users.count) / Double(here.count)
      #expect(abs(prevalence - any) < 0.15 * any, "band \(band): \(prevalence)")
      let share = Double(users.filter { $0.supplied >= 120 }.count) / Double(users.count)
      #expect(abs(share - long) < 0.40 * long, "band \(band): \(share)")
    }
    let prevalence = { (years: [Population.Year]) in
      Double(years.filter { $0.supplied > 0 }.count) / Double(years.count)
    }
    let ratio =
      prevalence(benzodiazepines.filter { $0.sex == "F" })
      / prevalence(benzodiazepines.filter { $0.sex == "M" })
    #expect((1.75...2.25).contains(ratio), "women to men \(ratio)")
    let opioids = population.years(of: "opioid")
    #expect((0.15...0.18).contains(prevalence(opioids)), "opioids \(prevalence(opioids))")
    let overlap = population.overlapShare
    #expect((0.085...0.12).contains(overlap), "overlap \(overlap)")
    let rows = Double(try files.lines("prescriptions.csv").count) / 24_000
    #expect((9.5...10.5).contains(rows), "rows \(rows)")
    #expect((0.13...0.17).contains(population.shareWithoutRows), "no rows \(population.shareWithoutRows)")
  }
}

/// A sample read back: who is a person of which year, and what they had in it.
private struct Population {
  struct Year {
    let band: Int, sex: String, supplied: Int
  }

  private struct Person {
    var birth: Int?, sex = "", firstDays: [Int?] = Array(repeating: nil, count: 4)
  }

  private struct Supply {
    let day: Int, days: Int
    var year: Int { Population.yearStarts.lastIndex { $0 <= day } ?? 0 }
  }

  private static let yearStarts = [17_897, 18_262, 18_628, 18_993, 19_358]
  private var people: [String: Person] = [:]
  private var supplies: [String: [String: [Supply]]] = [:]
  let shareWithoutRows: Double

  init(_ files: SampleFiles) throws {
    for row in try files.records("members.csv") {
      let (start, end) = (day(row[5]) ?? 0, min(day(row[6]) ?? Int.max, day(row[7]) ?? Int.max))
      var person = people[row[0]] ?? Person(birth: day(row[1]), sex: row[2])
      for year in 0..<4 where start < Self.yearStarts[year + 1] && end >= Self.yearStarts[year] {
        person.firstDays[year] = person.firstDays[year] ?? max(start, Self.yearStarts[year])
      }
      people[row[0]] = person
    }
    let classes = Dictionary(grouping: try files.records("codes.csv"), by: { $0[0] })
    var seen: Set<String> = []
    for row in try files.records("prescriptions.csv") {
      seen.insert(row[1])
      guard let day = day(row[2].prefix(10)), let days = Int(row[4]), days > 0 else { continue }
      for entry in classes[row[3]] ?? [] {
        supplies[entry[1], default: [:]][row[1], default: []].append(Supply(day: day, days: days))
      }
    }
    shareWithoutRows = 1 - Double(people.keys.filter(seen.contains).count) / Double(people.count)
  }

  func years(of drugClass: String) -> [Year] {
    people.flatMap { identifier, person in
      (0..<4).compactMap { year in
        guard let first = person.firstDays[year], let birth = person.birth else { return nil }
        let fills = supplies[drugClass]?[identifier]?.filter { $0.year == year } ?? []
        let age = Int(Double(first - birth) / 365.25)
        let band = [18, 36, 51, 65, 80].filter { $0 <= age }.count
        return Year(band: band, sex: person.sex, supplied: fills.reduce(0) { $0 + $1.days })
      }
    }
  }

  /// Of the opioid users of a year, those with a day in it that both classes cover.
  var overlapShare: Double {
    var (users, both) = (0, 0)
    for (identifier, opioids) in supplies["opioid"] ?? [:] {
      let covered = Set(
        (supplies["benzodiazepine"]?[identifier] ?? []).flatMap { $0.day..<($0.day + $0.days) })
      for year in Set(opioids.map(\.year)) {
        users += 1
        let days = opioids.lazy.flatMap { $0.day..<($0.day + $0.days) }
        let bounds = Self.yearStarts[year]..<Self.yearStarts[year + 1]
        if days.contains(where: { bounds.contains($0) && covered.contains($0) }) { both += 1 }
      }
    }
    return Double(both) / Double(users)
  }
}
