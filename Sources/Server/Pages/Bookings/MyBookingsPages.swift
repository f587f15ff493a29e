import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What somebody has booked, the latest first, and each booking with all that became of it.
struct MyBookingsPages: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.get, "/bookings", for: .everybodySignedIn, list),
            .page(.get, "/bookings/{id}", for: .everybodySignedIn, show),
        ]
    }

    private static let pageLength = 20

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = page.query.integer("before", in: 1...Int.max).map { Int64($0) }
        let found = try await bookings.ofCustomer(
            context.user.id, for: context.user, before: before, limit: Self.pageLength)
        let view = try await BookingView.find(page, bookings)
        var model: [String: Any] = [
            "bookings": found.items.map(view.row), "has_bookings": !found.items.isEmpty,
        ]
        if let next = found.next { model["pagination"] = ["next_href": "/bookings?before=\(next)"] }
        if before != nil { model["first_href"] = "/bookings" }
        return try page.render("bookings/list", model)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let booking = try await BookingPage.booking(context, bookings)
        let form = FormView("bookings", context.page.words).model(BookingPage.names)
        return try context.page.render(
            BookingPage.template, form.merging(try await BookingPage.model(booking, context, bookings)) { $1 })
    }
}

/// The page of one booking, which other pages come back to.
enum BookingPage {
    static let template = "bookings/one"
    /// Of the review that stands on it.
    static let names = ["rating", "text"]

    /// - Throws: `BookingError.unknownBooking`, also when it is none of the user's business.
    static func booking(_ context: PersonalPageContext, _ bookings: Bookings) async throws -> Booking {
        guard let id = try context.page.request.id() else { throw BookingError.unknownBooking }
        return try await bookings.booking(id, for: context.user)
    }

    /// Its customer, and whoever looks after bookings for somebody on the phone.
    static func mayHaveReworked(_ booking: Booking, _ user: SignedInUser) -> Bool {
        booking.customer_id == user.id || [.dispatcher, .admin].contains(user.role)
    }

    static func path(_ id: Int64) -> LocalPath { LocalPath("/bookings/\(id)") ?? .home }

    /// - Parameter typed: Of a review that was refused.
    static func model(
        _ booking: Booking, _ context: PersonalPageContext, _ bookings: Bookings, typed: FormBody = FormBody()
    ) async throws -> [String: Any] {
        let steps = try await BookingStep.all(of: booking.id, on: bookings.pool)
        let view = try await BookingView.find(context.page, bookings)
        var model = view.whole(booking)
        model["history"] = view.history(steps)
        model["last_step"] = String(steps.last?.id ?? 0)
        if !booking.status.isEnd { model["events"] = "/api/bookings/\(booking.id)/events" }
        if let id = booking.provider_id {
            let centre = try await CentreDetail.find(id, approvedOnly: false, on: bookings.pool).centre
            model["at"] = centreModel(centre, view.formats)
        }
        let isOwn = booking.customer_id == context.user.id
        model["is_own"] = isOwn
        model["can_change"] = booking.isOpen && (isOwn || context.user.role != .provider)
        if context.user.role != .dispatcher || isOwn { model["money"] = moneyModel(booking, isOwn: isOwn, view) }
        if booking.isOpen, isOwn, view.freeUntil(booking.startsAt) != nil {
            model["policy"] = view.policy(booking.startsAt)
        }
        try await addAftermath(of: booking, isOwn: isOwn, typed, view, bookings, to: &model)
        if mayHaveReworked(booking, context.user) { try await addWarranty(of: booking, view, bookings, to: &model) }
        return model
    }

    /// Where it is paid; what is due then, that page works out.
    private static func moneyModel(_ booking: Booking, isOwn: Bool, _ view: BookingView) -> [String: Any] {
        var model: [String: Any] = [
            "status": PaymentView(formats: view.formats).status(booking.paymentStatus),
            "total": view.formats.rupees(paise: booking.total_paise + booking.fee_paise),
        ]
        let isPayable = [.held, .pending, .accepted, .inProgress, .completed].contains(booking.status)
        if isOwn, isPayable, booking.total_paise + booking.fee_paise > 0,
            [.unpaid, .pending, .failed].contains(booking.paymentStatus)
        {
            model["pay_href"] = "/bookings/\(booking.id)/pay"
        }
        return model
    }

    /// What can be done once it is over.
    private static func addAftermath(
        of booking: Booking, isOwn: Bool, _ typed: FormBody, _ view: BookingView, _ bookings: Bookings,
        to model: inout [String: Any]
    ) async throws {
        if booking.status.isEnd, isOwn, let centre = booking.provider_id {
            model["again_href"] = BookingWish.startHref(
                centre, service: booking.items.first?.service, mode: booking.mode == .doorstep ? .doorstep : .walkIn,
                pincode: booking.pincode)
        }
        guard booking.status == .completed else { return }
        if let review = try await bookings.review(of: booking.id) {
            model["review"] = reviewModel(review, view)
        } else if isOwn {
            model["can_review"] = true
            model["stars"] = (1...5).map {
                [
                    "value": String($0), "label": view.words.text("bookings.review.star.\($0)"),
                    "is_chosen": typed["rating"] == String($0),
                ]
            }
        }
    }

    /// Until when it is done again free of charge.
    private static func addWarranty(
        of booking: Booking, _ view: BookingView, _ bookings: Bookings, to model: inout [String: Any]
    ) async throws {
        guard booking.status == .completed, let until = try await bookings.warrantyEnd(of: booking.id),
            until > view.now
        else { return }
        model["warranty"] = view.words.text("bookings.one.warranty_until", ["time": view.formats.date(until)])
    }

    private static func centreModel(_ centre: Centre, _ formats: Formats) -> [String: Any] {
        [
            "id": String(centre.id), "name": Named(centre.center_name, in: formats.language).model,
            "address": Named(centre.address, in: formats.language).model, "phone": centre.phone,
            "phone_shown": formats.phone(centre.phone), "lat": Coordinates.text(centre.location.lat),
            "lng": Coordinates.text(centre.location.lng),
        ]
    }

    private static func reviewModel(_ review: Review, _ view: BookingView) -> [String: Any] {
        var model: [String: Any] = [
            "label": view.words.text("bookings.review.star.\(review.rating)"),
            "stars": (1...5).map { ["is_full": $0 <= Int(review.rating)] },
        ]
        if let text = review.text { model["text"] = Named(text, in: view.formats.language).model }
        return model
    }
}
