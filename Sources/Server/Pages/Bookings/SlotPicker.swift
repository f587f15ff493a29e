import Foundation
import Marketplace

/// Days side by side and the free times of one of them, as `bookings/slots` shows them.
struct SlotPicker {
    /// As many days as stand side by side.
    static let daysShown = 14

    let formats: Formats
    let now: Date
    /// The first that is shown.
    let from: CalendarDay
    /// The last that can be booked at all.
    let last: CalendarDay
    /// Free starts of the days that are shown, ascending.
    let free: [Date]
    /// The one that was asked for.
    var asked: CalendarDay?
    /// The address at which a day is shown: the first of those side by side, and the chosen one.
    let dayHref: (_ from: CalendarDay, _ day: CalendarDay?) -> String
    let timeHref: (Date) -> String

    private var words: Words { formats.words }

    /// What an address says of the days that are shown.
    static func fields(_ from: CalendarDay, _ day: CalendarDay?) -> [(name: String, value: String)] {
        var fields = [(name: "from", value: from.text)]
        if let day { fields.append((name: "day", value: day.text)) }
        return fields
    }

    /// From today on, and not past what can be booked.
    static func from(_ query: PageQuery, now: Date, last: CalendarDay) -> CalendarDay {
        let today = CalendarDay(of: now)
        return max(today, min(query.day("from") ?? today, last))
    }

    private var days: [CalendarDay] { (0..<Self.daysShown).map(from.adding).filter { $0 <= last } }

    private var chosen: CalendarDay {
        if let asked, days.contains(asked) { return asked }
        return free.first.map { CalendarDay(of: $0) } ?? from
    }

    var model: [String: Any] {
        let byDay = Dictionary(grouping: free) { CalendarDay(of: $0) }
        let times = byDay[chosen] ?? []
        var model: [String: Any] = [
            "days": days.map { day($0, free: byDay[$0]?.count ?? 0) }, "day_title": formats.day(chosen),
            "groups": groups(times), "is_day_empty": times.isEmpty, "none_ahead": free.isEmpty,
        ]
        if times.isEmpty, let next = free.first(where: { $0 > chosen.start }) ?? free.first {
            model["next"] = [
                "text": words.text("bookings.times.next", ["time": formats.appointment(next)]),
                "href": dayHref(from, CalendarDay(of: next)),
            ]
        }
        let today = CalendarDay(of: now)
        if from.adding(Self.daysShown) <= last { model["later_href"] = dayHref(from.adding(Self.daysShown), nil) }
        if from > today { model["earlier_href"] = dayHref(max(today, from.adding(-Self.daysShown)), nil) }
        return model
    }

    private func day(_ day: CalendarDay, free count: Int) -> [String: Any] {
        [
            "href": dayHref(from, day), "name": name(day), "date": formats.shortDate(day),
            "count": count == 0
                ? words.text("bookings.day.none")
                : words.text("bookings.day.free", ["count": formats.number(count)]),
            "is_full": count == 0, "is_chosen": day == chosen,
        ]
    }

    private func name(_ day: CalendarDay) -> String {
        switch day.number - CalendarDay(of: now).number {
        case 0: words.text("bookings.day.today")
        case 1: words.text("bookings.day.tomorrow")
        default: formats.weekday(day.weekday, isShort: true)
        }
    }

    /// By the parts of the day that people speak of; those without a free time are left out.
    private func groups(_ times: [Date]) -> [[String: Any]] {
        let parts: [(title: String, hours: Range<Int>)] = [
            (words.text("bookings.times.morning"), 0..<12), (words.text("bookings.times.afternoon"), 12..<16),
            (words.text("bookings.times.evening"), 16..<24),
        ]
        return parts.enumerated().compactMap { index, part in
            let own = times.filter { part.hours.contains(Self.hour($0)) }
            guard !own.isEmpty else { return nil }
            return [
                "id": "times-\(index)", "title": part.title,
                "times": own.map { ["href": timeHref($0), "time": formats.time($0)] },
            ]
        }
    }

    private static func hour(_ date: Date) -> Int {
        Int(date.timeIntervalSince(CalendarDay(of: date).start) / 3600)
    }
}
