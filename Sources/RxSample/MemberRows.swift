/// The text of members: the roster's rows, and a flat file's columns of the same facts.
enum MemberRows {
  /// The header of the roster.
  static let header = "patient_id,birth_date,sex,race,region,enrolled_from,enrolled_to,died\n"
  /// The race levels, made up, as they stand in a CSV file: the last needs its quotes.
  static let races: [[UInt8]] = ["Group A", "Group B", "Group C", "Group D", "\"Two or more, or other\""]
    .map { Array($0.utf8) }
  /// The regions.
  static let regions: [[UInt8]] = ["North", "South", "East", "West"].map { Array($0.utf8) }

  /// Appends the identifier of patient number `patient`: ten bytes.
  @inline(__always)
  static func append(identifierOf patient: Int, to bytes: inout OutputSpan<UInt8>) {
    bytes.append(ascii: "P")
    bytes.append(nineDigits: patient)
  }

  /// The most bytes that a member's rows can come to.
  static let longest = 300

  /// Appends a member's rows: one for each enrolment.
  static func append(_ member: Member, patient: Int, to bytes: inout OutputSpan<UInt8>) {
    for run in member.enrolments {
      append(identifierOf: patient, to: &bytes)
      bytes.append(ascii: ",")
      append(demographicsOf: member, to: &bytes)
      bytes.append(ascii: ",")
      if member.gaps >> 40 & 0xFF >= 3 { bytes.append(regions[member.region]) }
      bytes.append(ascii: ",")
      bytes.append(SampleCalendar.text(run.start))
      bytes.append(ascii: ",")
      if let end = writtenEnd(of: run, member) { bytes.append(SampleCalendar.text(end)) }
      bytes.append(ascii: ",")
      if let death = member.death { bytes.append(SampleCalendar.text(death)) }
      bytes.append(ascii: "\n")
    }
  }

  /// Appends birth date, sex and race, each empty for a few members.
  static func append(demographicsOf member: Member, to bytes: inout OutputSpan<UInt8>) {
    if member.gaps & 0x3FF != 0 { bytes.append(SampleCalendar.text(member.birth)) }
    bytes.append(ascii: ",")
    if member.gaps >> 10 & 0xFF != 0 { bytes.append(ascii: member.sex == 0 ? "F" : "M") }
    bytes.append(ascii: ",")
    if member.gaps >> 20 & 0xFF >= 5 { bytes.append(races[member.race]) }
  }

  /// The last day of an enrolment as the roster has it, nil where it is left open. A death may close the
  /// enrolment on its day or at the end of its month, or leave it open; six in ten members who are still
  /// enrolled when the study ends have no last day.
  private static func writtenEnd(of run: Member.Enrolment, _ member: Member) -> Int? {
    let draw = member.gaps >> 50 & 0x3FF
    if let death = member.death, run.end == death {
      return draw < 205 ? nil : draw < 512 ? SampleCalendar.endOfMonth(death) : death
    }
    return run.end == SampleCalendar.lastDay && draw < 614 ? nil : run.end
  }
}
