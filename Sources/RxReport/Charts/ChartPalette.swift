/// How wide a chart is drawn: a page holds both, and shows the one that fits.
package enum ChartWidth: String, Sendable, CaseIterable {
  /// 720 units.
  case wide
  /// 344 units, for phones.
  case narrow

  /// The width in units.
  var units: Double { self == .wide ? 720 : 344 }
}

/// Where a chart's colours come from.
package enum ChartColours: Sendable {
  /// CSS variables (`var(--c1)`): the page defines them with `ChartPalette`, and a font.
  case variables
  /// The light palette and a font in the drawing itself, on a ground of its own: for files that stand alone.
  case inlined
}

/// The CSS custom properties of the palette, to be put in the page: `--c1` to `--c6`, `--ink`, `--soft`, `--grid` and
/// `--paper`. Series have at least 3 to 1 on `--paper`, `--ink` and `--soft` at least 4.5 to 1.
package enum ChartPalette {
  /// The declarations for light pages and for print.
  package static let light = declarations(\.light)
  /// The declarations for dark pages.
  package static let dark = declarations(\.dark)

  private static func declarations(_ side: KeyPath<Ink.Values, String>) -> String {
    Ink.all.map { "--\($0.name): \($0.values[keyPath: side]);" }.joined(separator: " ")
  }
}

/// A colour by its use.
enum Ink: Equatable {
  /// A series' colour, by its place; those after the sixth begin again.
  case series(Int)
  case text
  /// Units, notes and axes.
  case soft
  case grid
  /// The ground.
  case paper

  typealias Values = (light: String, dark: String)

  /// The UK Analysis Function's palette, and its likes for dark pages.
  private static let series: [Values] = [
    ("#12436D", "#6bace6"), ("#28A197", "#3fbfb3"), ("#801650", "#e58cc0"), ("#F46A25", "#f8853f"),
    ("#3D3D3D", "#c9cdd2"), ("#A285D1", "#bfa8e8"),
  ]

  static let all: [Ink] = series.indices.map { .series($0) } + [.text, .soft, .grid, .paper]

  var name: String {
    switch self {
    case .series(let place): "c\(place % Self.series.count + 1)"
    case .text: "ink"
    case .soft: "soft"
    case .grid: "grid"
    case .paper: "paper"
    }
  }

  var values: Values {
    switch self {
    case .series(let place): Self.series[place % Self.series.count]
    case .text: ("#1a1a1a", "#e8eaed")
    case .soft: ("#595959", "#a9b1ba")
    case .grid: ("#dfe3e6", "#363d46")
    case .paper: ("#ffffff", "#14181d")
    }
  }

  /// The colour as an attribute's value.
  func value(_ colours: ChartColours) -> String {
    switch colours {
    case .variables: "var(--\(name))"
    case .inlined: values.light
    }
  }
}
