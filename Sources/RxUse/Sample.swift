import CSVStream
import Glibc
import RxModel
import RxSample

/// Makes synthetic prescriptions, members, a code list and a study in the folder `out`, which is made if need be.
/// - Throws: `RxFault`: 64 for an impossible size, 73 or 74 where it can't be written.
package func sample(
  patients: Int, seed: UInt64, flat: Bool, out: String, progress: (_ patients: Int) -> Void
) throws(RxFault) {
  guard mkdir(out, 0o777) == 0 || errno == EEXIST else {
    throw RxFault(.cantCreate, "\(out) can't be created: \(errorText(errno))")
  }
  do throws(SampleError) {
    try writeSample(SampleOptions(patients: patients, seed: seed, flat: flat), into: out, progress: progress)
  } catch {
    let code: RxFault.Code =
      error.what == "options" ? .usage : error.what == "open" ? .cantCreate : .inputOutput
    throw RxFault(code, error.description)
  }
}
