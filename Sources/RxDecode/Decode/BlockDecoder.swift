import CSVStream
import RxModel

/// A decoding of batches of records into values.
protocol BlockDecoding: Sendable {
  /// The result that a block gives at once; what is gathered over all blocks stays in the decoding.
  associatedtype Output
  /// Decodes a batch of a file.
  mutating func decode(_ batch: RecordBatch, of file: OpenedFile) -> Output
}

/// One worker's parser and decoding.
///
/// The work is done in a struct that is moved out of the object for each block: a struct's fields are changed without
/// the runtime's check of exclusive access, which costs more than the changes do.
// SAFETY: a decoder is used by one worker at a time; the blocks of a worker come one after the other.
final class BlockDecoder<Decoding: BlockDecoding>: @unchecked Sendable {
  private let reader: BlockParser
  private var state: Decoding?

  /// A decoder of files in `dialect`.
  init(_ decoding: Decoding, _ dialect: Dialect) {
    reader = BlockParser(dialect: dialect)
    state = decoding
  }

  /// Decodes one block.
  /// - Throws: `RxFault` (70) where the parser or the caller is at fault.
  func decode(_ sequenced: SequencedBlock) throws(RxFault) -> Decoding.Output {
    let batch = try reader.parse(sequenced)
    guard var decoding = state.take() else {
      throw RxFault(.software, "a decoder was used by two workers at once")
    }
    let output = decoding.decode(batch, of: sequenced.file)
    state = decoding
    return output
  }

  /// Takes away what was decoded, when the decoding is over.
  func takeResult() -> Decoding? { state.take() }
}
