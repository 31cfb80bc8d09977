/// The standard populations, band by band.
enum NaiveStandard {
  /// The weight of each band with its lower bound.
  static func bands(_ name: String) -> [(from: Int, weight: Double)] {
    switch name {
    case "us2000":
      let weights = [
        13818, 55317, 72533, 73032, 72169, 66478, 64529, 71044, 80762, 81851, 72118, 62716, 48454, 38793,
        34264, 31773, 26999, 17842, 15508,
      ]
      return zip([0, 1] + stride(from: 5, through: 85, by: 5), weights).map { ($0, Double($1)) }
    default:
      let weights = [
        5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500,
        1500, 1000,
      ]
      return zip(stride(from: 0, through: 90, by: 5), weights).map { ($0, Double($1)) }
    }
  }

  /// The share of each study band: the weights of the standard's bands in it, scaled to 1.
  static func shares(_ name: String, _ bounds: [Int]) -> [Double] {
    let sums = bounds.enumerated().map { place, bound in
      let next = place + 1 < bounds.count ? bounds[place + 1] : Int.max
      return bands(name).filter { $0.from >= bound && $0.from < next }.reduce(0) { $0 + $1.weight }
    }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }
}

extension NaiveStudy {
  /// The standardised rows of a cell: persons of a known band only.
  func standardisedRows(
    _ measure: StandardisedMeasure, _ interval: NaiveInterval, _ members: [NaivePerson], _ grouping: [String],
    _ levels: [String], _ blank: ResultRow
  ) -> [ResultRow] {
    let shares = NaiveStandard.shares(measure.weights, world.study.ageBands)
    var rows: [ResultRow] = []
    for line in sources(measure.measures) {
      var bands: [NaiveStatistics.Band] = []
      var sum = (numerator: 0, denominator: 0, residents: false)
      for (label, share) in zip(ageLabels.dropFirst(), shares) {
        let own = members.filter { $0.levels["age"] == label }
        let counts = counts(line, interval, own, grouping + ["age"], levels + [label])
        sum = (
          sum.numerator + counts.numerator, sum.denominator + counts.denominator, counts.residents
        )
        let size = Double(counts.denominator) / (line.denominator == .persons ? 1 : 365.25)
        bands.append(NaiveStatistics.Band(weight: share, count: counts.numerator, size: size))
      }
      if sum.denominator == 0 { continue }
      var row = blank
      fillCounts(&row, line, "standardised_", sum)
      row.definition = "\(measure.weights)/\(measure.interval)"
      row.estimateUnit =
        line.denominator == .persons ? "per_1000_persons" : "per_1000_person_years"
      let rate =
        bands.contains { $0.size == 0 }
        ? nil
        : measure.interval == "fay_feuer"
          ? NaiveStatistics.fayFeuer(bands) : NaiveStatistics.dobsonByar(bands)
      fillEstimate(&row, rate.map { (1000 * $0.value, 1000 * $0.lower, 1000 * $0.upper) })
      rows.append(row)
    }
    return rows
  }
}
