/// A standard population by age: weights of bands, to which rates are standardised directly.
package struct StandardPopulation: Sendable, Equatable {
  /// The bands' lower bounds in completed years, ascending; the last is open.
  package let lowerBounds: [Int]
  /// Their weights, in any unit.
  package let weights: [Double]

  /// Bands with their weights.
  package init(lowerBounds: [Int], weights: [Double]) {
    self.lowerBounds = lowerBounds
    self.weights = weights
  }

  /// The standards that a study can name.
  package static let named: [(name: String, population: StandardPopulation)] = [
    ("us2000", us2000), ("esp2013", esp2013),
  ]

  /// The 2000 U.S. standard million in 19 bands: R. J. Klein, C. A. Schoenborn, Healthy People 2010 Statistical Notes
  /// no. 20, 2001, as the contract prints it.
  package static let us2000 = StandardPopulation(
    lowerBounds: [0, 1] + stride(from: 5, through: 85, by: 5),
    weights: [
      13818, 55317, 72533, 73032, 72169, 66478, 64529, 71044, 80762, 81851, 72118, 62716, 48454, 38793, 34264,
      31773,
      26999, 17842, 15508,
    ])

  /// The European Standard Population of 2013 in five-year bands: Eurostat, Revision of the European Standard
  /// Population, 2013, as the contract prints it.
  package static let esp2013 = StandardPopulation(
    lowerBounds: Array(stride(from: 0, through: 90, by: 5)),
    weights: [
      5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500,
      1500, 1000,
    ])

  /// The weight share of each of the study's bands, summing to 1; bands of the standard below the first of the study
  /// are left out. Nil where one of `bands` begins within a band of the standard.
  package func shares(of bands: AgeBands) -> [Double]? {
    guard bands.lowerBounds.allSatisfy(lowerBounds.contains) else { return nil }
    var sums = [Double](repeating: 0, count: bands.lowerBounds.count)
    for (bound, weight) in zip(lowerBounds, weights) {
      if let band = bands.lowerBounds.lastIndex(where: { $0 <= bound }) { sums[band] += weight }
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : nil
  }
}
