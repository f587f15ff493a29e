import Foundation
import Hummingbird
import Marketplace

/// What comes after a repair: the customer's review, and doing it again where it didn't hold.
struct ReviewRoutes: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            Route(.post, "/api/bookings/{id}/review", for: .everybodySignedIn, review),
            Route(.post, "/api/bookings/{id}/rework", for: .everybodySignedIn, rework).limited(by: .bookings),
            Route.get("/api/providers/{id}/reviews", list).limited(by: .search),
        ]
    }

    @Sendable func review(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let booking = try booking(context)
        var fields = try await request.jsonBody()
        let rating = try fields.require("rating") { try $0.integer($1, in: 1...5) }
        let text = try fields.text("text", length: 1...2000)
        try fields.refuseOthers()
        let review = try await bookings.review(
            booking, rating: Int32(rating), text: text, for: context.user, by: context.actor)
        var answer = Answer.json { json in
            json.object { json in
                json.field("booking_id", review.booking_id)
                json.writeMembers(of: review)
            }
        }
        answer.status = .created
        return answer
    }

    @Sendable func rework(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let first = try booking(context)
        return try await Idempotency(pool: bookings.pool).answer(request, context) { fields, transaction in
            var fields = fields
            let startsAt = try fields.require("starts_at") { try $0.time($1) }
            let notes = try fields.text("notes", length: 1...1000)
            try fields.refuseOthers()
            let made = try await bookings.rework(
                first, at: startsAt, notes: notes, for: context.user, by: context.actor, on: transaction)
            return .created(at: "/api/bookings/\(made.booking.id)") { $0.write(made.booking, history: made.history) }
        }
    }

    @Sendable func list(_ request: Request, _ context: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let before = try parameters.text("cursor").map { text in
            let (createdAt, booking_id) = try Cursor.timeAndID(text)
            return ReviewList.Position(createdAt: createdAt, booking_id: booking_id)
        }
        try parameters.refuseOthers()
        guard let centre = try context.id() else { throw BookingError.unknownProvider }
        let list = try await ReviewList.find(of: centre, before: before, limit: limit, on: bookings.pool)
        return Answer.json(capacity: 4096) { json in
            json.object { json in
                json.field("rating", list.rating, decimals: 2)
                json.field("reviews", list.count)
                json.key("items")
                json.array(list.page.items) { json, review in json.object { $0.writeMembers(of: review) } }
                json.field("next_cursor", list.page.next.map { Cursor.text(time: $0.createdAt, id: $0.booking_id) })
            }
        }
    }

    private func booking(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw BookingError.unknownBooking }
        return id
    }
}

extension JSONWriter {
    fileprivate mutating func writeMembers(of review: Review) {
        field("rating", review.rating)
        field("text", review.text)
        field("name", review.name)
        field("created_at", review.createdAt)
    }
}
