// swift-tools-version: 6.2
import PackageDescription

/// Modules above the C-facing ones hold no unmarked unsafe code: the compiler refuses it.
let safe: [SwiftSetting] = [.strictMemorySafety(), .treatWarning("StrictMemorySafety", as: .error)]

let package = Package(
  name: "rxuse",
  products: [
    .executable(name: "rxuse", targets: ["RxUseCommand"]),
    .library(name: "RxUse", targets: ["RxUse"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "CBoostMath", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CInflate", linkerSettings: [.linkedLibrary("isal")]),
    .systemLibrary(name: "CClp", providers: [.apt(["coinor-libclp-dev"])]),
    .systemLibrary(name: "CXlsxWriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CMinizip", providers: [.apt(["libminizip-dev"])]),
    .target(name: "CPosix"),
    .target(name: "CByteScan"),

    .target(
      name: "CSVStream", dependencies: ["CLibCSV", "CInflate", "CZstd", "CPosix", "CByteScan"],
      swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "RxModel", swiftSettings: safe),
    .target(name: "RxParallel", dependencies: ["RxModel"], swiftSettings: safe),
    .target(name: "RxInput", dependencies: ["RxModel", "CSVStream"], swiftSettings: safe),
    .target(name: "RxText", dependencies: ["CPosix"], swiftSettings: safe),
    .target(name: "RxStatistics", dependencies: ["CBoostMath", "BigInt"], swiftSettings: safe),
    .target(name: "LinearProgram", dependencies: ["CClp"]),
    .target(name: "Workbook", dependencies: ["CXlsxWriter", "CPosix"]),
    .target(name: "Archive", dependencies: ["CMinizip"]),
    .target(name: "RxCounts", dependencies: ["RxModel"], swiftSettings: safe),
    .target(name: "RxRelease", dependencies: ["RxModel", "RxStatistics"], swiftSettings: safe),
    .target(
      name: "RxStudy", dependencies: ["RxModel", "RxInput", "CSVStream", "Yams"], swiftSettings: safe),
    .target(
      name: "RxDecode",
      dependencies: ["RxModel", "RxInput", "RxCounts", "RxParallel", "CSVStream", "CPosix"],
      swiftSettings: safe),
    .target(
      name: "RxMeasure",
      dependencies: ["RxModel", "RxCounts", "RxDecode", "RxParallel", "CSVStream", "BigInt"],
      swiftSettings: safe),
    .target(
      name: "RxDisclosure",
      dependencies: [
        "RxModel", "RxText", "RxCounts", "RxRelease", "RxStatistics", "RxParallel", "LinearProgram",
      ],
      swiftSettings: safe),
    .target(
      name: "RxReport",
      dependencies: [
        "RxModel", "RxRelease", "RxStatistics", "RxText", "Workbook",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: safe),
    .target(
      name: "RxExplain", dependencies: ["RxModel", "RxCounts", "RxText"], swiftSettings: safe),
    .target(name: "RxSample", dependencies: ["CZstd"]),
    .target(
      name: "RxUse",
      dependencies: [
        "RxExplain", "RxReport", "RxRelease", "RxDisclosure", "RxDecode", "RxMeasure", "RxStudy", "RxSample",
        "RxModel", "RxInput", "RxCounts", "RxParallel", "RxText", "CSVStream", "CPosix", "Archive",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "RxUseCommand",
      dependencies: [
        "RxUse", "RxReport", "RxModel", "RxDecode", "CSVStream", "CPosix",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),

    .executableTarget(
      name: "stages", dependencies: ["RxDecode", "RxMeasure", "RxStudy", "RxModel", "CSVStream", "CLibCSV"],
      path: "scripts/stages"),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .executableTarget(
      name: "RxFuzz", dependencies: ["RxStudy", "RxModel", "CSVStream", "TestSupport"], path: "Tests/RxFuzz"),
    .testTarget(
      name: "CSVStreamTests", dependencies: ["CSVStream", "CByteScan", "RxModel", "TestSupport"]),
    .testTarget(name: "RxModelTests", dependencies: ["RxModel"]),
    .testTarget(name: "RxStatisticsTests", dependencies: ["RxStatistics"]),
    .testTarget(name: "RxStudyTests", dependencies: ["RxStudy", "RxModel"]),
    .testTarget(
      name: "RxDecodeTests", dependencies: ["RxDecode", "RxCounts", "RxModel", "CSVStream", "TestSupport"]),
    .testTarget(
      name: "RxMeasureTests",
      dependencies: ["RxMeasure", "RxDecode", "RxStudy", "RxCounts", "RxModel", "CSVStream", "TestSupport"]),
    .testTarget(
      name: "RxReportTests",
      dependencies: ["RxReport", "RxRelease", "RxStatistics", "RxText", "RxModel", "Workbook"]),
    .testTarget(
      name: "RxDisclosureTests",
      dependencies: [
        "RxDisclosure", "RxCounts", "RxRelease", "LinearProgram", "RxParallel", "RxModel", "TestSupport",
      ]),
    .testTarget(name: "RxSampleTests", dependencies: ["RxSample"]),
    .testTarget(
      name: "RxUseTests",
      dependencies: [
        "RxUse", "RxDecode", "RxMeasure", "RxDisclosure", "RxCounts", "RxRelease", "RxStudy", "RxText",
        "RxModel",
        "RxUseCommand", "TestSupport", "Yams",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
