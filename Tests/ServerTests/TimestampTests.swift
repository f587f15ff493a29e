import Foundation
import Testing

@testable import Server

struct TimestampTests {
    @Test(arguments: [
        ("2026-11-23T18:00:00+05:30", 1_795_437_000), ("2026-11-23T12:30:00Z", 1_795_437_000),
        ("2026-11-23t12:30:00z", 1_795_437_000), ("2026-11-23T12:30:00.000Z", 1_795_437_000),
        ("2026-11-23T04:30:00-08:00", 1_795_437_000), ("2026-11-23T12:30:00.250Z", 1_795_437_000.25),
        ("2024-02-29T00:00:00Z", 1_709_164_800), ("1969-12-31T23:59:59Z", -1),
    ])
    func `a moment is read with its offset`(text: String, seconds: Double) throws {
        #expect(Timestamp.date(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test func `every day of two centuries is the one that Foundation counts`() {
        let style = Date.ISO8601FormatStyle()
        for day in stride(from: -36_525, to: 36_525, by: 1) {
            let date = Date(timeIntervalSince1970: Double(day * 86_400 + 3_723))
            #expect(Timestamp.date(date.formatted(style)) == date)
        }
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T18:00:00", "2026-11-23 18:00:00Z", "2026-02-30T18:00:00Z", "2025-02-29T18:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T25:00:00Z",
        "2026-11-23T18:60:00Z", "2026-11-23T18:00:60Z", "2026-11-23T18:00:00+0530", "2026-11-23T18:00:00+05:30x",
        "2026-11-23T18:00:00+24:00", "2026-1-2T3:4:5Z", "99999-11-23T18:00:00Z", "0000-01-01T00:00:00Z",
        "2026-11-23T18:00:00.Z", "tomorrow", "1795437000", "௨௦௨௬-11-23T18:00:00Z",
        "2026-11-23T18:00:00." + String(repeating: "1", count: 1000) + "Z",
    ])
    func `what is no moment is refused`(text: String) {
        #expect(Timestamp.date(text) == nil)
    }

    @Test func `a moment is written on the clock of Kolkata`() {
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1_795_437_000.9)) == "2026-11-23T18:00:00+05:30")
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1_795_379_400)) == "2026-11-23T02:00:00+05:30")
    }
}
