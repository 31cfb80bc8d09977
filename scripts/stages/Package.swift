// swift-tools-version: 6.2
import PackageDescription

// The product's own modules, built here a second time, so that they need not show more than they do: `Sources/product`
// is a link to them.
let package = Package(
  name: "stages",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: [
    .systemLibrary(name: "CLibCSV", path: "Sources/product/CLibCSV"),
    .systemLibrary(name: "CZstd", path: "Sources/product/CZstd"),
    .target(name: "CInflate", path: "Sources/product/CInflate", linkerSettings: [.linkedLibrary("isal")]),
    .target(name: "CPosix", path: "Sources/product/CPosix"),
    .target(name: "CByteScan", path: "Sources/product/CByteScan"),
    .target(
      name: "CSVStream", dependencies: ["CLibCSV", "CInflate", "CZstd", "CPosix", "CByteScan"],
      path: "Sources/product/CSVStream", swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "RxModel", dependencies: ["CSVStream"], path: "Sources/product/RxModel"),
    .target(
      name: "RxStudy", dependencies: ["RxModel", "CSVStream", "Yams"], path: "Sources/product/RxStudy"),
    .target(
      name: "RxAggregate", dependencies: ["RxModel", "CSVStream", "CPosix"],
      path: "Sources/product/RxAggregate"),
    .executableTarget(
      name: "stages", dependencies: ["CLibCSV", "CSVStream", "RxModel", "RxStudy", "RxAggregate"]),
  ],
  swiftLanguageModes: [.v6]
)
