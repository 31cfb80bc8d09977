import CSVStream

/// The order of a block's rows by shard: within a shard as they came. Taking a shard's rows together keeps its tables
/// in the cache and costs what is looked up once a block.
struct ShardOrder {
  /// Where each shard's rows begin in the order; one more at the end.
  private(set) var starts = [Int](repeating: 0, count: shardCount + 1)
  private var next = [Int](repeating: 0, count: shardCount)

  /// Puts `rows` and their `keys`, whose hashes decide the shard, into `orderedRows` and `orderedKeys`.
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
    if orderedKeys.count < keys.count { (orderedKeys, orderedRows) = (keys, rows) }
    for (key, row) in zip(keys, rows) {
      let home = shard(ofHash: key.hash)
      let place = next[home]
      next[home] = place + 1
      orderedKeys[place] = key
      orderedRows[place] = row
    }
  }

  /// The places of a shard's rows in the order.
  func range(_ shard: Int) -> Range<Int> { starts[shard]..<starts[shard + 1] }
}
