import Logging
import RxDecode
import RxMeasure
import RxExplain
import RxModel
import RxReport
import RxText

/// The account that a run of the study would give of one patient, as text: patient-level data.
/// - Parameters:
///   - file: the study file.
///   - patient: the identifier, as the data write it.
///   - options: threads and memory.
///   - log: warnings.
/// - Returns: lines of text.
/// - Throws: `RxFault` with the exit code that a run would end with; 65 where the data have no such patient.
package func explain(
  study file: String, patient: String, options: RunOptions, log: Logger
) throws(RxFault) -> String {
  let loaded = try LoadedStudy(file: file)
  for warning in loaded.warnings { log.warning("\(warning)") }
  try loaded.input.decodeRequest.checkHeaders(isRegularFile)
  let decoded = try decode(loaded.input.decodeRequest, options.readOptions)
  let input = try loaded.input.resolved(by: decoded.fillDays, decoded.reading.population)
  guard let account = try account(of: patient, in: decoded, input) else {
    throw RxFault(
      .data, "the data have no such patient",
      remedy:
        "identifiers are compared byte for byte; rows that were rejected are in the rejects.csv of a run")
  }
  return patientText(account, study: input.study)
}
