/// A run of patients whose fills are held together, to be put in order of date.
struct SampleWindow {
  /// The most patients that a window holds.
  static let patients = 4096

  private let options: SampleOptions
  private let rows: PrescriptionRows
  private var first = 0
  private var members: [Member] = []
  private var demographics = PrescriptionRows.Demographics()
  private var fills: [Fill] = []
  private var order: [UInt32] = []

  /// An empty window.
  init(_ options: SampleOptions) {
    self.options = options
    rows = PrescriptionRows(flat: options.flat)
  }

  /// Draws these patients and their fills in place of those before.
  mutating func fill(_ patients: Range<Int>) {
    first = patients.lowerBound
    members.removeAll(keepingCapacity: true)
    demographics.removeAll()
    fills.removeAll(keepingCapacity: true)
    for patient in patients {
      let member = Member(seed: options.seed, patient: patient)
      var history = PatientHistory(
        seed: options.seed, patient: patient, slot: UInt16(truncatingIfNeeded: patient - first),
        member: member)
      history.dispenseAll(into: &fills)
      if options.flat { demographics.append(member) } else { members.append(member) }
    }
    sortByDay()
  }

  /// Writes the roster's rows of the window; a flat sample has none.
  func writeMembers(to file: inout CheckedFile) throws(SampleError) {
    for (slot, member) in members.enumerated() {
      file.buffer.append(addingCapacity: MemberRows.longest) { rows in
        MemberRows.append(member, patient: first + slot, to: &rows)
      }
      try file.flushIfFull()
    }
  }

  /// Writes the window's prescriptions in order of date; on one day in the order of patients.
  func writePrescriptions(to file: inout CheckedFile) throws(SampleError) {
    for index in order {
      let fill = fills[Int(index)]
      rows.append(fill, patient: first + Int(fill.slot), demographics: demographics, to: &file.buffer)
      try file.flushIfFull()
    }
  }

  /// A counting sort, so that fills of one day stay in their order.
  private mutating func sortByDay() {
    var places = [Int](repeating: 0, count: SampleCalendar.lastDay + 2)
    for fill in fills { places[Int(fill.day) + 1] += 1 }
    for day in 1..<places.count { places[day] += places[day - 1] }
    order = [UInt32](repeating: 0, count: fills.count)
    for (index, fill) in fills.enumerated() {
      order[places[Int(fill.day)]] = UInt32(truncatingIfNeeded: index)
      places[Int(fill.day)] += 1
    }
  }
}
