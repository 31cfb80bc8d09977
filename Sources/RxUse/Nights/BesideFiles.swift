import CSVStream
import Foundation
import Glibc
import RxModel

/// The files that a run writes beside its output: where they can be, and what they may take the place of.
enum BesideFiles {
  /// The files that are an input or in the output, twice the same, or in the place of what is none of their kind, and those
  /// that can't be written: so told before hours of work and not after.
  /// - Parameters:
  ///   - files: their paths, by the options that name them.
  ///   - inputs: the paths of what the run reads.
  ///   - place: the output.
  /// - Returns: the options with the fault (73) of each.
  static func refused(
    _ files: [(option: String, path: String)], inputs: [String], _ place: OutputPlace
  ) -> [(option: String, fault: RxFault)] {
    var taken = Dictionary(
      inputs.filter { $0 != "-" }.map { (identity($0), "the input \($0)") },
      uniquingKeysWith: { first, _ in first })
    return files.compactMap { option, path in
      do throws(RxFault) {
        if let other = taken.updateValue(option, forKey: identity(path)) {
          throw RxFault(
            .cantCreate, "\(option) names \(path), which is \(other)", remedy: "name a file of its own")
        }
        try check(option, path, place)
        return nil
      } catch { return (option, error) }
    }
  }

  private static func check(_ option: String, _ path: String, _ place: OutputPlace) throws(RxFault) {
    if let own = OutputPlace.place(of: path), let output = OutputPlace.realpath(place.path),
      OutputPlace.holds(output, own)
    {
      throw RxFault(
        .cantCreate, "\(option) names \(path), which is in the output: that is replaced whole",
        remedy: "name a file beside it")
    }
    var status = stat()
    let isThere = stat(path, &status) == 0
    guard access(isThere ? path : folder(of: path), W_OK) == 0 else {
      throw RxFault(
        .cantCreate, "\(option) names \(path), which can't be written: \(errorText(errno))",
        remedy: "check that the folder above it is there, and that you may write to it")
    }
    if isThere { try checkKind(option, path, status) }
  }

  /// Refuses what is there and was not written for this option.
  private static func checkKind(_ option: String, _ path: String, _ status: stat) throws(RxFault) {
    let kind = status.st_mode & S_IFMT
    // A log can go to a terminal or a pipe.
    if option == "--log", kind != S_IFREG, kind != S_IFDIR { return }
    guard kind == S_IFREG, status.st_size == 0 || isOwn(option, beginning(path)) else {
      throw RxFault(
        .cantCreate,
        "\(option) names \(path), which is there and was not written by it, so it is left as it is",
        remedy: "name another file")
    }
  }

  /// True for the beginning of a file that the option writes.
  private static func isOwn(_ option: String, _ text: String) -> Bool {
    let line = text.prefix { $0 != "\n" }
    return switch option {
    case "--stamp": false
    case "--metrics": text.hasPrefix(RunMetrics.beginning)
    // The target has a colon behind it.
    case "--depfile": line.hasSuffix(":") || line.hasSuffix(": \\")
    case "--log": line.hasPrefix("{\"") || RunLog.isLine(line)
    default: line.hasPrefix("{\"")
    }
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
