import Foundation
import Marketplace

/// Seven days of a centre as a list.
struct CalendarWeek {
    let calendar: CentreCalendar
    let monday: CalendarDay
    let view: BookingView
    let dayPath: String
    let path: String

    private var formats: Formats { view.formats }
    private var words: Words { view.words }

    /// - Parameter chosen: The bench or technician that was chosen in a form that was refused.
    func model(chosen: String) -> [String: Any] {
        let resources = calendar.resources.filter { $0.retiredAt == nil }
        let away = resources.flatMap { resource in resource.ahead.map { (resource, $0) } }
        return [
            "week_title": "\(formats.date(monday.start)) – \(formats.date(monday.adding(6).start))",
            "days": (0..<7).map { day(monday.adding($0)) },
            "resources": resources.map {
                ["value": String($0.id), "label": name($0), "is_chosen": String($0.id) == chosen] as [String: Any]
            },
            "away": away.map { resource, time in
                [
                    "resource": String(resource.id), "name": name(resource), "when": formats.period(time),
                    "from": Timestamp.text(time.lowerBound),
                ]
            },
            "has_away": !away.isEmpty,
        ]
    }

    private func day(_ day: CalendarDay) -> [String: Any] {
        let time = day.start..<day.adding(1).start
        let open = calendar.open.filter { $0.overlaps(time) }.map { $0.clamped(to: time) }
        let own = calendar.bookings.filter { time.contains($0.startsAt) && $0.status != .held }
        return [
            "title": formats.day(day), "href": dayPath + "?date=\(day.text)",
            "is_today": day == CalendarDay(of: view.now),
            "hours": open.isEmpty
                ? words.text("calendar.week.closed")
                : open.map { "\(formats.time($0.lowerBound)) – \(formats.time($0.upperBound))" }.joined(
                    separator: ", "),
            "is_open": !open.isEmpty,
            "marks": closures(time) + away(time),
            "bookings": own.map { booking in
                view.row(booking).merging([
                    "customer": Named(booking.customerName, in: formats.language).model
                ]) { $1 }
            },
            "has_bookings": !own.isEmpty,
        ]
    }

    private func closures(_ time: Range<Date>) -> [String] {
        calendar.closures.filter { ($0.from..<$0.to).overlaps(time) }.map {
            words.text("calendar.week.closure", ["time": formats.period($0.from..<$0.to)])
        }
    }

    private func away(_ time: Range<Date>) -> [String] {
        calendar.resources.filter { $0.retiredAt == nil }.flatMap { resource in
            resource.unavailable.filter { $0.overlaps(time) }.map {
                words.text(
                    "calendar.week.blocked", ["what": name(resource), "time": formats.period($0)])
            }
        }
    }

    private func name(_ resource: BookingResource) -> String {
        words.text("calendar.resource.\(resource.kind.rawValue)", ["number": String(resource.number)])
    }
}
