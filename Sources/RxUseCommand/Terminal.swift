import Foundation
import Glibc

/// What can be shown on a stream.
struct Terminal {
  /// Standard error.
  static let errors = Terminal(STDERR_FILENO, ProcessInfo.processInfo.environment)

  /// True where a line can be drawn anew.
  let drawsProgress: Bool
  private let hasColours: Bool
  private let descriptor: Int32

  /// The stream `descriptor` as the environment has it: TERM=dumb draws nothing, NO_COLOR with any value colours nothing.
  init(_ descriptor: Int32, _ environment: [String: String]) {
    self.descriptor = descriptor
    drawsProgress = isatty(descriptor) != 0 && environment["TERM", default: "dumb"] != "dumb"
    hasColours = drawsProgress && environment["NO_COLOR", default: ""].isEmpty
  }

  /// The columns that it has; 80 where it does not say.
  var columns: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A message, the label that it begins with in its colour where there are colours.
  func labelled(_ message: String) -> String {
    guard hasColours else { return message }
    let labels = [("error:", "31"), ("Error:", "31"), ("warning:", "33")]
    guard let (label, colour) = labels.first(where: { message.hasPrefix($0.0) }) else { return message }
    return "\u{1B}[1;\(colour)m\(label)\u{1B}[0m\(message.dropFirst(label.count))"
  }
}
