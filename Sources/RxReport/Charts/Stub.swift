enum ChartWidth { case wide, narrow }
enum ChartColours { case variables, inlined }
extension Chart {
  func svg(_ width: ChartWidth, _ colours: ChartColours, id: String, title: String, description: String) -> String { "" }
  var isEmpty: Bool { false }
}
enum ChartPalette {
  static let light = "--c1: #12436d; --c2: #28a197; --c3: #801650; --c4: #f46a25; --c5: #3d3d3d; --c6: #a285d1; --ink: #1a1a1a; --soft: #595959; --grid: #dfe3e6; --paper: #fff;"
  static let dark = "--c1: #6bace6; --c2: #3fbfb3; --c3: #e58cc0; --c4: #f8853f; --c5: #c9cdd2; --c6: #b9a3e3; --ink: #e8eaed; --soft: #a9b1ba; --grid: #2c343c; --paper: #14181d;"
}
