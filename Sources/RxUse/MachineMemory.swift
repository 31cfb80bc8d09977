import Foundation

/// The memory that a run could have, in bytes.
enum MachineMemory {
  /// The machine's memory in bytes, or that of the control groups that the process is in, where it is less.
  static var bytes: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    return min(machine, groupLimit(groups, under: "/sys/fs/cgroup") ?? machine)
  }

  /// The least limit in bytes of the control groups that a process is in and of those that hold them; nil without one.
  /// - Parameters:
  ///   - groups: `/proc/self/cgroup`: a line `number:controllers:path` for each hierarchy (cgroups(7)); where the
  ///     process sees only its own part of it, the path may name what is not there.
  ///   - root: where the hierarchies are mounted: version 2 there or in `unified`, version 1 in `memory`.
  /// - Returns: the limit.
  static func groupLimit(_ groups: String, under root: String) -> Int? {
    var files: [String] = []
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      var names = fields[2].split(separator: "/")
      while true {
        let path = names.map { "/" + $0 }.joined()
        if fields[1].isEmpty {
          files += ["\(root)\(path)/memory.max", "\(root)/unified\(path)/memory.max"]
        } else if fields[1].split(separator: ",").contains("memory") {
          files.append("\(root)/memory\(path)/memory.limit_in_bytes")
        }
        if names.isEmpty { break }
        names.removeLast()
      }
    }
    return files.compactMap { file in
      // `max` is no number, and none is no limit.
      (try? String(contentsOfFile: file, encoding: .utf8)).flatMap {
        Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    .filter { $0 > 0 }.min()
  }
}
