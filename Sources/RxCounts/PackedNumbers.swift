/// Whole numbers of which most are 0: stored with a run of zeros as a 0 and how many more there are.
package struct PackedNumbers: Storable, Sendable, Equatable {
  package var numbers: [Int64]

  /// These numbers.
  package init(_ numbers: [Int64]) { self.numbers = numbers }

  package func store(in bytes: inout StoredBytes) {
    bytes.add(numbers.count)
    var place = 0
    while place < numbers.count {
      bytes.add(number: numbers[place])
      place += 1
      guard numbers[place - 1] == 0 else { continue }
      let first = place
      while place < numbers.count, numbers[place] == 0 { place += 1 }
      bytes.add(number: Int64(place - first))
    }
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    let count: Int = try bytes.next()
    guard count >= 0 else { throw bytes.fault("a count below 0") }
    numbers = []
    while numbers.count < count {
      let isAfterZero = numbers.last == 0
      let number = try bytes.nextNumber()
      numbers.append(number)
      guard number == 0 else { continue }
      if isAfterZero { throw bytes.fault("two runs of zeros for one") }
      let more = try bytes.nextNumber()
      guard more <= Int64(count - numbers.count) else { throw bytes.fault("too many zeros") }
      try bytes.expand(by: more)
      numbers += repeatElement(0, count: Int(more))
    }
  }
}
