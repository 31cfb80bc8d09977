import CSVStream
import RxCounts
import RxInput
import RxModel

extension AggregationInput {
  /// Opens every file that `isReadableTwice` and looks for its columns, so that a wrong name is told before hours of
  /// reading.
  /// - Throws: `RxFault`: 65 for a missing column, 66 for a file that can't be opened.
  package func checkHeaders(_ isReadableTwice: (InputFile) -> Bool) throws(RxFault) {
    for kind in InputKind.allCases {
      guard let (requests, set) = columns(of: kind) else { continue }
      for file in files[kind] ?? [] where isReadableTwice(file) {
        let dialect = Dialect(delimiter: set.delimiter, blockBytes: 1 << 16)
        let header: [String]
        do throws(StreamFault) {
          header = try CSVFile(path: file.path, name: file.name, index: 0, dialect: dialect).header
        } catch {
          throw RxFault(error)
        }
        _ = try InputColumns(requests, header: header, file: file.name)
      }
    }
  }

  private func columns(of kind: InputKind) -> (requests: [ColumnRequest], files: FileSet)? {
    switch kind {
    case .prescriptions:
      (
        PrescriptionLayout(study.prescriptions, keeping: FillColumns(study)).requests,
        study.prescriptions.files
      )
    case .patients: study.roster.map { (PatientLayout($0).requests, $0.files) }
    case .observation: study.observation.map { (PatientLayout($0).requests, $0.files) }
    case .deaths: study.deaths.map { (PatientLayout($0).requests, $0.files) }
    case .population: study.population.map { (PopulationReader(study, $0, ReadOptions()).requests, $0.files) }
    }
  }
}
