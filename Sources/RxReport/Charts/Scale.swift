import Glibc
import RxText

/// An axis: from values to coordinates.
struct Scale {
  enum Kind: String { case linear, log }

  var kind = Kind.linear
  /// The values at its ends.
  var values: ClosedRange<Double>
  /// The coordinates of the lowest and of the greatest value.
  var from: Double
  var to: Double

  /// The coordinate of `value`; of one beyond an end, that end.
  func place(_ value: Double) -> Double {
    let (low, high) = (values.lowerBound, values.upperBound)
    guard low < high, !value.isNaN else { return (from + to) / 2 }
    let held = min(max(value, low), high)
    let share = kind == .log ? log2(held / low) / log2(high / low) : (held - low) / (high - low)
    return from + share * (to - from)
  }

  /// True if it reaches to `value`.
  func holds(_ value: Double) -> Bool { values.contains(value) }
}

/// A mark on an axis; without a label where there is no room for one.
struct Tick: Equatable {
  var value: Double
  var label: String
}

/// The ends of an axis and its ticks.
struct Ticks: Equatable {
  var values: ClosedRange<Double>
  var ticks: [Tick]

  /// Round numbers from `least` to at least `greatest`, 0 among them, with at most `most` steps of 1, 2, 2.5 or 5 times
  /// a power of ten.
  static func linear(from least: Double = 0, to greatest: Double, most: Int) -> Ticks {
    let low = max(-1e15, min(0, least))
    let high = greatest > 0 || least < 0 ? min(1e15, max(0, greatest)) : 1
    var power = 0
    while high - low > powerOfTen(power + 1) { power += 1 }
    while power > -12, high - low <= powerOfTen(power) { power -= 1 }
    // From a hundredth of the power to ten times it: the first whose steps are few enough.
    for (tens, digits) in [(-1, 1), (-1, 2), (-2, 25), (-1, 5), (0, 1), (0, 2), (-1, 25), (0, 5), (1, 1)] {
      let exponent = power + tens
      let step = Double(digits) * powerOfTen(exponent)
      // A bound that is a multiple of the step but for the last bit needs no step more.
      let (first, last) = (Int((low / step + 1e-9).rounded(.down)), Int((high / step - 1e-9).rounded(.up)))
      guard last - first <= max(most, 2) else { continue }
      let ticks = (first...last).map { index in
        let value =
          exponent < 0
          ? Double(index * digits) / powerOfTen(-exponent) : Double(index * digits) * powerOfTen(exponent)
        return Tick(value: value, label: value == 0 ? "0" : grouped(value, decimals: max(0, -exponent)))
      }
      return Ticks(values: (ticks.first?.value ?? low)...(ticks.last?.value ?? high), ticks: ticks)
    }
    return Ticks(values: low...high, ticks: [])
  }

  private static func powerOfTen(_ power: Int) -> Double {
    (0..<abs(power)).reduce(1) { value, _ in power < 0 ? value / 10 : value * 10 }
  }

  /// Ratios from 1 over a power of two to that power, each step doubling: as far as `doublings` reaches, at least to 2.
  /// Labels that would stand closer than `room` are left out.
  static func doubling(_ doublings: Double, width: Double) -> Ticks {
    let most = max(1, min(30, Int(doublings.rounded(.up))))
    let labels = (-most...most).map { power in
      power < 0 ? decimals(ofHalvings: -power) : grouped(1 << power)
    }
    let step = width / Double(2 * most)
    let widest = labels.map { ChartText.width($0) }.max() ?? 0
    // 1 and both ends keep their labels.
    let every = (1...most).first { most % $0 == 0 && Double($0) * step >= widest + 10 } ?? most
    let ticks = zip(-most...most, labels).map { power, label in
      Tick(value: exp2(Double(power)), label: power % every == 0 ? label : "")
    }
    return Ticks(values: exp2(Double(-most))...exp2(Double(most)), ticks: ticks)
  }

  /// A half, a quarter, and so on: exact to a sixteenth, then with two digits.
  private static func decimals(ofHalvings power: Int) -> String {
    let value = exp2(Double(-power))
    let places = power <= 4 ? power : Int((-log10(value)).rounded(.up)) + 1
    var text = fixed(value, decimals: places)
    while text.last == "0" { text.removeLast() }
    return text
  }
}
