import RxModel

extension InputKind: Storable {}
extension RejectReason: Storable {}

extension Day: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(number) }
  package init(from bytes: inout StoredReader) throws(StoredFault) { self.init(try bytes.next()) }
}

extension DaySpan: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(start)
    bytes.add(end)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    self.init(try bytes.next(), try bytes.next())
    guard start <= end else { throw bytes.fault("a span that ends before it begins") }
  }
}

extension ExactText: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(text) }
  package init(from bytes: inout StoredReader) throws(StoredFault) { self.init(try bytes.next()) }
}

extension RejectedRow: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(file)
    bytes.add(line)
    bytes.add(reason)
    bytes.add(field)
    bytes.add(value)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    self.init(
      file: try bytes.next(), line: try bytes.next(), reason: try bytes.next(), field: try bytes.next(),
      value: try bytes.next())
  }
}
