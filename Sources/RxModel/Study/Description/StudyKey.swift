/// A key of a study file, of whatever kind: the description that the parser, the help and the schema of editors share.
package protocol StudyKey: Sendable {
  /// Its name.
  var name: String { get }
  /// The form of its value.
  var form: ValueForm { get }
  /// The value that holds where a study leaves it out; nil where there is none, or it depends on others.
  var standard: StudyNode? { get }
  /// True where it must be there.
  var isRequired: Bool { get }
  /// Its meaning, in a line.
  var summary: String { get }
  /// Reads the value of what is written, for the mistakes in it.
  /// - Throws: `RxFault` (78) at the first.
  func check(_ value: StudyValue) throws(RxFault)
}

extension StudyKey {
  /// The values that can be written for it, in words.
  package var kind: String { form.words }
}

/// A key of a study file: what it is, and how it is read.
package struct Parameter<Value: Sendable>: StudyKey {
  package let name: String
  package let form: ValueForm
  package let standard: StudyNode?
  package let isRequired: Bool
  package let summary: String
  /// The value of what is written.
  package let read: @Sendable (StudyValue) throws(RxFault) -> Value

  package func check(_ value: StudyValue) throws(RxFault) { _ = try read(value) }

  /// A key of a kind of its own.
  /// - Parameters:
  ///   - name: its name.
  ///   - form: the form of its value.
  ///   - standard: the value where it is left out; nil where there is none.
  ///   - isRequired: whether it must be there; nil for those without a standard.
  ///   - summary: its meaning, in a line.
  ///   - read: the value of what is written.
  package init(
    name: String, form: ValueForm, standard: StudyNode?, isRequired: Bool? = nil, summary: String,
    read: @escaping @Sendable (StudyValue) throws(RxFault) -> Value
  ) {
    self.name = name
    self.form = form
    self.standard = standard
    self.isRequired = isRequired ?? (standard == nil)
    self.summary = summary
    self.read = read
  }
}

extension Parameter where Value == StudyValue {
  /// A key whose value is read by who knows the rest of the study.
  /// - Parameters:
  ///   - name: its name.
  ///   - form: the form of its value.
  ///   - standard: the value where it is left out; nil where there is none.
  ///   - isRequired: whether it must be there.
  ///   - summary: its meaning, in a line.
  /// - Returns: the key.
  package static func raw(
    _ name: String, _ form: ValueForm, default standard: StudyNode? = nil, isRequired: Bool = false,
    _ summary: String
  ) -> Parameter {
    Parameter(name: name, form: form, standard: standard, isRequired: isRequired, summary: summary) {
      value throws(RxFault) in value
    }
  }
}

extension Parameter where Value == Sourced {
  /// A key whose value is a column's header.
  /// - Parameters:
  ///   - name: its name.
  ///   - isRequired: whether it must be there.
  ///   - summary: its meaning, in a line.
  /// - Returns: the key.
  package static func header(_ name: String, isRequired: Bool = false, _ summary: String) -> Parameter {
    Parameter(name: name, form: .header, standard: nil, isRequired: isRequired, summary: summary) {
      value throws(RxFault) in try value.header()
    }
  }
}

extension StudyValue {
  /// A mapping whose keys are among those that are described.
  /// - Throws: `RxFault` (78) as `map` of names does.
  package func map(_ keys: [any StudyKey]) throws(RxFault) -> StudyMap { try map(keys.map(\.name)) }
}

extension StudyMap {
  /// The value of a key, or nil where it is not there.
  package subscript(_ key: any StudyKey) -> StudyValue? { self[key.name] }

  /// The value that is written for a key, as `read` takes it; nil where none is, or it is a mistake, which is noted.
  /// - Throws: the mistake itself, where nothing notes it.
  package func noting<Value>(
    _ key: any StudyKey, _ read: (StudyValue) throws(RxFault) -> Value
  ) throws(RxFault) -> Value? {
    key.isRequired ? try noting(required: key.name, read) : try noting(key.name, read)
  }

  /// The value that is written for a key; nil where none is, or it is a mistake, which is noted.
  /// - Throws: the mistake itself, where nothing notes it.
  package func noting<Value>(_ key: Parameter<Value>) throws(RxFault) -> Value? {
    try noting(key, key.read)
  }

  /// The value of a key, written or its standard one; nil where there is neither, or it is a mistake, which is noted.
  /// - Throws: the mistake itself, where nothing notes it.
  package func settled<Value>(_ key: Parameter<Value>) throws(RxFault) -> Value? {
    guard let standard = key.standard, self[key] == nil else { return try noting(key) }
    return try key.read(StudyValue(standard, at: value.place, key: "\(value.key).\(key.name)"))
  }
}
