import Dispatch
import Glibc
import RxUse
import Synchronization

/// A line on standard error that is drawn anew while it lives, five times a second at most, and is gone after it.
final class ProgressLine: Sendable {
  /// Standard error, which messages share with the line.
  static let screen = Screen()

  private static let pause = DispatchTimeInterval.milliseconds(200)
  private let queue = DispatchQueue(label: "rxuse.progress")
  private let text: @Sendable (_ now: ContinuousClock.Instant) -> String

  /// A line that begins with `rxuse:` and says `text`.
  init(_ text: @escaping @Sendable (_ now: ContinuousClock.Instant) -> String) {
    self.text = text
    Self.screen.open()
    drawLater()
  }

  /// Takes the line away.
  func end() { Self.screen.close() }

  /// Each drawing begins the pause to the next, so that a late one is not followed by another at once.
  private func drawLater() {
    queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in
      guard let self, Self.screen.draw("rxuse: \(text(.now))") else { return }
      drawLater()
    }
  }
}

/// Standard error: messages, and at most one line below them that is drawn anew.
final class Screen: Sendable {
  private enum Line {
    case closed, open, drawn
  }
  private static let erasing = "\r\u{1B}[K"
  private let line = Mutex(Line.closed)

  /// From now on a line can be drawn.
  func open() { line.withLock { $0 = .open } }

  /// Draws `text`, cut to the width of the terminal, in the place of what was drawn before.
  /// - Returns: false where no line can be drawn any more.
  func draw(_ text: String) -> Bool {
    line.withLock { line in
      guard line != .closed else { return false }
      // In the last column a terminal may go on to the next line.
      put("\(Self.erasing)\(text.prefix(max(0, Terminal.errors.columns - 1)))")
      line = .drawn
      return true
    }
  }

  /// Writes `text`, which ends with a line end, where the line was; that comes back when it is drawn again.
  func write(_ text: String) {
    line.withLock { line in
      put(line == .drawn ? Self.erasing + text : text)
      if line == .drawn { line = .open }
    }
  }

  /// Takes the line away, for good.
  func close() {
    line.withLock { line in
      if line == .drawn { put(Self.erasing) }
      line = .closed
    }
  }

  /// The same for a process that is about to die, which waits for nobody: a terminal that takes nothing holds the writer.
  func abandon() {
    _ = line.withLockIfAvailable { line in
      if line == .drawn { put(Self.erasing) }
      line = .closed
    }
  }

  /// Writes in one call; where that fails there is nobody left to tell.
  private func put(_ text: String) {
    var text = text
    text.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
  }
}

extension Verbosity {
  /// A line on how far a run is, where it may be shown.
  func progressLine(of progress: RunProgress) -> ProgressLine? {
    guard showsProgress else { return nil }
    let text = RunProgressText(progress)
    return ProgressLine { now in text.text(at: now) }
  }
}
