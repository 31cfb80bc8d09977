extension Int64: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(number: self) }
  package init(from bytes: inout StoredReader) throws(StoredFault) { self = try bytes.nextNumber() }
}

extension Int: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(number: Int64(self)) }
  package init(from bytes: inout StoredReader) throws(StoredFault) { self = Int(try bytes.nextNumber()) }
}

extension Int32: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(number: Int64(self)) }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    guard let number = Int32(exactly: try bytes.nextNumber()) else {
      throw bytes.fault("a number of more than 32 bits")
    }
    self = number
  }
}

extension UInt64: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(number: Int64(bitPattern: self)) }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    self = UInt64(bitPattern: try bytes.nextNumber())
  }
}

extension Bool: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(number: self ? 1 : 0) }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    switch try bytes.nextNumber() {
    case 0: self = false
    case 1: self = true
    default: throw bytes.fault("neither true nor false")
    }
  }
}

extension String: Storable {
  package func store(in bytes: inout StoredBytes) { bytes.add(bytes: utf8) }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    guard let text = String(validating: try bytes.nextBytes(), as: UTF8.self) else {
      throw bytes.fault("a text that is not UTF-8")
    }
    self = text
  }
}

extension Optional: Storable where Wrapped: Storable {
  package func store(in bytes: inout StoredBytes) {
    (self != nil).store(in: &bytes)
    self?.store(in: &bytes)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    self = try Bool(from: &bytes) ? try Wrapped(from: &bytes) : nil
  }
}

extension Array: Storable where Element: Storable {
  package func store(in bytes: inout StoredBytes) {
    count.store(in: &bytes)
    for element in self { element.store(in: &bytes) }
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    let count = try bytes.nextCount()
    self = []
    reserveCapacity(Swift.min(count, 1 << 12))
    for _ in 0..<count { append(try Element(from: &bytes)) }
  }
}

/// Stored in ascending order.
extension Set: Storable where Element: Storable & Comparable {
  package func store(in bytes: inout StoredBytes) { sorted().store(in: &bytes) }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    let elements = try [Element](from: &bytes)
    guard zip(elements, elements.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw bytes.fault("elements out of order")
    }
    self.init(elements)
  }
}

/// Stored in ascending order of its keys.
extension Dictionary: Storable where Key: Storable & Comparable, Value: Storable {
  package func store(in bytes: inout StoredBytes) {
    count.store(in: &bytes)
    for (key, value) in sorted(by: { $0.key < $1.key }) {
      key.store(in: &bytes)
      value.store(in: &bytes)
    }
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    let count = try bytes.nextCount()
    self.init(minimumCapacity: Swift.min(count, 1 << 12))
    var last: Key?
    for _ in 0..<count {
      let key = try Key(from: &bytes)
      if let last, last >= key { throw bytes.fault("keys out of order") }
      self[key] = try Value(from: &bytes)
      last = key
    }
  }
}

extension Storable where Self: RawRepresentable, RawValue == String {
  package func store(in bytes: inout StoredBytes) { rawValue.store(in: &bytes) }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    let name = try String(from: &bytes)
    guard let value = Self(rawValue: name) else { throw bytes.fault("an unknown name") }
    self = value
  }
}
