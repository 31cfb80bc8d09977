import CSVStream
import RxInput
import RxModel

extension DecodeRequest {
  /// Opens every file that `isReadableTwice` and looks for its columns, so that a wrong name is told before hours of
  /// reading.
  /// - Throws: `RxFault`: 65 for a missing column, 66 for a file that can't be opened.
  package func checkHeaders(_ isReadableTwice: (InputFile) -> Bool) throws(RxFault) {
    var faults: [RxFault] = []
    for input in inputs {
      do throws(RxFault) {
        try checkHeaders(of: input, isReadableTwice)
      } catch {
        faults += [error] + error.further
      }
    }
    if let fault = RxFault(all: faults) { throw fault }
  }

  /// Looks into the files of an input up to the first that lacks a column, since the others will lack it too.
  private func checkHeaders(
    of input: StudyInput, _ isReadableTwice: (InputFile) -> Bool
  ) throws(RxFault) {
    let requests = requests(input)
    for file in files[input.kind] ?? [] where isReadableTwice(file) {
      var options = ReadOptions()
      options.blockBytes = 1 << 16
      let header: [String]
      do throws(StreamFault) {
        header = try CSVFile(
          path: file.path, name: file.name, index: 0, dialect: options.dialect(input.files)
        ).header
      } catch {
        throw RxFault(error)
      }
      _ = try FileColumns(requests, header: header, file: file.name)
    }
  }

  /// The inputs that there are, in the order of their kinds.
  private var inputs: [StudyInput] {
    [prescriptions.input] + patientInputs + [population?.input].compactMap { $0 }
  }

  /// The columns that the files of an input are asked for.
  private func requests(_ input: StudyInput) -> [ColumnRequest] {
    switch input.kind {
    case .prescriptions: PrescriptionLayout(prescriptions, keeping: columns).requests
    case .patients, .observation, .deaths, .include, .exclude: PatientLayout(input).requests
    case .population: PopulationReader.requests(input)
    }
  }
}
