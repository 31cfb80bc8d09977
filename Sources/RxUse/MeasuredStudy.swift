import RxDecode
import RxDisclosure
import RxMeasure
import RxModel

/// A study's counts, with what makes them: a study with a change can be counted of the same.
struct MeasuredStudy {
  /// What makes the counts.
  let aggregator: Aggregator
  /// What was read.
  let reading: StudyReading
  /// The rows; nil where they are gone.
  let decoded: DecodedStudy?
  /// The counts.
  let counted: CountedStudy

  /// Measures `decoded`.
  /// - Throws: `RxFault` (70) where the rows don't add up: a defect; 74 where what went to the disk can't be read.
  init(_ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) {
    try self.init(try Aggregator(decoded, input), decoded.reading, decoded, input)
  }

  /// The study of counts that were made of `decoded` without measuring all of it.
  /// - Throws: `RxFault` (70) where the rows don't add up: a defect.
  init(_ counts: StudyCounts, _ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) {
    try self.init(
      Aggregator(counts, decoded.reading, input, threads: decoded.threads), decoded.reading, decoded, input)
  }

  /// The study of the counts of all its parts.
  /// - Throws: `RxFault` (70) where the rows don't add up: a defect.
  init(_ aggregator: Aggregator, _ reading: StudyReading, _ input: AggregationInput) throws(RxFault) {
    try self.init(aggregator, reading, nil, input)
  }

  private init(
    _ aggregator: Aggregator, _ reading: StudyReading, _ decoded: DecodedStudy?, _ input: AggregationInput
  ) throws(RxFault) {
    (self.aggregator, self.reading, self.decoded) = (aggregator, reading, decoded)
    counted = CountedStudy(try aggregator.aggregation(), reading, input)
  }
}
