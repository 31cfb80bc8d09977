import Foundation
import Testing

@testable import CSVStream

/// Is what goes to a temporary file what comes back, and is the file nobody else's?
@Suite struct TemporaryFileTests {
  @Test func whatWasWrittenComesBackAndNoNameIsLeft() throws {
    let folder = try TemporaryFolder()
    let file = try TemporaryFile(in: folder.path)
    let numbers = (0..<5000).map { UInt32($0) &* 2_654_435_761 }
    let bytes = Array("anna,berta,carla".utf8)
    let first = try file.append(numbers)
    let second = try file.append(bytes)
    let nothing = try file.append([UInt64]())
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    #expect(file.byteCount == 20_000 + 16)
    #expect(try file.read(5000, at: first) == numbers)
    #expect(try file.read(0, at: nothing, as: UInt64.self) == [])
    let back = try file.readBytes(16, at: second)
    let fields = try back.fields(counts: [5, 6, 5], path: folder.path)
    #expect(
      fields.map(\.hash)
        == [Array("anna,".utf8), Array("berta,".utf8), Array("carla".utf8)].map(fixedHash(of:)))
    for counts: [UInt32] in [[5, 12], [5, 6], []] {
      let fault = #expect(throws: StreamFault.self) { try back.fields(counts: counts, path: folder.path) }
      #expect(fault?.kind == .defect)
    }
    var text: [UInt8] = []
    back.append(fields[1], to: &text)
    #expect(text == Array("berta,".utf8))
  }

  @Test func nobodyElseCanReadIt() throws {
    let folder = try TemporaryFolder()
    try withExtendedLifetime(TemporaryFile(in: folder.path)) {
      var found = 0
      for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
        guard let descriptor = Int32(name),
          let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
          target.contains(folder.path.split(separator: "/").last ?? "?")
        else { continue }
        var status = stat()
        #expect(fstat(descriptor, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(status.st_nlink == 0)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        found += 1
      }
      #expect(found == 1)
    }
  }

  @Test func aFolderThatIsNotThereIsAFault() throws {
    let fault = #expect(throws: StreamFault.self) { try TemporaryFile(in: "/nowhere/at/all") }
    #expect(fault?.kind == .inputOutput)
    let file = try TemporaryFile(in: FileManager.default.temporaryDirectory.path)
    #expect(throws: StreamFault.self) { try file.read(1, at: 0, as: UInt8.self) }
  }
}
