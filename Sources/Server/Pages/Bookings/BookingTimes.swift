import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// Another time for what is booked, or for having it done again: first the free ones, then a question before it counts.
struct BookingTimes {
    static let template = "bookings/move"

    let booking: Booking
    let context: PersonalPageContext
    let bookings: Bookings
    let view: BookingView
    /// Behind the address of the booking.
    let action: String
    let title: String
    let lead: String
    /// With the time in it.
    let question: (String) -> String
    let submit: String
    var cost: String?

    private var path: String { "/bookings/\(booking.id)/\(action)" }

    /// - Parameter asked: The time that was chosen; nil as long as none was.
    func model(asked: Date? = nil) async throws -> [String: Any] {
        var model = view.row(booking)
        model["title"] = title
        model["lead"] = lead
        model["action"] = path
        if let asked, asked > view.now {
            var to: [String: Any] = [
                "value": Timestamp.text(asked), "question": question(view.formats.appointment(asked)),
                "submit": submit,
            ]
            if let cost { to["cost"] = cost }
            model["to"] = to
        } else if booking.provider_id != nil {
            model["slots"] = try await picker().model
        }
        return model
    }

    private func picker() async throws -> SlotPicker {
        let query = context.page.query
        let last = CalendarDay(of: view.now).adding(Int(bookings.rules.horizonDays))
        let from = SlotPicker.from(query, now: view.now, last: last)
        var question = Bookings.SlotQuestion(provider_id: booking.provider_id ?? 0)
        question.fromDay = from.text
        question.days = Int32(SlotPicker.daysShown)
        question.mode = booking.mode
        question.services = booking.items.map(\.service)
        let path = path
        func href(_ fields: [(name: String, value: String)]) -> String { path + "?" + FormBody(fields).encoded }
        return SlotPicker(
            formats: view.formats, now: view.now, from: from, last: last, free: try await free(question),
            asked: query.day("day"),
            dayHref: { href(SlotPicker.fields($0, $1)) },
            timeHref: { href([(name: "starts_at", value: Timestamp.text($0))]) })
    }

    /// None, where the centre isn't there any more or has given up one of the services.
    private func free(_ question: Bookings.SlotQuestion) async throws -> [Date] {
        do {
            return try await bookings.slots(question).map(\.startsAt)
        } catch BookingError.unknownProvider, BookingError.serviceNotOffered {
            return []
        }
    }

    /// With what is free instead, where somebody was faster.
    func refuse(_ error: any Error) async throws -> Response {
        var shown = try await model()
        if case BookingError.slotTaken(let slots) = error {
            shown["taken"] = !slots.isEmpty
            shown["alternatives"] = slots.map { slot in
                ["value": Timestamp.text(slot.startsAt), "label": question(view.formats.appointment(slot.startsAt))]
            }
        }
        return try context.page.refuse(Self.template, prefix: "bookings", names: [], error: error, model: shown)
    }
}
