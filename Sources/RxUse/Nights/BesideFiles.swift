import CSVStream
import Foundation
import Glibc
import RxModel

/// The files that a run writes beside its output: where they can be, and what they may take the place of.
enum BesideFiles {
  /// Refuses a file that is an input or in the output, twice the same, or in the place of what is none of its kind, and one
  /// that can't be written, before hours of work and not after.
  /// - Parameters:
  ///   - files: their paths, by the options that name them.
  ///   - inputs: the paths of what the run reads.
  ///   - place: the output.
  /// - Throws: `RxFault` (73).
  static func check(
    _ files: [(option: String, path: String)], inputs: [String], _ place: OutputPlace
  ) throws(RxFault) {
    var taken = Dictionary(
      inputs.filter { $0 != "-" }.map { (identity($0), "the input \($0)") },
      uniquingKeysWith: { first, _ in first })
    for (option, path) in files {
      if let other = taken.updateValue(option, forKey: identity(path)) {
        throw RxFault(
          .cantCreate, "\(option) names \(path), which is \(other)", remedy: "name a file of its own")
      }
      let above = folder(of: path)
      if let own = OutputPlace.place(of: path), let output = OutputPlace.realpath(place.path),
        OutputPlace.holds(output, own)
      {
        throw RxFault(
          .cantCreate, "\(option) names \(path), which is in the output: that is replaced whole",
          remedy: "name a file beside it")
      }
      var status = stat()
      let isThere = stat(path, &status) == 0
      guard access(isThere ? path : above, W_OK) == 0 else {
        throw RxFault(
          .cantCreate, "\(option) names \(path), which can't be written: \(errorText(errno))",
          remedy: "check that the folder above it is there, and that you may write to it")
      }
      if isThere { try checkKind(option, path, status) }
    }
  }

  /// Refuses what is there and was not written for this option.
  private static func checkKind(_ option: String, _ path: String, _ status: stat) throws(RxFault) {
    let isFile = status.st_mode & S_IFMT == S_IFREG
    // A log can go to a terminal or a pipe.
    guard option != "--log" || status.st_mode & S_IFMT == S_IFDIR else { return }
    let isOwn =
      switch option {
      case "--stamp": status.st_size == 0
      case "--metrics": beginning(path).isEmpty || beginning(path).hasPrefix(RunMetrics.beginning)
      case "--depfile": isDepfile(beginning(path))
      default: beginning(path).isEmpty || beginning(path).hasPrefix("{\"")
      }
    guard isFile, isOwn else {
      throw RxFault(
        .cantCreate,
        "\(option) names \(path), which is there and was not written by it, so it is left as it is",
        remedy: "name another file")
    }
  }

  /// True for the first line of a depfile, whose target has a colon behind it.
  private static func isDepfile(_ text: String) -> Bool {
    guard let line = text.split(separator: "\n", omittingEmptySubsequences: false).first else { return true }
    return line.isEmpty || line.hasSuffix(":") || line.hasSuffix(": \\")
  }

  private static func beginning(_ path: String) -> String {
    guard let file = fopen(path, "re") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
  }

  /// What tells a file from others, one that is not there yet too.
  private static func identity(_ path: String) -> FileIdentity {
    FileIdentity(OutputPlace.place(of: path) ?? path, at: path)
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }
}
