import Foundation
import RxSample
import Testing

@Suite("Samples that cannot be written")
struct SampleFaultTests {
  @Test("A full disk is an error that names the file, and nothing half-written stays")
  func fullDisk() throws {
    let files = SampleFiles()
    symlink("/dev/full", files.path("prescriptions.csv"))
    let error = #expect(throws: SampleError.self) {
      try writeSample(SampleOptions(patients: 10, seed: 1), into: files.directory) { _ in }
    }
    #expect(error?.what == "write" && error?.code == ENOSPC)
    #expect(error?.path == files.path("prescriptions.csv"))
    #expect(error?.description.hasSuffix("No space left on device") == true)
    for name in SampleBytesTests.names { #expect(!files.exists(name)) }
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test("A directory that is not there is an error")
  func noDirectory() {
    let error = #expect(throws: SampleError.self) {
      try writeSample(SampleOptions(patients: 10, seed: 1), into: "/nowhere/at/all") { _ in }
    }
    #expect(error?.what == "open" && error?.code == ENOENT)
    #expect(error?.path == "/nowhere/at/all/codes.csv")
  }

  @Test(
    "A number of patients out of range is an error before anything is written", arguments: [-1, 1 << 29 + 1])
  func range(patients: Int) {
    let files = SampleFiles()
    let error = #expect(throws: SampleError.self) {
      try writeSample(SampleOptions(patients: patients, seed: 1), into: files.directory) { _ in }
    }
    #expect(error?.what == "options")
    #expect(!files.exists("codes.csv"))
  }

  @Test("A slow reader on a pipe gets every byte: short writes are continued")
  func pipe() throws {
    let files = SampleFiles()
    let plain = try SampleFiles(SampleOptions(patients: 2000, seed: 4))
    mkfifo(files.path("prescriptions.csv"), 0o600)
    let path = files.path("prescriptions.csv")
    let group = DispatchGroup()
    let received = Received()
    DispatchQueue.global().async(group: group) {
      let descriptor = open(path, O_RDONLY)
      var piece = [UInt8](repeating: 0, count: 777)
      while case let count = read(descriptor, &piece, piece.count), count > 0 {
        received.bytes.append(contentsOf: piece[..<count])
      }
      close(descriptor)
    }
    try writeSample(SampleOptions(patients: 2000, seed: 4), into: files.directory) { _ in }
    group.wait()
    #expect(try received.bytes == plain.bytes("prescriptions.csv"))
  }
}

// SAFETY: written on one queue, read after the group is waited for.
private final class Received: @unchecked Sendable {
  var bytes = Data()
}
