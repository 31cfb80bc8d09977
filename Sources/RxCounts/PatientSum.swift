/// Whole numbers that add up over patients: those of some can be added to those of others, and taken away again.
package protocol PatientSum {
  /// Adds the numbers of `other` so many times: 1, or -1 to take them away. A name that then has nothing but zeros is gone.
  mutating func add(_ other: Self, times: Int)
}

extension PatientSum {
  /// The numbers of the patients of both.
  package static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.add(b, times: 1)
    return sum
  }
}

extension Dictionary where Value == Int {
  /// Adds the counts of `other` so many times; one that comes to 0 is kept where `keepingZeros`.
  package mutating func add(_ other: [Key: Int], times: Int, keepingZeros: Bool = false) {
    merge(other.mapValues { $0 * times }) { $0 + $1 }
    if times < 0, !keepingZeros { self = filter { $0.value != 0 } }
  }
}

extension [Int] {
  /// Adds the counts of `other`, place by place, so many times.
  package mutating func add(_ other: [Int], times: Int) {
    for (place, count) in zip(indices, other) { self[place] += count * times }
  }
}
