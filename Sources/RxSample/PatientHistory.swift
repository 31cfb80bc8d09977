/// A patient's fills over the four years, drawn from the patient's own streams.
struct PatientHistory {
  let member: Member
  /// The enrolled days of each year, from the first to the last.
  let years: [(first: Int, last: Int)?]
  var random: RandomStream

  private let slot: UInt16
  private let usualPrescriber: Int
  private let usualPharmacy: Int
  private let payer: UInt8
  private var dirt: RandomStream
  private var sequence: UInt16 = 0

  /// An empty history of member number `patient`, who has place `slot` in the window.
  init(seed: UInt64, patient: Int, slot: UInt16, member: Member) {
    self.member = member
    self.slot = slot
    years = (0..<SampleCalendar.years).map(member.enrolledDays(ofYear:))
    random = RandomStream(seed: seed, patient: patient, purpose: .fills)
    dirt = RandomStream(seed: seed, patient: patient, purpose: .dirt)
    usualPrescriber = random.below(Fill.prescribers)
    usualPharmacy = random.below(Fill.pharmacies)
    let band = member.ageBand(on: max(0, member.birth))
    payer = UInt8(
      truncatingIfNeeded: band >= 4 ? random.pick([6, 94, 98, 100]) : random.pick([66, 68, 94, 100]))
  }

  /// The patient's own prescriber, or now and then another.
  mutating func prescriber() -> Int {
    random.chance(0.65) ? usualPrescriber : random.below(Fill.prescribers)
  }

  /// Appends one fill. A day outside the study has no row; one outside enrolment or after death rarely has.
  mutating func dispense(
    _ product: Int, on day: Int, days: Int, perDay: Int, by prescriber: Int, into fills: inout [Fill]
  ) {
    guard day >= 0, day <= SampleCalendar.lastDay else { return }
    if !member.isEnrolled(on: day), random.next() & 31 != 0 { return }
    let bits = dirt.next()
    let place = Int(truncatingIfNeeded: bits >> 16 & 0xFFFF)
    // One row in two thousand comes from a pharmacy that goes by its name, one in seven from not the usual
    // one.
    let pharmacy =
      place < 32
      ? Fill.namedPharmacies + place % PrescriptionRows.pharmacyNames.count
      : place < 9362 ? (usualPharmacy + place) % Fill.pharmacies : usualPharmacy
    fills.append(
      Fill(
        day: Int32(truncatingIfNeeded: day), prescriber: UInt32(truncatingIfNeeded: prescriber), slot: slot,
        sequence: sequence, pharmacy: UInt16(truncatingIfNeeded: pharmacy),
        quantity: UInt16(truncatingIfNeeded: days * perDay), days: UInt8(truncatingIfNeeded: days),
        product: UInt8(truncatingIfNeeded: product), payer: payer, fault: Fault(bits: bits)))
    sequence += 1
  }

  /// Appends a refill chain over `spell`: supplies of one length, most of them fetched a few days early, some
  /// late, now and then a break of weeks.
  mutating func refill(
    _ choice: Formulary.Choice, over spell: Spell, supplies: Supplies, into fills: inout [Fill]
  ) {
    var product = choice.first + random.pick(choice.cumulative)
    let days = supplies.days[random.pick(supplies.cumulative)]
    let perDay = supplies.perDay[random.below(supplies.perDay.count)]
    let prescriber = prescriber()
    var day = spell.start
    while day <= spell.end {
      dispense(product, on: day, days: days, perDay: perDay, by: prescriber, into: &fills)
      let bits = random.next()
      if bits >> 56 < 3 { product = choice.first + random.pick(choice.cumulative) }
      day += days + Self.delay(kind: Int(bits & 0x7F), spread: Int(bits >> 7 & 0xFF), days: days)
    }
  }

  /// Days between the end of a supply and the next fill, negative when that is early. `kind` is one of 128 and
  /// says early, on time, late or after a break; `spread`, one of 256, says by how much.
  private static func delay(kind: Int, spread: Int, days: Int) -> Int {
    switch kind {
    case ..<58: -1 - spread % max(1, min(5, days / 5))
    case ..<103: spread % 3
    case ..<123: 3 + spread % 10
    default: 25 + spread % 51
    }
  }

  /// Lengths of supply and units a day of a kind of treatment.
  struct Supplies {
    /// Days of supply, and running percentages over them.
    let days: [Int], cumulative: [UInt8]
    /// Units a day, each as likely as the next.
    let perDay: [Int]

    /// Long-term treatment with a controlled drug.
    static let controlled = Supplies(
      days: [30, 90, 14, 60, 7], cumulative: [78, 86, 92, 98, 100], perDay: [1, 1, 2, 2, 3])
    /// Long-term treatment with anything else.
    static let maintenance = Supplies(days: [90, 30, 60], cumulative: [48, 95, 100], perDay: [1, 1, 1, 2])
    /// One or a few short supplies of a benzodiazepine.
    static let brief = Supplies(
      days: [30, 15, 10, 7, 14, 5], cumulative: [38, 53, 68, 83, 93, 100], perDay: [1, 1, 2, 3])
    /// Short courses of an opioid.
    static let course = Supplies(
      days: [5, 3, 7, 10, 14, 30], cumulative: [30, 55, 80, 90, 96, 100], perDay: [2, 3, 4, 4, 6])
    /// Medicines for a few days.
    static let acute = Supplies(
      days: [7, 10, 5, 14, 30], cumulative: [30, 60, 80, 90, 100], perDay: [1, 2, 3])
  }
}
