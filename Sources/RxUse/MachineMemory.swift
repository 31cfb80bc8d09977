import Foundation

/// How much memory there is for this process.
enum MachineMemory {
  /// The machine's memory in bytes, or that of the control group that the process is in, where it is less.
  static var bytes: Int {
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    let own = limits.compactMap { path in
      (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
        Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return own.filter { $0 > 0 }.reduce(machine, min)
  }
}
