import Testing

@testable import RxUse

@Suite("The memory that a run may take")
struct MachineMemoryTests {
  /// Files of limits, below the folder in which control groups are mounted; then `/proc/self/cgroup`, and the least limit.
  private static let cases: [(files: [String: String], groups: String, limit: Int?)] = [
    // Version 2: the group's own, that of a group that holds it, and none.
    (["system.slice/rx.service/memory.max": "1000\n"], "0::/system.slice/rx.service\n", 1000),
    (
      ["a/b/memory.max": "max\n", "a/memory.max": "700\n", "c/memory.max": "1\n"], "0::/a/b\n", 700
    ),
    (["a/memory.max": "max\n"], "0::/a\n", nil),
    (["memory.max": "600\n"], "0::/\n", 600),
    // Both versions at once, with the second mounted beside the first.
    (["unified/a/memory.max": "500\n"], "0::/a\n", 500),
    (
      ["memory/a/memory.limit_in_bytes": "400\n", "memory/memory.limit_in_bytes": "9223372036854771712\n"],
      "12:cpu,cpuacct:/\n5:memory:/a\n0::/\n", 400
    ),
    // In a container the path may be one that is seen outside alone.
    (["memory/memory.limit_in_bytes": "300\n"], "5:memory:/docker/0123\n", 300),
    // A name may hold a colon; limits of other resources are none of memory.
    (["a:b/memory.max": "200\n"], "0::/a:b\n", 200),
    (["memory/a/memory.limit_in_bytes": "1\n"], "4:cpu:/a\n", nil),
    ([:], "", nil),
  ]

  @Test("The least limit of a process' control groups", arguments: cases.indices)
  func groupLimit(number: Int) throws {
    let (files, groups, limit) = Self.cases[number]
    let folder = try TestFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    #expect(MachineMemory.groupLimit(groups, under: folder.path) == limit, "\(groups)")
  }
}
