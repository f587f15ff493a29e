import Foundation
import Marketplace
import Matching

/// Bookings as an owner works through them.
struct DayCards {
    let view: BookingView
    let words: Words
    let typed: FormBody
    /// The booking whose step was refused, and what was wrong with the reason.
    let refused: (booking: Int64, problems: [FormProblem])?

    func model(_ booking: Booking) -> [String: Any] {
        var model = view.whole(booking)
        let steps = DayStep.possible(for: booking.status)
        let atOnce = steps.filter { $0 != .rejected && $0 != .noShow }
        model["steps_at_once"] = atOnce.map {
            ["step": $0.rawValue, "label": words.text("calendar.step.\($0.rawValue)")]
        }
        model["can_decline"] = steps.contains(.rejected)
        model["can_miss"] = steps.contains(.noShow)
        model["reason"] = reason(booking)
        if booking.status == .pending, let until = booking.respondBy {
            model["answer_by"] =
                until > view.now
                ? words.text("calendar.answer_by", ["time": view.formats.dateAndTime(until)])
                : words.text("calendar.answer_now")
        }
        if let door = booking.location {
            model["door"] = [
                "lat": Coordinates.text(door.lat), "lng": Coordinates.text(door.lng),
                "name": Named(booking.customerName, in: view.formats.language).model,
            ]
        }
        return model
    }

    static func reasonID(_ booking: Int64) -> String { "reason-\(booking)" }

    /// The field of the reason; each booking has its own.
    private func reason(_ booking: Booking) -> [String: Any] {
        let isRefused = refused?.booking == booking.id
        let problem = isRefused ? refused?.problems.first : nil
        return [
            "id": Self.reasonID(booking.id), "name": "reason", "value": isRefused ? typed["reason"] : "",
            "error": problem?.message(words, prefix: "calendar") ?? false, "is_open": problem != nil,
        ]
    }
}
