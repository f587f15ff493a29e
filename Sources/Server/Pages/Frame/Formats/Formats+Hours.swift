import Foundation
import Matching

extension Formats {
    /// A line of a centre's opening hours: `Mon–Sat`, `9:00 am – 7:00 pm`.
    struct HoursLine: Equatable {
        let days: String
        let times: String
        let isClosed: Bool
    }

    /// The week from Monday on, days that follow each other with the same hours in one line; none when no hours are
    /// known. Hours past midnight stand on the day on which they began.
    func hours(_ hours: WeeklyHours) -> [HoursLine] {
        guard !hours.ranges.isEmpty else { return [] }
        if hours.ranges == [0..<WeeklyHours.minutesPerWeek] {
            return [
                HoursLine(
                    days: words.text("frame.hours.every_day"), times: words.text("frame.hours.always"), isClosed: false)
            ]
        }
        let week = Self.days(hours)
        var lines: [HoursLine] = []
        var first = 0
        for day in 1...7 where day == 7 || week[day] != week[first] {
            lines.append(line(first + 1, day, week[first]))
            first = day
        }
        return lines
    }

    /// A line for each day, from Monday on. Hours past midnight stand on the day on which they began.
    func week(_ hours: WeeklyHours) -> [HoursLine] {
        let isAlways = hours.ranges == [0..<WeeklyHours.minutesPerWeek]
        return zip(1...7, Self.days(hours)).map { day, ranges in
            let line = line(day, day, ranges)
            return HoursLine(
                days: weekday(day), times: isAlways ? words.text("frame.hours.always") : line.times,
                isClosed: line.isClosed)
        }
    }

    private func line(_ first: Int, _ last: Int, _ ranges: [Range<Int32>]) -> HoursLine {
        let days: String
        switch last - first {
        case 6: days = words.text("frame.hours.every_day")
        case 0: days = weekday(first, isShort: true)
        default: days = "\(weekday(first, isShort: true))–\(weekday(last, isShort: true))"
        }
        let times = ranges.map { "\(clock(Int($0.lowerBound % 1440))) – \(clock(Int($0.upperBound % 1440)))" }.joined(
            separator: ", ")
        return HoursLine(
            days: days, times: ranges.isEmpty ? words.text("frame.hours.closed") : times, isClosed: ranges.isEmpty)
    }

    /// By weekday, minutes since its midnight. What goes on past a midnight belongs to the day on which it began.
    static func days(_ hours: WeeklyHours) -> [[Range<Int32>]] {
        var week = [[Range<Int32>]](repeating: [], count: 7)
        var ranges = hours.ranges
        // From Sunday into Monday it is one.
        if let last = ranges.last, let first = ranges.first, ranges.count > 1, first.lowerBound == 0,
            last.upperBound == WeeklyHours.minutesPerWeek
        {
            ranges.removeFirst()
            ranges[ranges.count - 1] = last.lowerBound..<last.upperBound + first.upperBound
        }
        for range in ranges {
            var start = range.lowerBound
            // Around the clock for more than a day.
            while range.upperBound - start > 1440 {
                let midnight = (start / 1440 + 1) * 1440
                week[Int(start / 1440) % 7].append(start % 1440..<start % 1440 + midnight - start)
                start = midnight
            }
            week[Int(start / 1440) % 7].append(start % 1440..<start % 1440 + range.upperBound - start)
        }
        return week
    }
}
