/// Opening hours of a sample centre, as minutes of the week (Monday 00:00 = 0).
enum SampleHours {
    /// Weekdays Monday to Saturday, with how many in 100 keep them; the third closes for lunch.
    private static let weekdays: [(share: Int, open: [Range<Int>])] = [
        (30, [9 * 60..<18 * 60]),
        (30, [9 * 60..<20 * 60]),
        (25, [9 * 60..<13 * 60 + 30, 14 * 60 + 30..<20 * 60]),
        (15, [10 * 60..<21 * 60]),
    ]
    private static let weekdayChoice = WeightedChoice(weights: weekdays.map(\.share))
    private static let sundayMorning = [9 * 60..<13 * 60]
    private static let minutesPerDay = 24 * 60

    /// Ascending, never touching each other, within 0 ..< 10080.
    static func draw(using generator: inout some RandomNumberGenerator) -> [Range<Int>] {
        let daily = weekdays[weekdayChoice.draw(using: &generator)].open
        let sunday: [Range<Int>] =
            switch generator.below(10) {
            case 0: daily
            case 1, 2: sundayMorning
            default: []
            }
        let week = Array(repeating: daily, count: 6) + [sunday]
        return week.enumerated().flatMap { day, open in
            open.map { $0.lowerBound + day * minutesPerDay..<$0.upperBound + day * minutesPerDay }
        }
    }
}
