import CByteScan

/// A way of taking records apart. The result does not depend on it: libcsv says what is right, and the tests
/// compare the others with it record by record.
package enum Lane: Sendable, CaseIterable {
  /// libcsv, every record.
  case libcsv
  /// The plain lane byte by byte; libcsv for records with doubled quotes.
  case plain
  /// The same by the vector instructions that every x86-64 processor has.
  case plainSSE2
  /// The same by those of 2013.
  case plainAVX2
  /// The same by those of 2019, which take 64 bytes at once.
  case plainAVX512

  /// The fastest that this processor can run.
  package static let best: Lane =
    switch rx_best_instructions() {
    case RX_AVX512_INSTRUCTIONS: .plainAVX512
    case RX_AVX2_INSTRUCTIONS: .plainAVX2
    case RX_SSE2_INSTRUCTIONS: .plainSSE2
    default: .plain
    }

  /// All that this processor can run.
  package static var runnable: [Lane] {
    switch best {
    case .plainAVX512: allCases
    case .plainAVX2: [.libcsv, .plain, .plainSSE2, .plainAVX2]
    case .plainSSE2: [.libcsv, .plain, .plainSSE2]
    case .plain, .libcsv: [.libcsv, .plain]
    }
  }

  /// The instructions of the plain lane; nil without one.
  var instructions: rx_instructions? {
    switch self {
    case .libcsv: nil
    case .plain: RX_ANY_INSTRUCTIONS
    case .plainSSE2: RX_SSE2_INSTRUCTIONS
    case .plainAVX2: RX_AVX2_INSTRUCTIONS
    case .plainAVX512: RX_AVX512_INSTRUCTIONS
    }
  }
}
