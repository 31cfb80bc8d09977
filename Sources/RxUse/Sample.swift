import CSVStream
import Glibc
import RxDecode
import RxModel
import RxSample
import RxText

/// Makes synthetic prescriptions, members, a code list and a study in the folder `out`, which is made if need be; of a part
/// its members alone. Files of their names that are there are an error, unless `replaces`: they can be somebody's own study.
/// - Throws: `RxFault`: 64 for an impossible size, 73 or 74 where it can't be written.
package func sample(
  patients: Int, seed: UInt64, flat: Bool, isCompressed: Bool = false, part: PatientPart = .all, out: String,
  replaces: Bool,
  progress: (_ patients: Int) -> Void
) throws(RxFault) {
  var options = SampleOptions(patients: patients, seed: seed, flat: flat)
  options.part = (part.number, part.count)
  options.isCompressed = isCompressed
  do throws(SampleError) { try options.check() } catch { throw RxFault(.usage, error.description) }
  guard mkdir(out, 0o777) == 0 || errno == EEXIST else {
    throw RxFault(.cantCreate, "\(out) can't be created: \(errorText(errno))")
  }
  for name in options.names { try removeExisting(at: "\(out)/\(name)", replaces) }
  do throws(SampleError) {
    try writeSample(options, into: out, onlyNew: true, progress: progress)
  } catch {
    throw RxFault(error.what == "open" ? .cantCreate : .inputOutput, error.description)
  }
}

/// Removes the file that is there, or refuses it unless `replaces`; a link itself, and not what it leads to.
private func removeExisting(at path: String, _ replaces: Bool) throws(RxFault) {
  var status = stat()
  guard lstat(path, &status) == 0 else { return }
  guard replaces else {
    throw RxFault(
      .cantCreate, "\(path) is there already", remedy: "name another folder, or replace it with --force")
  }
  guard unlink(path) == 0 else {
    throw RxFault(.cantCreate, "\(path) can't be replaced: \(errorText(errno))")
  }
}
