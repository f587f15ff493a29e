import Foundation
import Postgres

/// When a centre is open in any week, in minutes since Monday 00:00 in Asia/Kolkata, which has no
/// daylight saving: the database's `open_minutes`.
package struct WeeklyHours: Sendable, Equatable {
    /// Half-open, ascending, not touching each other, within 0..<10080.
    package let ranges: [Range<Int32>]

    package static let minutesPerWeek: Int32 = 7 * 24 * 60
    /// 5 h 30 min east of Greenwich; the epoch was a Thursday.
    private static let offset_s: Double = 5.5 * 3600 + 3 * 86_400

    package init(ranges: [Range<Int32>]) { self.ranges = ranges }

    /// Of ranges in any order; those that overlap or touch become one.
    package init(uniting ranges: [Range<Int32>]) {
        var united: [Range<Int32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = united.last, range.lowerBound <= last.upperBound {
                united[united.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                united.append(range)
            }
        }
        self.init(ranges: united)
    }

    package func isOpen(at date: Date) -> Bool {
        let minute = Self.minuteOfWeek(date)
        return ranges.contains { $0.contains(minute) }
    }

    /// The next moment at which `isOpen` may change; nil when it never does (no hours, or always open).
    package func nextChange(after date: Date) -> Date? {
        let always = ranges == [0..<Self.minutesPerWeek]
        guard !ranges.isEmpty, !always else { return nil }
        let minute = Self.minuteOfWeek(date)
        var wait = Self.minutesPerWeek
        for range in ranges {
            wait = min(wait, Self.wait(from: minute, until: range.lowerBound))
            wait = min(wait, Self.wait(from: minute, until: range.upperBound))
        }
        let startOfMinute = (date.timeIntervalSince1970 / 60).rounded(.down) * 60
        return Date(timeIntervalSince1970: startOfMinute + Double(wait) * 60)
    }

    /// Minutes until the week next comes to `bound`; one at the week's end is the same as at its beginning.
    private static func wait(from minute: Int32, until bound: Int32) -> Int32 {
        let minutes = (bound - minute + minutesPerWeek) % minutesPerWeek
        return minutes == 0 ? minutesPerWeek : minutes
    }

    private static func minuteOfWeek(_ date: Date) -> Int32 {
        let minutes = Int64(((date.timeIntervalSince1970 + offset_s) / 60).rounded(.down))
        let week = Int64(minutesPerWeek)
        return Int32((minutes % week + week) % week)
    }
}

extension WeeklyHours {
    /// Hours of one weekday as people write them; those past midnight end on the day they began, at 24:00.
    package struct Day: Sendable, Equatable {
        /// 1 = Monday ... 7 = Sunday.
        package let weekday: Int
        package let opens: String
        package let closes: String
    }

    package var days: [Day] {
        (1...7).flatMap { weekday -> [Day] in
            let start = Int32(weekday - 1) * 1440
            return ranges.map { $0.clamped(to: start..<start + 1440) }.filter { !$0.isEmpty }.map { range in
                Day(
                    weekday: weekday, opens: Self.clockTime(range.lowerBound - start),
                    closes: Self.clockTime(range.upperBound - start))
            }
        }
    }

    private static func clockTime(_ minute: Int32) -> String {
        String(format: "%02d:%02d", minute / 60, minute % 60)
    }
}

extension WeeklyHours: PostgresDecodable {
    /// From the binary form of `int4multirange`: a count, then for each range its length, flags and bounds.
    package init(
        postgres bytes: UnsafeRawBufferPointer, type: PostgresType
    ) throws(PostgresDecodingFailure) {
        var reader = BigEndianReader(bytes: bytes)
        guard let count = reader.int32(), count >= 0, count <= 10_080 else { throw .malformed("an int4multirange") }
        var ranges: [Range<Int32>] = []
        for _ in 0..<count {
            // Flag 2: the lower bound belongs to it. Canonical int4 ranges have it, and nothing else.
            guard reader.int32() == 17, reader.byte() == 2, reader.int32() == 4, let lower = reader.int32(),
                reader.int32() == 4, let upper = reader.int32(), lower < upper
            else { throw .malformed("an int4multirange") }
            ranges.append(lower..<upper)
        }
        self.init(ranges: ranges)
    }
}

extension WeeklyHours: PostgresEncodable {
    package static var postgresType: PostgresType { .inferred }

    package func encode(into encoder: inout PostgresEncoder) {
        encoder.write(text: "{" + ranges.map { "[\($0.lowerBound),\($0.upperBound))" }.joined(separator: ",") + "}")
    }
}
