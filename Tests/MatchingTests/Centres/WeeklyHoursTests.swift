import Foundation
import Matching
import Postgres
import TestSupport
import Testing

struct WeeklyHoursTests {
    /// A moment on the clock of Asia/Kolkata. 2026-11-23 is a Monday.
    private func kolkata(_ day: Int, _ time: String) throws -> Date {
        try Date("2026-11-\(day)T\(time):00+05:30", strategy: .iso8601)
    }

    private let mondayToSaturday = WeeklyHours(ranges: (0..<6).map { $0 * 1440 + 540..<$0 * 1440 + 1080 })

    @Test(arguments: [
        (23, "08:59", false), (23, "09:00", true), (23, "17:59", true), (23, "18:00", false), (29, "12:00", false),
    ])
    func `a centre is open from the minute it opens to the minute it closes`(day: Int, time: String, expected: Bool)
        throws
    {
        #expect(mondayToSaturday.isOpen(at: try kolkata(day, time)) == expected)
    }

    @Test(arguments: [
        (23, "08:59", 23, "09:00"), (23, "09:00", 23, "18:00"), (28, "18:00", 30, "09:00"), (29, "12:00", 30, "09:00"),
    ])
    func `the next change is the next opening or closing`(day: Int, time: String, nextDay: Int, nextTime: String) throws
    {
        #expect(mondayToSaturday.nextChange(after: try kolkata(day, time)) == (try kolkata(nextDay, nextTime)))
    }

    @Test func `hours past midnight and past the end of the week are one stretch`() throws {
        // Sunday 22:00 to Monday 02:00 lies at both ends of the week.
        let night = WeeklyHours(ranges: [0..<120, 9960..<10080])
        #expect(night.isOpen(at: try kolkata(22, "23:59")))
        #expect(night.isOpen(at: try kolkata(23, "00:00")))
        #expect(night.isOpen(at: try kolkata(23, "01:59")))
        #expect(!night.isOpen(at: try kolkata(23, "02:00")))
        #expect(night.days.map(\.weekday) == [1, 7])
        #expect(night.days.map(\.closes) == ["02:00", "24:00"])
    }

    @Test func `without hours, or open always, nothing ever changes`() throws {
        let noon = try kolkata(25, "12:00")
        #expect(!WeeklyHours(ranges: []).isOpen(at: noon))
        #expect(WeeklyHours(ranges: []).nextChange(after: noon) == nil)
        #expect(WeeklyHours(ranges: [0..<10080]).isOpen(at: noon))
        #expect(WeeklyHours(ranges: [0..<10080]).nextChange(after: noon) == nil)
    }

    @Test func `no change comes before the next change`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let bounds = Set((0..<6).map { _ in Int32.random(in: 0...10080, using: &generator) }).sorted()
            let ranges = stride(from: 0, to: bounds.count - 1, by: 2).map { bounds[$0]..<bounds[$0 + 1] }
            let hours = WeeklyHours(ranges: ranges)
            let start = try kolkata(23, "00:00").addingTimeInterval(Double.random(in: 0..<604_800, using: &generator))
            guard let change = hours.nextChange(after: start) else { continue }
            #expect(change > start)
            let steps = stride(from: start.timeIntervalSince1970, to: change.timeIntervalSince1970, by: 600)
            #expect(steps.allSatisfy { hours.isOpen(at: Date(timeIntervalSince1970: $0)) == hours.isOpen(at: start) })
        }
    }

    @Test func `the database's multirange is read as it was written`() async throws {
        try await withDatabase(.empty) { pool in
            let rows = try await pool.query("SELECT '{[540,1080),[1980,2520)}'::int4multirange, '{}'::int4multirange")
            let (some, none) = try rows[0].decode(WeeklyHours.self, WeeklyHours.self)
            #expect(some.ranges == [540..<1080, 1980..<2520])
            #expect(none.ranges.isEmpty)
        }
    }
}
