/// The text of fills: the prescription file's rows, clean or with their fault.
struct PrescriptionRows {
  /// Header of the file beside a roster, and of the flat one: nine columns each.
  static func header(flat: Bool) -> String {
    flat
      ? "patient_id,fill_date,ndc,days_supply,quantity,prescriber_id,birth_date,sex,race\n"
      : "claim_id,patient_id,fill_date,ndc,days_supply,quantity,prescriber_id,pharmacy_id,payer\n"
  }
  /// The payers.
  static let payers: [[UInt8]] = ["commercial", "medicare", "medicaid", "cash"].map { Array($0.utf8) }
  /// Pharmacies that go by a name, quoted as RFC 4180 has it.
  static let pharmacyNames: [[UInt8]] = [
    #""Main St. Pharmacy, ""24h""""#, #""Oak & Elm Drugs, Inc.""#, #""The ""Corner"" Chemist""#,
    #""Lakeside Pharmacy, Unit 2""#,
  ].map { Array($0.utf8) }

  private let dates: [UInt8]
  private let codes: [UInt8]
  private let flat: Bool

  /// The tables that rows are put together from.
  init(flat: Bool) {
    self.flat = flat
    dates = (0...SampleCalendar.lastDay).flatMap(SampleCalendar.text)
    codes = Formulary.products.flatMap { Array($0.code.utf8) }
  }

  /// The columns of a flat file that belong to the patient, for each of a window's patients.
  struct Demographics {
    private var bytes: [UInt8] = []
    private var starts = [0]

    /// Adds the next patient's.
    mutating func append(_ member: Member) {
      bytes.append(addingCapacity: MemberRows.longest) { columns in
        MemberRows.append(demographicsOf: member, to: &columns)
      }
      starts.append(bytes.count)
    }

    /// Forgets all patients.
    mutating func removeAll() {
      bytes.removeAll(keepingCapacity: true)
      starts.removeAll(keepingCapacity: true)
      starts.append(0)
    }

    /// Appends the columns of the patient at `slot`, commas between them.
    @inline(__always)
    func append(slot: Int, to row: inout OutputSpan<UInt8>) {
      row.append(bytes, at: starts[slot], count: starts[slot + 1] - starts[slot])
    }

    /// Appends the same with a race that contradicts the patient's other rows.
    func appendContradiction(slot: Int, to row: inout OutputSpan<UInt8>) {
      let text = bytes[starts[slot]..<starts[slot + 1]]
      let other = MemberRows.races[text.last == UInt8(ascii: "B") ? 0 : 1]
      var commas = 0
      for byte in text where commas < 2 {
        row.append(byte)
        if byte == UInt8(ascii: ",") { commas += 1 }
      }
      row.append(other)
    }
  }

  /// The most bytes that one fill can come to, written twice and with the longest texts.
  static let longest = 400

  /// Appends the row of a fill of patient number `patient`, twice for an exact duplicate.
  @inline(__always)
  func append(_ fill: Fill, patient: Int, demographics: Demographics, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Self.longest) { row in
      appendRow(fill, patient, demographics, &row)
      if fill.fault == .twice { appendRow(fill, patient, demographics, &row) }
    }
  }

  @inline(__always)
  private func appendRow(
    _ fill: Fill, _ patient: Int, _ demographics: Demographics, _ bytes: inout OutputSpan<UInt8>
  ) {
    if !flat {
      let number = UInt64(truncatingIfNeeded: patient) << 11 | UInt64(fill.sequence & 2047)
      bytes.append(hexadecimal: Self.scattered(number), width: 10)
      bytes.append(ascii: ",")
    }
    if fill.fault == .stranger, !flat {
      bytes.append(ascii: "X")
      bytes.append(nineDigits: patient)
    } else {
      MemberRows.append(identifierOf: patient, to: &bytes)
    }
    bytes.append(ascii: ",")
    appendDate(fill, &bytes)
    bytes.append(ascii: ",")
    bytes.append(codes, at: Int(fill.product) * 11, count: 11)
    bytes.append(ascii: ",")
    appendDays(fill, &bytes)
    bytes.append(ascii: ",")
    if fill.fault != .noQuantity { bytes.append(decimal: Int(fill.quantity)) }
    bytes.append(ascii: ",")
    // Ten digits like an NPI's, with a first digit that no NPI has.
    if fill.fault != .noPrescriber {
      bytes.append(ascii: "9")
      bytes.append(nineDigits: Int(fill.prescriber) * 24_989)
    }
    bytes.append(ascii: ",")
    if flat {
      if fill.fault == .stranger {
        demographics.appendContradiction(slot: Int(fill.slot), to: &bytes)
      } else {
        demographics.append(slot: Int(fill.slot), to: &bytes)
      }
    } else {
      appendPharmacy(Int(fill.pharmacy), &bytes)
      bytes.append(ascii: ",")
      bytes.append(Self.payers[Int(fill.payer)])
    }
    bytes.append(ascii: "\n")
  }

  @inline(__always)
  private func appendDate(_ fill: Fill, _ bytes: inout OutputSpan<UInt8>) {
    let start = Int(fill.day) * 10
    switch fill.fault {
    case .dateCompact:
      bytes.append(dates, at: start, count: 4)
      bytes.append(dates, at: start + 5, count: 2)
      bytes.append(dates, at: start + 8, count: 2)
    case .dateImpossible:
      bytes.append(Array("2021-02-29".utf8))
    case .dateTime:
      bytes.append(dates, at: start, count: 10)
      bytes.append(Array((fill.sequence & 1 == 0 ? "T00:00:00" : " 09:30:00").utf8))
    default:
      bytes.append(dates, at: start, count: 10)
    }
  }

  @inline(__always)
  private func appendDays(_ fill: Fill, _ bytes: inout OutputSpan<UInt8>) {
    switch fill.fault {
    case .daysEmpty: break
    case .daysZero: bytes.append(ascii: "0")
    case .daysWord: bytes.append(ascii: "x")
    case .daysPoint:
      bytes.append(decimal: Int(fill.days))
      bytes.append(ascii: ".")
      bytes.append(ascii: "0")
    default: bytes.append(decimal: Int(fill.days))
    }
  }

  @inline(__always)
  private func appendPharmacy(_ pharmacy: Int, _ bytes: inout OutputSpan<UInt8>) {
    if pharmacy >= Fill.namedPharmacies {
      bytes.append(Self.pharmacyNames[pharmacy - Fill.namedPharmacies])
    } else {
      bytes.append(ascii: "P")
      bytes.append(ascii: "H")
      bytes.append(ascii: "0")
      bytes.append(twoDigits: pharmacy / 100)
      bytes.append(twoDigits: pharmacy)
    }
  }

  /// One to one on 40 bits: claim numbers are different without looking consecutive.
  @inline(__always)
  private static func scattered(_ number: UInt64) -> UInt64 {
    let mask: UInt64 = (1 << 40) - 1
    var bits = (number &* 0x9E_3779_B97F) & mask
    bits ^= bits >> 20
    bits = (bits &* 0xC6_A4A7_935B) & mask
    return bits ^ bits >> 17
  }
}
