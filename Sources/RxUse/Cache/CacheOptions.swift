/// Where runs keep what they have decoded and counted for those after them; nothing here changes a result.
package struct CacheOptions: Sendable {
  /// The folder, which is made where there is none.
  package var folder: String
  /// The bytes that it may come to; beyond, what was used longest ago is removed.
  package var mostBytes: Int
  /// True where every file is read to know whether its bytes are known, whatever its size and times say.
  package var rehashes = false

  /// The cache in `folder`, of so many bytes at most.
  package init(folder: String, mostBytes: Int) {
    self.folder = folder
    self.mostBytes = mostBytes
  }
}
