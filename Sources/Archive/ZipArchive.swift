import CMinizip

/// A zip archive that depends on its files alone: no time, no owner and no mode of theirs is in it.
package enum ZipArchive {
  /// A failure of the library, in words.
  package struct Failure: Error, Equatable {
    /// What it says.
    package var message: String
  }

  /// A file of the archive.
  package struct Entry: Sendable, Equatable {
    /// Its path in the archive, in UTF-8, with `/` between folders.
    package let name: String
    /// What is in it.
    package let bytes: [UInt8]

    /// A file.
    /// - Parameters:
    ///   - name: its path in the archive.
    ///   - bytes: what is in it.
    package init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Midnight of 1 January 1980, the first that a zip can name, as DOS writes it.
  private static let time: UInt = 1 << 21 | 1 << 16
  /// A regular file that its owner may write and everybody may read, in Unix's half of the attributes.
  private static let mode: UInt = 0o100644 << 16
  /// Made by Unix, to version 2.0 of the format.
  private static let maker: UInt = 3 << 8 | 20
  /// Bit 11: names are UTF-8.
  private static let isUTF8: UInt = 1 << 11
  private static let level: Int32 = 9

  /// Writes the archive into a file, deflated: the same entries give the same bytes with the same zlib.
  /// - Parameters:
  ///   - entries: its files, in the order that they get.
  ///   - path: the file, which is there and is overwritten.
  /// - Throws: `Failure` where the library or the system can't write it.
  package static func write(_ entries: [Entry], to path: String) throws(Failure) {
    guard let archive = zipOpen64(path, APPEND_STATUS_CREATE) else {
      throw Failure(message: "it can't be opened")
    }
    var code = ZIP_OK
    for entry in entries where code == ZIP_OK { code = add(entry, to: archive) }
    let closed = zipClose(archive, nil)
    guard code == ZIP_OK, closed == ZIP_OK else {
      throw Failure(message: "minizip ends with \(code == ZIP_OK ? closed : code)")
    }
  }

  private static func add(_ entry: Entry, to archive: zipFile) -> Int32 {
    var info = zip_fileinfo()
    info.dosDate = time
    info.external_fa = mode
    let isLarge: Int32 = entry.bytes.count >= Int(UInt32.max) ? 1 : 0
    var code = zipOpenNewFileInZip4_64(
      archive, entry.name, &info, nil, 0, nil, 0, nil, Z_DEFLATED, level, 0, -MAX_WBITS, MAX_MEM_LEVEL - 1,
      Z_DEFAULT_STRATEGY, nil, 0, maker, isUTF8, isLarge)
    guard code == ZIP_OK else { return code }
    entry.bytes.withUnsafeBytes { bytes in
      var done = 0
      // The length of a piece is a 32-bit number.
      while done < bytes.count, code == ZIP_OK {
        let length = min(bytes.count - done, 1 << 24)
        code = zipWriteInFileInZip(archive, bytes.baseAddress.map { $0 + done }, UInt32(length))
        done += length
      }
    }
    let closed = zipCloseFileInZip(archive)
    return code == ZIP_OK ? closed : code
  }
}
