import RxCounts
import RxModel

/// A group of people by name: the place of its grouping in the study (-1 is everyone), and a label for each of the
/// grouping's variables.
struct GroupKey: Hashable, Comparable, Sendable {
  var grouping: Int
  var labels: [ExactText]

  static func < (a: GroupKey, b: GroupKey) -> Bool {
    if a.grouping != b.grouping { return a.grouping < b.grouping }
    return a.labels.lexicographicallyPrecedes(b.labels)
  }
}

/// The counts of some of the patients by group, interval and counter: whole numbers that add up, under names that every
/// part of the patients has in common.
struct GroupCounts: Sendable {
  /// The persons of a group of whom the values of a series are counted.
  struct TimesKey: Hashable, Comparable, Sendable {
    var series: Int
    var group: GroupKey
    var interval: Int

    static func < (a: TimesKey, b: TimesKey) -> Bool {
      (a.series, a.group, a.interval) < (b.series, b.group, b.interval)
    }
  }

  /// By group: by interval, then counter.
  private(set) var counts: [GroupKey: PackedNumbers] = [:]
  /// How often each value came: of times their code.
  private(set) var times: [TimesKey: [Int32: Int]] = [:]

  /// Nothing counted.
  init() {}

  /// The workers' counts by the names of the data.
  init(_ counters: [CellCounts], _ layout: CellCounter.Stratification, _ levels: [LevelLabels]) {
    let perStratum = layout.intervalCount * layout.counterCount
    for counter in counters {
      let keys = counter.keys.map { key in
        GroupKey(
          grouping: key.grouping,
          labels: key.grouping < 0
            ? []
            : zip(layout.groupings[key.grouping], key.levels).map {
              ExactText(layout.label($1, of: $0, levels))
            })
      }
      for (stratum, key) in keys.enumerated() {
        add(counter.counts[(stratum * perStratum)..<((stratum + 1) * perStratum)], to: key)
      }
      for (key, own) in counter.survival {
        let times = TimesKey(series: key.series, group: keys[key.stratum], interval: key.interval)
        add(own, to: times)
      }
    }
  }

  /// Adds counts by interval and counter to those of a group.
  mutating func add(_ own: ArraySlice<Int64>, to key: GroupKey) {
    guard let place = counts.index(forKey: key) else {
      counts[key] = PackedNumbers(Array(own))
      return
    }
    for (counter, number) in own.enumerated() { counts.values[place].numbers[counter] += number }
  }

  /// Adds how often each value came.
  mutating func add(_ own: [Int32: Int], to key: TimesKey) {
    times[key, default: [:]].merge(own) { $0 + $1 }
  }
}

extension GroupCounts: PatientSum {
  mutating func add(_ other: GroupCounts, times sign: Int) {
    for (key, own) in other.counts {
      let place =
        counts.index(forKey: key)
        ?? {
          counts[key] = PackedNumbers(Array(repeating: 0, count: own.numbers.count))
          return counts.index(forKey: key)
        }()
      guard let place else { continue }
      for (counter, number) in own.numbers.enumerated() {
        counts.values[place].numbers[counter] += number * Int64(sign)
      }
    }
    for (key, own) in other.times { times[key, default: [:]].add(own, times: sign) }
    guard sign < 0 else { return }
    // Everyone is there even where there is nobody.
    counts = counts.filter { key, own in key.grouping < 0 || own.numbers.contains { $0 != 0 } }
    times = times.filter { !$0.value.isEmpty }
  }
}

extension CellCounter.Stratification {
  /// The label of a variable's level.
  fileprivate func label(_ level: UInt32, of variable: Int, _ levels: [LevelLabels]) -> String {
    levelOfVariable[variable].map { levels[$0].labels[Int(level)] }
      ?? ageBands?.labels[Int(level)] ?? unknownLevel
  }
}

extension GroupKey: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(grouping)
    bytes.add(labels)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    grouping = try bytes.next()
    labels = try bytes.next()
  }
}

extension GroupCounts.TimesKey: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(series)
    bytes.add(group)
    bytes.add(interval)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    series = try bytes.next()
    group = try bytes.next()
    interval = try bytes.next()
  }
}

extension GroupCounts: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(counts)
    bytes.add(times)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    counts = try bytes.next()
    times = try bytes.next()
  }
}
