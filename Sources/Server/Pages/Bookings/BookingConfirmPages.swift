import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// The last step: everything at a glance, and the booking itself. What is typed here is sent and never stands in an
/// address.
struct BookingConfirmPages: Sendable {
    let bookings: Bookings
    /// Whether customers can pay before, by the gateway.
    let takesPayments: Bool

    var routes: [Route] {
        [
            .page(.get, "/centres/{id}/book/confirm", for: .customersAndStaff, show),
            Route.page(.post, "/centres/{id}/book/confirm", for: .customersAndStaff, book).limited(by: .bookings),
        ]
    }

    private static let names = [
        "address", "notes", "rematch", "customer_name", "customer_phone", "service", "pincode", "starts_at",
        "digipin", "lat", "lng", "pay_first", "centre", "offer_code",
    ]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let steps = try await BookingSteps.find(page, bookings)
        guard steps.isComplete, steps.wish.startsAt != nil else { return page.redirect(to: back(steps)) }
        let form = FormView("bookings", page.words).model(Self.names)
        return try page.render(BookingStepPage.confirm.template, form.merging(model(steps, context)) { $1 })
    }

    @Sendable func book(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var steps = try await BookingSteps.find(page, bookings)
        // One of the alternatives may have been taken in place of the time that was gone.
        let wish = steps.wish.changed {
            if let other = Timestamp.date(page.form["starts_at"]) { $0.startsAt = other }
            $0.key = BookingWish.key(page.form["key"]) ?? $0.key
        }
        steps = BookingSteps(detail: steps.detail, wish: wish, formats: steps.formats)
        guard steps.isComplete, let startsAt = wish.startsAt else { return page.redirect(to: back(steps)) }
        var form = FormReader(page.form)
        let new = try read(&form, steps, startsAt, context)
        guard form.isFine, let new else {
            return try page.refuse(
                BookingStepPage.confirm.template, prefix: "bookings", names: Self.names, problems: form.problems,
                model: model(steps, context))
        }
        do {
            let path = try await bookOnce(new, wish, context)
            guard new.paysFirst else { return page.redirect(to: path, done: "bookings.booked") }
            return page.redirect(to: LocalPath(path.text + "/pay") ?? path)
        } catch {
            return try refuse(steps, context, error)
        }
    }

    /// However often the form is sent, with its key it books once, and leads to the same booking.
    private func bookOnce(
        _ new: NewBooking, _ wish: BookingWish, _ context: PersonalPageContext
    ) async throws -> LocalPath {
        let request = IdempotentRequest(
            user_id: context.user.id, key: wish.key, method: "POST", path: context.page.address.path,
            body: Data(wish.named(new).utf8))
        for attempt in 1... {
            do {
                // Refusals aren't kept: another time is booked with the same key.
                let (answer, _) = try await request.answerOnce(on: bookings.pool, refusal: { _ in nil }) {
                    transaction in
                    let made = try await bookings.create(new, by: context.actor, on: transaction)
                    return StoredAnswer(status: 303, location: "/bookings/\(made.booking.id)", body: [])
                }
                return answer.location.flatMap { LocalPath($0) } ?? .home
            } catch IdempotencyError.inFlight where attempt < Self.mostLooks {
                // The first of two clicks is being answered, to nobody any more: this one shows what comes of it.
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return .home
    }

    /// While the same form's first sending is under way.
    private static let mostLooks = 50

    /// Whoever is on the phone can't pay on this page.
    func asksPayFirst(_ context: PersonalPageContext) -> Bool {
        takesPayments && !Self.isForCaller(context)
    }

    static func isForCaller(_ context: PersonalPageContext) -> Bool {
        context.user.role == .dispatcher || context.user.role == .admin
    }

    /// The same page with everything kept, and what can be done instead.
    private func refuse(
        _ steps: BookingSteps, _ context: PersonalPageContext, _ error: any Error
    ) throws -> Response {
        var shown = model(steps, context)
        switch error {
        case BookingError.slotTaken(let slots), BookingError.nobodyFree(let slots):
            shown["taken"] = true
            shown["has_alternatives"] = !slots.isEmpty
            // What is free then may be another centre's hour.
            if case BookingError.nobodyFree = error {
                shown["is_auto"] = true
                shown["is_nobody"] = slots.isEmpty
            }
            shown["alternatives"] = slots.map { slot in
                [
                    "value": Timestamp.text(slot.startsAt),
                    "label": context.page.words.text(
                        "bookings.taken.take", ["time": steps.formats.appointment(slot.startsAt)]),
                ]
            }
        case BookingError.notCovered(let found):
            shown["not_covered"] = steps.notCovered(
                by: found.centres.map { ($0.id, $0.center_name, $0.distance_m) })
        case IdempotencyError.keyReused:
            shown["reused"] = ["again_href": steps.wish.changed { $0.key = BookingWish.newKey() }.href(.confirm)]
        default: break
        }
        return try context.page.refuse(
            BookingStepPage.confirm.template, prefix: "bookings", names: Self.names, error: error, model: shown)
    }

    private func model(_ steps: BookingSteps, _ context: PersonalPageContext) -> [String: Any] {
        let view = BookingView(context.page, catalogue: [], rules: bookings.rules)
        var model = steps.model(.confirm).merging(steps.summary) { $1 }
        model["action"] = steps.wish.href(.confirm)
        model["asks_caller"] = Self.isForCaller(context)
        if asksPayFirst(context) {
            model["asks_pay_first"] = true
            model["hold_hint"] = context.page.words.text(
                "bookings.pay_when.first_hint", ["minutes": String(bookings.rules.holdMinutes)])
        }
        if let startsAt = steps.wish.startsAt { model["policy"] = view.policy(startsAt) }
        return model
    }

    private func back(_ steps: BookingSteps) -> LocalPath {
        LocalPath(steps.wish.href(steps.isComplete ? .time : .what)) ?? .home
    }
}
