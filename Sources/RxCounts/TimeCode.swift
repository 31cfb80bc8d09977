import RxModel

extension TimeEnd {
  /// A time of `days` days that ends so, as one number; numbers ascend with the days.
  package func code(days: Int) -> Int32 { Int32(days) << 2 | rawValue }
}

extension SurvivalCount {
  /// `count` persons with the time and the end that `code` stands for.
  package init(code: Int32, count: Int) {
    func number(_ end: TimeEnd) -> Int { code & 3 == end.rawValue ? count : 0 }
    self.init(
      days: Int(code >> 2), events: number(.event), competing: number(.competing), censored: number(.censored)
    )
  }
}
