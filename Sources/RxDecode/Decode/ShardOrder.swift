import CSVStream

/// The order of a block's rows by shard: within a shard as they came. Taking a shard's rows together keeps its tables
/// in the cache and costs what is looked up once a block.
struct ShardOrder {
  /// The places in the order where each shard's rows begin; one more at the end.
  private(set) var starts = [Int](repeating: 0, count: shardCount + 1)
  private var next = [Int](repeating: 0, count: shardCount)

  /// Puts `rows` and their `keys`, whose hashes decide the shard, into `orderedRows` and `orderedKeys`, which may be
  /// longer.
  mutating func sort<Row>(
    _ keys: [Field], _ rows: [Row], into orderedKeys: inout [Field], _ orderedRows: inout [Row]
  ) {
    for index in starts.indices { starts[index] = 0 }
    for key in keys { starts[shard(ofHash: key.hash) + 1] += 1 }
    for index in 0..<shardCount {
      starts[index + 1] += starts[index]
      next[index] = starts[index]
    }
    // Room is kept from block to block; whatever it holds is overwritten.
    let missing = keys.count - orderedKeys.count
    if missing > 0 {
      orderedKeys += keys[..<missing]
      orderedRows += rows[..<missing]
    }
    var sortedKeys = orderedKeys.mutableSpan
    var sortedRows = orderedRows.mutableSpan
    for index in keys.indices {
      let key = keys[index]
      let shard = shard(ofHash: key.hash)
      let place = next[shard]
      next[shard] = place &+ 1
      sortedKeys[place] = key
      sortedRows[place] = rows[index]
    }
  }

  /// The places of a shard's rows in the order.
  func range(_ shard: Int) -> Range<Int> { starts[shard]..<starts[shard + 1] }
}
