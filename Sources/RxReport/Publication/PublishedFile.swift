import Crypto

/// The size of a file in bytes, and the SHA-256 of its bytes in hexadecimal.
package struct FileDigest: Sendable, Equatable {
  package var bytes: Int
  package var sha256: String

  /// A digest that somebody has taken.
  package init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// The digest of a text in UTF-8.
  init(of text: String) {
    let bytes = Array(text.utf8)
    var hash = SHA256()
    hash.update(data: bytes)
    self.init(bytes: bytes.count, sha256: hexadecimal(hash.finalize()))
  }
}

/// A digest in hexadecimal.
package func hexadecimal(_ digest: SHA256.Digest) -> String {
  digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}

/// A published table as a file: what a descriptor tells of it beside its rows.
package struct PublishedFile: Sendable {
  /// The path within the output.
  package var name: String
  package var columns: [String]
  /// The digest; nil where the table was read from no file.
  package var digest: FileDigest?
}
