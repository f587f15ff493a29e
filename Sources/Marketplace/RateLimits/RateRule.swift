/// So many in so long: `30/15m`.
package struct RateRule: Sendable, Equatable, CustomStringConvertible {
    package enum Period: Sendable, Equatable {
        case seconds(Int), minutes(Int), hours(Int), days(Int)

        var seconds: Int {
            switch self {
            case .seconds(let number): number
            case .minutes(let number): number * 60
            case .hours(let number): number * 3600
            case .days(let number): number * 86_400
            }
        }
    }

    package static let counts = 1...1_000_000_000
    package static let longestPeriod_s = 31 * 86_400

    package let count: Int
    package let period_s: Int

    package init(_ count: Int, per period: Period) {
        precondition(Self.counts.contains(count) && (1...Self.longestPeriod_s).contains(period.seconds))
        self.count = count
        period_s = period.seconds
    }

    /// `COUNT/PERIOD`, where the period is a number and `s`, `m`, `h` or `d` (at most 31 days), or the unit alone:
    /// `30/15m`, `1000/h`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Self.number(parts[0]), Self.counts.contains(count),
            let unit = parts[1].last,
            let number = parts[1].count == 1 ? 1 : Self.number(parts[1].dropLast()),
            (1...Self.longestPeriod_s).contains(number)
        else { return nil }
        let period: Period
        switch unit {
        case "s": period = .seconds(number)
        case "m": period = .minutes(number)
        case "h": period = .hours(number)
        case "d": period = .days(number)
        default: return nil
        }
        guard period.seconds <= Self.longestPeriod_s else { return nil }
        self.init(count, per: period)
    }

    package var description: String { "\(count)/\(period_s)s" }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}

/// The rules in force; a limit without one is off.
package struct RateRules: Sendable {
    private var rules: [RateLimit: RateRule]

    /// What holds when nothing is set.
    package static let standard = RateRules(
        rules: Dictionary(uniqueKeysWithValues: RateLimit.allCases.map { ($0, $0.standard) }))
    /// No limits at all.
    package static let off = RateRules(rules: [:])

    package subscript(limit: RateLimit) -> RateRule? {
        get { rules[limit] }
        set { rules[limit] = newValue }
    }
}
