import ArgumentParser
import RxUse

/// Where a run keeps what the next one need not do again.
struct CacheFolderOptions: ParsableArguments {
  @Option(
    help: """
      Keep what was decoded and counted in this folder, which only its owner can read, so that the next run reads nothing but the \
      files that are new; the results are the same. What is in it is as confidential as the data.
      """, completion: .directory)
  var cache: String?

  @Option(
    help:
      "How large the folder of --cache may become, such as 500M or 32G; what was used longest ago is removed."
  )
  var cacheSize: MemorySize?

  func validate() throws {
    if cacheSize != nil, cache == nil {
      throw ValidationError("--cache-size goes with --cache, whose size it is")
    }
    if cache == "" { throw ValidationError("--cache needs the name of a folder") }
  }

  /// The cache; nil without one.
  var options: CacheOptions? {
    cache.map { CacheOptions(folder: $0, mostBytes: cacheSize?.bytes ?? 32 << 30) }
  }
}
