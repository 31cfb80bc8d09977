import CSVStream
import RxModel

extension RxFault {
  /// A reader's fault as a run's. Bad data in a code list are a mistake in the study (78), in other files data (65).
  package init(_ fault: StreamFault, inCodeList: Bool = false) {
    let code: Code =
      switch fault.kind {
      case .unreadable: .noInput
      case .inputOutput: .inputOutput
      case .badData: inCodeList ? .config : .data
      case .changed: .temporary
      case .defect: .software
      }
    self.init(code, "\(fault.path) \(fault.message)", remedy: fault.remedy)
  }
}
