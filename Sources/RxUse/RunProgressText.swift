import RxReport
import Synchronization

/// What the progress line says of a run. Rows are told in thousands and more, as roughly as inputs.csv tells them.
package final class RunProgressText: Sendable {
  private typealias Instant = ContinuousClock.Instant

  private let progress: RunProgress
  /// The time at which reading was first seen, and that at which rows were.
  private let seen = Mutex<(reading: Instant?, rows: Instant?)>((nil, nil))

  /// The text on `progress`.
  package init(_ progress: RunProgress) { self.progress = progress }

  /// The text at the time `now`, which never goes back.
  package func text(at now: ContinuousClock.Instant) -> String {
    switch progress.stage {
    case .load: "loading the study"
    case .read: reading(at: now)
    case .measure: "measuring"
    case .protect: "working out what may be shown"
    case .write: "writing tables and reports"
    case .advise: "trying changes that would show more"
    }
  }

  /// `reading: 25%, 12 s left, 1.20 million rows, 300,000 rows/s`, as far as it is known; a narrow terminal cuts the end.
  private func reading(at now: Instant) -> String {
    let rows = progress.reading.rows.load(ordering: .relaxed)
    let since = seen.withLock { seen in
      seen.reading = seen.reading ?? now
      if rows > 0 { seen.rows = seen.rows ?? now }
      return (reading: seconds(seen.reading, now), rows: seconds(seen.rows, now))
    }
    var parts: [String] = []
    if let share = progress.reading.share {
      parts.append("\(Int(share * 100))%")
      // What has taken less than a second, or read next to nothing, foretells nothing.
      if since.reading >= 1, share >= 0.02 {
        parts.append("\(duration(since.reading * (1 - share) / share)) left")
      }
    }
    if rows >= 1000 { parts.append("\(roughly(rows)) rows") }
    let rate = since.rows > 0 ? Int(Double(rows) / since.rows) : 0
    if rate >= 1000 { parts.append("\(roughly(rate)) rows/s") }
    return parts.isEmpty ? "reading" : "reading: \(parts.joined(separator: ", "))"
  }

  private func seconds(_ start: Instant?, _ end: Instant) -> Double {
    start.map { Double((end - $0) / .milliseconds(1)) / 1000 } ?? 0
  }
}

/// A number of 1,000 or more in whole thousands, rounded down, or in millions.
private func roughly(_ number: Int) -> String {
  guard number >= 1_000_000 else { return grouped(number / 1000 * 1000) }
  let hundredths = number / 10_000 % 100
  return "\(grouped(number / 1_000_000)).\(hundredths < 10 ? "0" : "")\(hundredths) million"
}

/// A time in the unit in which it is read easily.
private func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded(.up))
  if whole < 100 { return "\(whole) s" }
  let minutes = (whole + 59) / 60
  return minutes < 100 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
}
