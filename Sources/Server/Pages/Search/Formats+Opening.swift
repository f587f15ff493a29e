import Foundation
import Matching

extension Formats {
    /// Whether a centre is open, and until when.
    struct Opening: Equatable {
        let text: String
        let isOpen: Bool
    }

    /// Nil when its hours aren't known.
    func opening(_ times: OpeningTimes, at now: Date) -> Opening? {
        guard !times.hours.ranges.isEmpty else { return nil }
        let isOpen = times.isOpen(at: now)
        let change = Self.change(of: times, after: now, from: isOpen)
        return Opening(text: isOpen ? open(until: change, now) : closed(until: change, now), isOpen: isOpen)
    }

    private func open(until change: Date?, _ now: Date) -> String {
        guard let change else { return words.text("frame.hours.always") }
        guard change.timeIntervalSince(now) < 86_400 else { return words.text("search.open_now") }
        return words.text("search.open_until", ["time": time(change)])
    }

    private func closed(until change: Date?, _ now: Date) -> String {
        guard let change else { return words.text("search.closed_now") }
        let time = time(change)
        switch Self.day(change) - Self.day(now) {
        case ...0: return words.text("search.opens_today", ["time": time])
        case 1: return words.text("search.opens_tomorrow", ["time": time])
        case 2...6: return words.text("search.opens_on", ["day": weekday(Self.weekday(change)), "time": time])
        default: return words.text("search.opens_on", ["day": date(change), "time": time])
        }
    }

    /// When it opens or closes next.
    private static func change(of times: OpeningTimes, after now: Date, from isOpen: Bool) -> Date? {
        var moment = now
        // A week has few changes; what a closure hides is passed over.
        for _ in 0..<100 {
            guard let next = times.nextChange(after: moment) else { return nil }
            if times.isOpen(at: next) != isOpen { return next }
            moment = next
        }
        return nil
    }

    /// Days since 1970-01-01 on the calendar of India, which has no daylight saving.
    static func day(_ date: Date) -> Int {
        Int(((date.timeIntervalSince1970 + 19_800) / 86_400).rounded(.down))
    }

    /// 1 = Monday ... 7 = Sunday, in India.
    static func weekday(_ date: Date) -> Int {
        // The epoch was a Thursday.
        ((day(date) + 3) % 7 + 7) % 7 + 1
    }
}
