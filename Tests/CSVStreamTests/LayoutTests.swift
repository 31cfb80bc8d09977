import CByteScan
import Testing

@testable import CSVStream

/// The plain lane writes Swift's fields from C.
@Suite("Fields in Swift and C")
struct LayoutTests {
  @Test("Field and RecordFlaws are laid out as their C counterparts")
  func layout() {
    #expect(MemoryLayout<Field>.size == MemoryLayout<rx_field>.size)
    #expect(MemoryLayout<Field>.stride == MemoryLayout<rx_field>.stride)
    #expect(MemoryLayout<Field>.offset(of: \.count) == MemoryLayout<rx_field>.offset(of: \.count))
    #expect(MemoryLayout<Field>.offset(of: \.value) == MemoryLayout<rx_field>.offset(of: \.value))
    #expect(MemoryLayout<RecordFlaws>.size == 1)
    #expect(RecordFlaws.nul.rawValue == UInt8(RX_FLAW_NUL))
    #expect(RecordFlaws.tooFewFields.rawValue == UInt8(RX_FLAW_TOO_FEW))
    #expect(RecordFlaws.tooManyFields.rawValue == UInt8(RX_FLAW_TOO_MANY))
  }
}
