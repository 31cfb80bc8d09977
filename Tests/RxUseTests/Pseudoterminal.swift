import Foundation
import Glibc
import Synchronization

/// A terminal of a test's own, and all that was written to it.
final class Pseudoterminal: Sendable {
  private let inner: Int32
  /// The end for the process.
  private let outer: FileHandle
  private let written = Mutex<[UInt8]>([])
  private let isClosed = DispatchSemaphore(value: 0)

  /// A terminal with so many columns.
  init(columns: UInt16 = 100) throws {
    inner = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // Linux's TIOCSPTLCK and TIOCGPTN, which are macros with arguments: it is unlocked, and tells its number.
    var (isLocked, number): (Int32, Int32) = (0, 0)
    guard inner >= 0, ioctl(inner, 0x4004_5431, &isLocked) == 0, ioctl(inner, 0x8004_5430, &number) == 0
    else {
      throw CocoaError(.fileReadUnknown)
    }
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(inner, UInt(TIOCSWINSZ), &size) == 0 else { throw CocoaError(.fileWriteUnknown) }
    let descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    outer = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    Thread.detachNewThread { [self] in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(inner, &buffer, buffer.count)
        guard count > 0 else { break }
        written.withLock { $0 += buffer[..<count] }
      }
      isClosed.signal()
    }
  }

  deinit { close(inner) }

  /// What was written until now.
  var text: String { String(decoding: written.withLock { $0 }, as: UTF8.self) }

  /// Waits until `condition` holds of what was written; false where it does not within a minute, since nothing more comes.
  func waits(until condition: (String) -> Bool) -> Bool {
    for _ in 0..<6000 {
      if condition(text) { return true }
      usleep(10_000)
    }
    return false
  }

  /// Starts rxuse in `folder` with the terminal as its standard error, `input` as its standard input, and `environment`
  /// beside TERM, which is that of a terminal unless it says otherwise.
  func start(
    _ arguments: [String], in folder: TestFolder, input: Any? = FileHandle.nullDevice,
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = Rxuse.process(arguments, in: folder.path)
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = outer
    var variables = ProcessInfo.processInfo.environment
    variables["NO_COLOR"] = nil
    variables["TERM"] = "xterm"
    process.environment = variables.merging(environment) { _, new in new }
    try process.run()
    return process
  }

  /// Waits for the end of `process`, which has the terminal, and returns all that was written.
  func finish(_ process: Process) throws -> String {
    process.waitUntilExit()
    try outer.close()
    // The reader has an error where nobody has the other end any more.
    isClosed.wait()
    return text
  }
}
