import RxStatistics

/// Whether `value` differs from `expected` by at most `relative` of it; infinities and zeros must be equal.
func isClose(_ value: Double, _ expected: Double, relative: Double = 1e-9) -> Bool {
  value == expected || abs(value - expected) <= relative * abs(expected)
}

/// Whether both limits are close.
func isClose(_ limits: ConfidenceLimits, _ lower: Double, _ upper: Double, relative: Double = 1e-9) -> Bool {
  isClose(limits.lower, lower, relative: relative) && isClose(limits.upper, upper, relative: relative)
}
