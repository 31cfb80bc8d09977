import RxModel
import RxText
import Testing

@testable import RxReport

/// The markup of charts: what a page and a browser need of it.
@Suite("Markup of charts")
struct ChartMarkupTests {
  /// Where a text stands, by the estimate of its width.
  private struct Box {
    var text: String
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
  }

  private func boxes(_ drawn: ReadBack) -> [Box] {
    drawn.elements.filter { $0.name == "text" }.map { element in
      let text = element.text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
        "&amp;", with: "&"
      )
      .replacing("&quot;", with: "\"")
      let width = ChartText.width(text, isBold: element.attributes["font-weight"] != nil)
      let (x, y) = (element.numbers("x").first ?? .nan, element.numbers("y").first ?? .nan)
      let left =
        switch element.attributes["text-anchor"] {
        case "end": x - width
        case "middle": x - width / 2
        default: x
        }
      return Box(text: text, left: left, right: left + width, top: y - 12.1, bottom: y + 3.1)
    }
  }

  @Test("No text lies on another or outside the drawing", arguments: ChartWidth.allCases)
  func overlaps(width: ChartWidth) {
    for chart in ChartSamples.all {
      let drawn = ReadBack(chart, width)
      let size = drawn.elements[0].numbers("viewBox")
      let boxes = boxes(drawn)
      for (place, a) in boxes.enumerated() {
        #expect(
          a.left >= 0 && a.right <= size[2] && a.top >= 0 && a.bottom <= size[3], "\(a.text) of \(width)")
        for b in boxes[(place + 1)...] {
          let isClear = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
          #expect(isClear, "\(a.text) on \(b.text) in \(width)")
        }
      }
    }
  }

  @Test("A title, a description, a role, a size; no style, script, address or reference that a page forbids")
  func parts() {
    for chart in ChartSamples.all {
      for width in ChartWidth.allCases {
        let svg = ReadBack(chart, width).svg
        #expect(
          svg.hasPrefix(
            "<svg class=\"chart \(width.rawValue)\" role=\"img\" aria-labelledby=\"figure-\(width.rawValue)-title "
          ))
        #expect(svg.contains("<title id=\"figure-\(width.rawValue)-title\">A title</title>"))
        let bars = svg.contains("class=\"bounds\"") ? " \(boundsCaption)." : ""
        #expect(svg.contains("<desc id=\"figure-\(width.rawValue)-desc\">What it shows\(bars)</desc>"))
        for word in [
          "<style", "<script", "http", "url(", "clip-path", "paint-order", "#12436D", " on", "nan", "inf",
        ] {
          #expect(
            !svg.contains(
              word == " on" ? " onload" : word == "inf" ? "\"inf" : word == "nan" ? "\"nan" : word))
        }
        #expect(svg == ReadBack(chart, width).svg)
        let ids = Element.all(svg).compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
      }
    }
  }

  @Test("A file that stands alone has its colours, a ground, a font and a namespace")
  func inlined() {
    let svg = ReadBack(.lines(ChartSamples.whole(2, 4)), .wide, .inlined).svg
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(!svg.contains("var(") && svg.contains("#12436D") && svg.contains("font-family"))
    #expect(svg.contains("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"))
  }

  @Test("Names mark nothing, control nothing, and stand whole in the title where they are shortened")
  func escapes() {
    let barred = Unicode.Scalar(0xFDD0 as UInt32).map { String($0) } ?? ""
    let names = ["<b>&'\"]]>", "a\u{1B}[31m\u{202E}b\u{FFFF}\(barred)", ChartSamples.hostile[2]]
    let svg = Chart.lines(ChartSamples.whole(3, 4, names: names)).svg(
      .narrow, .variables, id: "a\"b", title: "<i>&", description: "\u{0}]]>")
    #expect(svg.contains(">&lt;b&gt;&amp;'&quot;]]&gt;</text>") && !svg.contains("<b>"))
    #expect(svg.contains(">a [31m b\u{FFFD}\u{FFFD}</text>"))
    #expect(svg.contains("<title>\(ChartSamples.hostile[2])</title></text>"))
    #expect(svg.contains(">&lt;i&gt;&amp;</title>") && svg.contains("> ]]&gt;</desc>"))
    #expect(svg.contains("id=\"a&quot;b-narrow-title\""))
  }

  @Test(
    "Coordinates have one decimal at most",
    arguments: [
      (0, "0"), (12.34, "12.3"), (12.35, "12.4"), (-0.04, "0"), (-0.06, "-0.1"), (3, "3"), (99.96, "100"),
      (.nan, "0"), (.infinity, "0"),
    ] as [(Double, String)])
  func coordinates(value: Double, text: String) {
    #expect(Drawing.number(value) == text)
  }

  @Test("Both palettes define the same names, of which charts use no others")
  func palette() {
    func names(_ text: String) -> [String] { text.matches(of: /--[a-z0-9]+/).map { String($0.output) } }
    #expect(names(ChartPalette.light) == names(ChartPalette.dark))
    #expect(names(ChartPalette.light).count == 10)
    let used = ChartSamples.all.flatMap { names(ReadBack($0).svg) }
    #expect(Set(used).isSubset(of: names(ChartPalette.light)))
    #expect(ChartPalette.light.contains("--c1: #12436D;") && ChartPalette.dark.contains("--paper: #14181d;"))
  }
}
