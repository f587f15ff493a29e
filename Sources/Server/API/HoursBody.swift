import Marketplace
import Matching

extension BodyFields {
    /// A list of opening hours, each within one day; a lunch break makes two, as do hours past midnight. In any
    /// order; those that touch become one.
    mutating func hours(_ name: String) throws -> WeeklyHours? {
        var taken: [Range<Int32>] = []
        let ranges: [Range<Int32>]? = try objects(name, atMost: 100) { fields in
            let range = try fields.hoursOfADay()
            guard !taken.contains(where: { $0.overlaps(range) }) else {
                throw fields.wrong("opens", "overlaps with other hours of that day")
            }
            taken.append(range)
            return range
        }
        return ranges.map(WeeklyHours.init(uniting:))
    }

    private mutating func hoursOfADay() throws -> Range<Int32> {
        let weekday = try require("weekday") { try $0.integer($1, in: 1...7) }
        let opens = try require("opens") { try $0.minuteOfDay($1, upTo: 1439) }
        let closes = try require("closes") { try $0.minuteOfDay($1, upTo: 1440) }
        guard opens < closes else {
            throw wrong("closes", "must be later than 'opens'; hours past midnight are two, the first until 24:00")
        }
        let start = Int32(weekday - 1) * 1440
        return start + opens..<start + closes
    }

    private mutating func minuteOfDay(_ name: String, upTo limit: Int32) throws -> Int32? {
        guard let text = try rawText(name) else { return nil }
        let digits = text.utf8.map { Int32($0) - 48 }
        guard digits.count == 5, digits[2] == 10, ![0, 1, 3, 4].contains(where: { !(0...9).contains(digits[$0]) }),
            digits[3] < 6, case let minute = (digits[0] * 10 + digits[1]) * 60 + digits[3] * 10 + digits[4],
            minute <= limit
        else {
            throw wrong(name, "must be a time of day as 09:00\(limit == 1440 ? ", at the latest 24:00" : "")")
        }
        return minute
    }
}
