/// Labels beside the ends of lines, pushed apart where lines end close together.
struct EndLabels {
  /// A label: its lines, and where its line ends.
  struct Label {
    var series: Int
    var whole: String
    var lines: [String]
    /// Lines below in soft, as the number of those who began.
    var note: [String]
    var y: Double

    var height: Double { Double(lines.count + note.count) * ChartText.line }
  }

  /// The middles of labels of these heights, each as near to its own place as the others let it, all within `bounds` if
  /// they fit there. In the order of `wanted`, which must ascend.
  static func pushed(_ wanted: [Double], heights: [Double], within bounds: ClosedRange<Double>) -> [Double] {
    /// Labels that touch: they move as one.
    struct Cluster {
      var top: Double
      var height: Double
      var count: Int
      /// The sum of the tops that each would give the cluster.
      var tops: Double
    }
    var clusters: [Cluster] = []
    for (place, height) in zip(wanted, heights) {
      func held(_ top: Double, _ height: Double) -> Double {
        max(bounds.lowerBound, min(top, bounds.upperBound - height))
      }
      let top = place - height / 2
      var last = Cluster(top: held(top, height), height: height, count: 1, tops: top)
      while let before = clusters.last, before.top + before.height > last.top {
        clusters.removeLast()
        last.tops = before.tops + last.tops - Double(last.count) * before.height
        last.count += before.count
        last.height += before.height
        last.top = held(last.tops / Double(last.count), last.height)
      }
      clusters.append(last)
    }
    var middles: [Double] = []
    for cluster in clusters {
      var top = cluster.top
      for height in heights[middles.count..<middles.count + cluster.count] {
        middles.append(top + height / 2)
        top += height
      }
    }
    return middles
  }

  /// Draws `labels` with their markers from `x` on.
  static func draw(_ labels: [Label], x: Double, within bounds: ClosedRange<Double>, _ drawing: inout Drawing)
  {
    let sorted = labels.sorted { ($0.y, $0.series) < ($1.y, $1.series) }
    let middles = pushed(sorted.map(\.y), heights: sorted.map(\.height), within: bounds)
    for (label, middle) in zip(sorted, middles) {
      let base = middle - label.height / 2 + 12.5
      Marker(series: label.series).drawKey(&drawing, at: (x + 4, base - 4.5))
      let next = drawing.lines(label.lines, x: x + 14, y: base, whole: label.whole)
      drawing.lines(label.note, x: x + 14, y: next, .start, .soft)
    }
  }
}
