/// A sliding window counter: what is counted in the present period and was in the one before. The same
/// arithmetic as in `sql/functions/rate_counts.sql`, for counts that a node has in memory.
struct WindowCount: Sendable, Equatable {
    /// How many periods have passed since 1970.
    var periodNo: Int64
    var current: Int64
    var previous: Int64

    /// As it stands in a later period.
    func moved(to periodNo: Int64) -> WindowCount {
        switch periodNo - self.periodNo {
        case ...0: self
        case 1: WindowCount(periodNo: periodNo, current: 0, previous: current)
        default: WindowCount(periodNo: periodNo, current: 0, previous: 0)
        }
    }

    /// Seconds until one more fits; 0 when it fits now.
    ///
    /// - Parameter share: How much of the present period has gone, from 0 to 1.
    func wait_s(share: Double, _ rule: RateRule) -> Double {
        let allowed = Double(rule.count)
        let (current, previous, period_s) = (Double(current), Double(previous), Double(rule.period_s))
        if current + previous * (1 - share) + 1 <= allowed { return 0 }
        if current + 1 <= allowed { return (1 - (allowed - 1 - current) / previous - share) * period_s }
        return (1 - share + 1 - (allowed - 1) / current) * period_s
    }
}
