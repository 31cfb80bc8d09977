import Foundation
import Testing

/// Does every arrow between modules run downward on the map of the house?
@Suite struct ModuleMapTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The floor of each module, as the map's table has it.
  private static func floors() throws -> [String: Int] {
    var floors: [String: Int] = [:]
    for line in try text("Sources/RxUse/RxUse.docc/MapOfTheHouse.md").split(separator: "\n") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("| "), cells.count == 3, let floor = Int(cells[0]) else { continue }
      for module in cells[1].matches(of: /`(\w+)`/) { floors[String(module.1)] = floor }
    }
    return floors
  }

  /// The modules of the package that each module's description names, tests apart.
  private static func dependencies() throws -> [String: Set<String>] {
    let package = try text("Package.swift")
    var result: [String: Set<String>] = [:]
    let target = /\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"/
    let starts = package.matches(of: target)
    for (place, match) in starts.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1].range.lowerBound : package.endIndex
      let body = package[match.range.upperBound..<end]
      let list = body.firstMatch(of: /dependencies: \[((?:[^\[\]]|\[[^\]]*\])*)\]/)?.1 ?? ""
      // Products of other packages stand in parentheses.
      let own = list.replacing(/\.product\([^)]*\)/, with: "")
      result[String(match.1)] = Set(own.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    let others: Set = ["BigInt", "Yams", "TestSupport"]
    return result.filter { $0.key != "TestSupport" }.mapValues { $0.subtracting(others) }
  }

  @Test func everyModuleIsOnTheMap() throws {
    #expect(Set(try Self.floors().keys) == Set(try Self.dependencies().keys))
  }

  @Test func arrowsRunDownward() throws {
    let floors = try Self.floors()
    let dependencies = try Self.dependencies()
    #expect(dependencies.count > 20)
    for (module, used) in dependencies {
      for other in used {
        let (from, to) = (try #require(floors[module]), try #require(floors[other]))
        #expect(from > to, "\(module) uses \(other)")
      }
    }
  }

  /// The compiler lets a file import any module that happens to be built.
  @Test func nothingIsImportedThatIsNotDeclared() throws {
    let dependencies = try Self.dependencies()
    for (module, used) in dependencies where module.hasPrefix("Rx") && module != "RxFuzz" {
      let folder = Self.root.appending(path: "Sources/\(module)")
      let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        let source = try String(contentsOf: file, encoding: .utf8)
        for match in source.matches(of: /(?m)^import (\w+)$/) where dependencies[String(match.1)] != nil {
          #expect(used.contains(String(match.1)), "\(module)/\(file.lastPathComponent) imports \(match.1)")
        }
      }
    }
  }

  /// What writes reaches nothing that is secret, over however many modules.
  @Test func theReporterCannotSeeCounts() throws {
    let dependencies = try Self.dependencies()
    var reached: Set<String> = []
    var next = ["RxReport"]
    while let module = next.popLast() {
      for other in dependencies[module] ?? [] where reached.insert(other).inserted { next.append(other) }
    }
    #expect(reached.contains("RxRelease"))
    for secret in ["RxCounts", "RxMeasure", "RxDecode", "RxDisclosure", "CSVStream"] {
      #expect(!reached.contains(secret), "RxReport reaches \(secret)")
    }
  }
}
