/// A CSV reader and writer of the plainest kind, for files that are known to be well formed.
enum NaiveCSV {
  /// The records of a text by RFC 4180, empty lines left out; line ends may be LF, CRLF or CR.
  static func records(_ text: String, delimiter: Character = ",") -> [[String]] {
    let comma = delimiter.asciiValue ?? 44
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var sawAnything = false
    func endField() {
      record.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    func endRecord() {
      if sawAnything {
        endField()
        records.append(record)
      }
      record = []
      sawAnything = false
    }
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let following = place + 1 < bytes.count ? bytes[place + 1] : 0
      place += 1
      if quoted {
        if byte != 34 {
          field.append(byte)
        } else if following == 34 {
          field.append(34)
          place += 1
        } else {
          quoted = false
        }
      } else if byte == 10 || byte == 13 {
        if byte == 13, following == 10 { place += 1 }
        endRecord()
      } else {
        sawAnything = true
        if byte == 34 {
          quoted = true
        } else if byte == comma {
          endField()
        } else {
          field.append(byte)
        }
      }
    }
    endRecord()
    return records
  }

  /// One field as it is written: quoted where it must be, or always.
  static func field(_ text: String, delimiter: String = ",", always: Bool = false) -> String {
    let special = text.utf8.contains { $0 == 34 || $0 == 10 || $0 == 13 }
    guard always || special || text.contains(delimiter) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// One record without its line end.
  static func line(_ fields: [String], delimiter: String = ",", always: Bool = false) -> String {
    fields.map { field($0, delimiter: delimiter, always: always) }.joined(separator: delimiter)
  }
}
