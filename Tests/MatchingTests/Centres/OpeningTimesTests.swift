import Foundation
import Matching
import Postgres
import TestSupport
import Testing

/// Weekly hours and closures together. 2026-11-23 is a Monday.
struct OpeningTimesTests {
    private func kolkata(_ day: Int, _ time: String) throws -> Date {
        try Date("2026-11-\(day)T\(time):00+05:30", strategy: .iso8601)
    }

    private let weekdays = WeeklyHours(ranges: (0..<6).map { $0 * 1440 + 540..<$0 * 1440 + 1080 })

    private func times(closed from: (Int, String), until to: (Int, String)) throws -> OpeningTimes {
        let closure = try kolkata(from.0, from.1)..<kolkata(to.0, to.1)
        return OpeningTimes(hours: weekdays, closed: ClosedTimes(ranges: [closure]))
    }

    @Test func `a closure is closed from its first moment to its last`() throws {
        let times = try times(closed: (23, "12:00"), until: (24, "15:00"))
        for (day, time, expected) in [
            (23, "11:59", true), (23, "12:00", false), (24, "14:59", false), (24, "15:00", true), (25, "12:00", true),
        ] {
            #expect(times.isOpen(at: try kolkata(day, time)) == expected, "\(day) \(time)")
        }
    }

    @Test func `the next change is a closure's edge where that comes first`() throws {
        let times = try times(closed: (23, "12:00"), until: (24, "15:00"))
        for (at, next) in [
            ((23, "08:00"), (23, "09:00")), ((23, "09:00"), (23, "12:00")), ((23, "12:00"), (24, "15:00")),
            ((24, "09:00"), (24, "15:00")), ((24, "15:00"), (24, "18:00")),
        ] {
            #expect(
                times.nextChange(after: try kolkata(at.0, at.1)) == (try kolkata(next.0, next.1)), "\(at.0) \(at.1)")
        }
    }

    @Test func `a centre that never closes has closures as its only changes, and one without hours has none`() throws {
        let closed = ClosedTimes(ranges: [try kolkata(24, "00:00")..<kolkata(25, "00:00")])
        let always = OpeningTimes(hours: WeeklyHours(ranges: [0..<10080]), closed: closed)
        #expect(always.nextChange(after: try kolkata(23, "10:00")) == (try kolkata(24, "00:00")))
        #expect(always.nextChange(after: try kolkata(24, "10:00")) == (try kolkata(25, "00:00")))
        #expect(always.nextChange(after: try kolkata(25, "00:00")) == nil)
        let never = OpeningTimes(hours: WeeklyHours(ranges: []), closed: closed)
        #expect(never.nextChange(after: try kolkata(23, "10:00")) == nil)
    }

    @Test func `no change comes before the next change`() throws {
        var generator = SystemRandomNumberGenerator()
        let monday = try kolkata(23, "00:00")
        for _ in 0..<200 {
            let edges = Set((0..<6).map { _ in Int.random(in: 0..<10_080, using: &generator) }).sorted()
                .map { monday.addingTimeInterval(Double($0) * 60) }
            let closures = stride(from: 0, to: edges.count - 1, by: 2).map { edges[$0]..<edges[$0 + 1] }
            let times = OpeningTimes(hours: weekdays, closed: ClosedTimes(ranges: closures))
            let start = monday.addingTimeInterval(Double.random(in: 0..<604_800, using: &generator))
            let change = try #require(times.nextChange(after: start))
            #expect(change > start)
            let steps = stride(from: start.timeIntervalSince1970, to: change.timeIntervalSince1970, by: 300)
            #expect(steps.allSatisfy { times.isOpen(at: Date(timeIntervalSince1970: $0)) == times.isOpen(at: start) })
        }
    }

    @Test func `the database's multirange is read as it was written`() async throws {
        try await withDatabase(.empty) { pool in
            let rows = try await pool.query(
                """
                SELECT '{[2026-11-23 18:00+05:30,2026-11-24 00:00:00.5+00),[2027-01-01 00:00Z,2027-01-02 00:00Z)}'::tstzmultirange,
                    '{}'::tstzmultirange, NULL::tstzmultirange, '{[2026-11-23,)}'::tstzmultirange
                """)
            let closed = try rows[0].column(0, as: ClosedTimes.self)
            #expect(closed.ranges.count == 2)
            #expect(closed.ranges.first?.lowerBound == (try kolkata(23, "18:00")))
            #expect(closed.ranges.first?.upperBound == (try kolkata(24, "05:30")).addingTimeInterval(0.5))
            #expect(try rows[0].column(1, as: ClosedTimes.self) == .never)
            #expect(try rows[0].column(2, as: ClosedTimes?.self) == nil)
            #expect(throws: PostgresError.self) { try rows[0].column(3, as: ClosedTimes.self) }
        }
    }

    @Test func `hours that touch or overlap become one, in any order`() {
        let hours = WeeklyHours(uniting: [600..<700, 0..<100, 100..<200, 650..<800, 5..<6, 900..<900])
        #expect(hours.ranges == [0..<200, 600..<800])
    }
}
