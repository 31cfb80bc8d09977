import Glibc

/// Which folder stands at a path: another one after a run has put its output there.
struct FolderIdentity: Equatable {
  private let device: dev_t
  private let number: ino_t

  /// That of the folder at `path`; nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (status.st_dev, status.st_ino)
  }
}
