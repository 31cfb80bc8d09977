/// A fault that ends a run, told in one line: what is wrong, where, and what to do.
package struct RxFault: Error, Sendable, Equatable {
  /// The exit codes of the contract (sysexits).
  package enum Code: Int32, Sendable {
    /// Bad command line.
    case usage = 64
    /// Data beyond the tolerance, or a header without a mapped column.
    case data = 65
    /// An input that is missing or unreadable.
    case noInput = 66
    /// A defect in rxuse.
    case software = 70
    /// The output can't be created.
    case cantCreate = 73
    /// An I/O error while reading or writing.
    case inputOutput = 74
    /// Safe to try again: another run holds the output, or the input changed while it was read.
    case temporary = 75
    /// A mistake in the study file or a code list.
    case config = 78
  }

  /// A place in a text file.
  package struct Place: Sendable, Equatable {
    /// The file as the user named it.
    package var file: String
    /// Line from 1.
    package var line: Int
    /// Column from 1, or nil.
    package var column: Int?

    /// `line` (and `column`) of `file`.
    package init(file: String, line: Int, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// The exit code.
  package var code: Code
  /// The fault in words.
  package var message: String
  /// Its place, if in a file.
  package var place: Place?
  /// The remedy; empty where the message says it.
  package var remedy: String
  /// The further faults of the same kind that were found with it, in order.
  package var further: [RxFault] = []
  /// True where it only follows from a fault that is told: nobody needs to hear of it.
  package var isTold = false

  /// A fault with `code`.
  package init(_ code: Code, _ message: String, at place: Place? = nil, remedy: String = "") {
    self.code = code
    self.message = message
    self.place = place
    self.remedy = remedy
  }

  /// The first of these faults in the order of their places, with the others as its further ones; nil where there is
  /// none. Of several files the one comes first of which a fault does.
  package init?(all faults: [RxFault]) {
    let files = faults.map { $0.place?.file ?? "" }.distinct()
    func order(_ fault: RxFault) -> (Int, Int, Int) {
      (
        files.firstIndex(of: fault.place?.file ?? "") ?? 0, fault.place?.line ?? 0,
        fault.place?.column ?? 0
      )
    }
    // Those at one place keep their order.
    let sorted = faults.enumerated().sorted { a, b in
      let (first, second) = (order(a.element), order(b.element))
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
    guard var first = sorted.first else { return nil }
    first.further = Array(sorted.dropFirst())
    self = first
  }

  /// The lines in which it is told: its own, and one for each further fault.
  package var lines: [String] { [text] + further.map(\.text) }

  /// `file:line:column: message; remedy`, one line that a terminal only shows.
  package var text: String {
    var text = ""
    if let place {
      text = place.file + ":\(place.line):" + (place.column.map { "\($0):" } ?? "") + " "
    }
    text += messageLine(message, longest: 2000)
    if !remedy.isEmpty { text += "; " + remedy }
    return messageLine(text)
  }
}
