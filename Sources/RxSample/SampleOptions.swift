/// The options of a sample: the same options give the same bytes on every machine.
package struct SampleOptions: Sendable {
  /// Number of members in the roster, 0 to `maxPatients`. Rows come to about ten times as many.
  package var patients: Int
  /// Seed of everything random. A patient's rows depend on it and on the patient's number alone, never on
  /// `patients`: a larger sample begins with the members of a smaller one.
  package var seed: UInt64
  /// True puts birth date, sex and race into the prescription file and writes no roster.
  package var flat: Bool
  /// True compresses prescriptions and members with zstd.
  package var isCompressed = false
  /// The part of the members, from 1, and the number of parts: the rows of all parts one after the other are the whole's.
  package var part: (number: Int, count: Int) = (1, 1)

  /// The members of the part, by number from 0; a part begins where a window does.
  package var members: Range<Int> {
    let windows = (patients + SampleWindow.patients - 1) / SampleWindow.patients
    func start(_ part: Int) -> Int { min(patients, windows * part / self.part.count * SampleWindow.patients) }
    return start(part.number - 1)..<start(part.number)
  }

  /// The largest number of members: identifiers have nine digits, claim numbers room for 2^29 patients.
  package static let maxPatients = 1 << 29

  /// Options for `patients` members; a roster file beside the prescriptions unless `flat`.
  package init(patients: Int, seed: UInt64, flat: Bool = false) {
    self.patients = patients
    self.seed = seed
    self.flat = flat
  }

  /// Refuses an impossible number of members.
  /// - Throws: `SampleError` of the step `options`.
  package func check() throws(SampleError) {
    guard patients >= 0, patients <= Self.maxPatients else {
      throw SampleError(
        what: "options", path: "", code: 0,
        reason: "the number of patients must be 0 to \(Self.maxPatients)")
    }
    guard part.count >= 1, part.count <= 1 << 20, (1...part.count).contains(part.number) else {
      throw SampleError(
        what: "options", path: "", code: 0, reason: "there is no part \(part.number) of \(part.count)")
    }
  }
}

/// A failure to write a sample.
package struct SampleError: Error, Equatable, CustomStringConvertible {
  /// The step that failed: `open`, `write`, `close`, or `options`.
  package let what: String
  /// The file that it was about, as given and joined with the file's name; empty for `options`.
  package let path: String
  /// The system's `errno`, 0 for `options`.
  package let code: Int32
  /// The reason in words: the system's text for `code`, or what is wrong with the options.
  package let reason: String

  /// One line: step, file, reason.
  package var description: String {
    path.isEmpty ? reason : "cannot \(what) \(path): \(reason)"
  }
}
