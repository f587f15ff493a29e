import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Booking a centre in three steps: what and where, when, and a look at all of it. The first two only ask, so they are
/// for anybody; what was chosen stands in their addresses.
struct BookingStepPages: Sendable {
    let bookings: Bookings
    /// Whether customers can pay before, by the gateway.
    var takesPayments = false

    var routes: [Route] {
        [
            Route.page(.get, "/centres/{id}/book", what).limited(by: .search),
            Route.page(.get, "/centres/{id}/book/time", time).limited(by: .search),
        ] + BookingConfirmPages(bookings: bookings, takesPayments: takesPayments).routes
    }

    @Sendable func what(_ request: Request, _ page: PageContext) async throws -> Response {
        let steps = try await BookingSteps.find(page, bookings)
        let view = FormView("bookings", page.words, typed: page.query.form)
        return try page.render(
            BookingStepPage.what.template,
            view.model(Self.names).merging(try await whatModel(steps)) { $1 })
    }

    static let names = ["service", "mode", "pincode"]

    private func whatModel(_ steps: BookingSteps) async throws -> [String: Any] {
        let served = try await ServedPincodes.find(of: steps.centre.id, limit: 1, on: bookings.pool)
        // Whoever asks for it may say where, though it comes nowhere: then others are named.
        let isDoorstep = steps.wish.mode == .doorstep
        return steps.model(.what).merging([
            "services": steps.services, "has_services": !steps.detail.offers.isEmpty,
            "comes": served.count > 0 || isDoorstep, "is_doorstep": isDoorstep,
            "action": "/centres/\(steps.centre.id)" + BookingStepPage.time.path,
        ]) { $1 }
    }

    @Sendable func time(_ request: Request, _ page: PageContext) async throws -> Response {
        let steps = try await BookingSteps.find(page, bookings)
        if let refusal = try await refusal(of: steps, page) { return refusal }
        let now = Date()
        let last = CalendarDay(of: now).adding(Int(bookings.rules.horizonDays))
        let from = SlotPicker.from(page.query, now: now, last: last)
        var question = Bookings.SlotQuestion(provider_id: steps.centre.id)
        question.fromDay = from.text
        question.days = Int32(SlotPicker.daysShown)
        question.mode = steps.wish.mode
        question.services = steps.wish.services
        let wish = steps.wish.changed { $0.startsAt = nil }
        let picker = SlotPicker(
            formats: steps.formats, now: now, from: from, last: last,
            free: try await bookings.slots(question).map(\.startsAt), asked: page.query.day("day"),
            dayHref: { wish.href(.time, SlotPicker.fields($0, $1)) },
            timeHref: { start in wish.changed { $0.startsAt = start }.href(.confirm) })
        let model = steps.model(.time).merging(["slots": picker.model]) { $1 }
        return try page.render(BookingStepPage.time.template, model)
    }

    /// The first step once more, when what was chosen there can't be had.
    private func refusal(of steps: BookingSteps, _ page: PageContext) async throws -> Response? {
        var problems: [FormProblem] = []
        if steps.wish.services.isEmpty {
            problems.append(FormProblem(field: "service", code: "missing"))
        } else if !steps.isComplete {
            problems.append(FormProblem(field: "service", code: "wrong"))
        }
        var model = try await whatModel(steps)
        if steps.wish.mode == .doorstep {
            switch try await steps.doorstep(on: bookings.pool) {
            case .comes: break
            case .wrong(let code): problems.append(FormProblem(field: "pincode", code: code))
            case .comesNot(let others): model["not_covered"] = steps.notCovered(by: others)
            }
        }
        guard !problems.isEmpty || model["not_covered"] != nil else { return nil }
        return try page.refuse(
            BookingStepPage.what.template, prefix: "bookings", names: Self.names, typed: page.query.form,
            problems: problems, model: model)
    }
}

extension BookingSteps {
    /// - Throws: `MatchingError.unknownCentre`, also for one that isn't approved.
    static func find(_ page: PageContext, _ bookings: Bookings) async throws -> BookingSteps {
        guard let id = try page.request.id() else { throw BookingError.unknownProvider }
        return BookingSteps(
            detail: try await CentreDetail.find(id, on: bookings.pool), wish: BookingWish(centre: id, page.query),
            formats: Formats(page.words))
    }

    /// Whether the centre comes to the customer.
    enum Doorstep {
        case comes
        /// What is wrong with the pincode.
        case wrong(String)
        /// Those who do.
        case comesNot([(id: Int64, name: String, distance_m: Double)])
    }

    func doorstep(on pool: PostgresPool) async throws -> Doorstep {
        guard let typed = wish.pincode else { return .wrong("missing") }
        guard let pincode = Pincode(typed: typed) else { return .wrong("invalid_pincode") }
        do {
            let answer = try await CoverageAnswer.find(.pincode(pincode), on: pool)
            if answer.centres.contains(where: { $0.id == centre.id }) { return .comes }
            return .comesNot(answer.centres.map { ($0.id, $0.center_name, $0.distance_m) })
        } catch MatchingError.unknownPincode {
            return .wrong("unknown_pincode")
        }
    }
}
