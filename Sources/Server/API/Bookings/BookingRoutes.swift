import Hummingbird
import Marketplace

/// Bookings made and looked at.
struct BookingRoutes: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            Route(.post, "/api/bookings", for: .customersAndStaff, create).limited(by: .bookings),
            Route(.get, "/api/bookings/{id}", for: .everybodySignedIn, detail),
            Route(.get, "/api/customers/{id}/bookings", for: .everybodySignedIn, ofCustomer),
        ]
    }

    @Sendable func create(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let idempotency = Idempotency(pool: bookings.pool)
        return try await idempotency.answer(request, context, isOneRoundTrip: true) { fields, transaction in
            var fields = fields
            let new = try NewBooking(&fields, by: context.user)
            let made = try await bookings.create(new, by: context.actor, on: transaction)
            return .created(at: "/api/bookings/\(made.booking.id)") { $0.write(made) }
        }
    }

    @Sendable func detail(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        guard let id = try context.request.id() else { throw BookingError.unknownBooking }
        // The history later: it may be ahead of the booking, never behind it.
        let booking = try await bookings.booking(id, for: context.user)
        let history = try await BookingStep.all(of: id, on: bookings.pool)
        return Answer.json(capacity: 2048) { $0.write(booking, history: history) }
    }

    @Sendable func ofCustomer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let status: BookingStatus? = try parameters.optionalChoice("status")
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        guard let customer = try context.request.id() else { throw AccountError.unknownUser }
        let page = try await bookings.ofCustomer(
            customer, for: context.user, status: status, before: before, limit: limit)
        return Answer.json(capacity: 8192) {
            $0.writePage(page.items, next: page.next.map { Cursor.text([$0]) }) { $0.write($1) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ made: Bookings.Made) {
        object { json in
            json.writeMembers(of: made.booking)
            json.key("history")
            json.array(made.history) { json, step in json.write(step) }
            guard let choice = made.choice else { return }
            json.key("assignment")
            json.write(choice)
        }
    }

    private mutating func write(_ choice: AutoAssignment) {
        object { json in
            json.key("considered")
            json.array(choice.considered) { json, centre in
                json.object { json in
                    json.field("provider_id", centre.provider_id)
                    json.field("center_name", centre.center_name)
                    json.field("distance_m", centre.distance_m, decimals: 1)
                    json.field("covers", centre.covers)
                    json.field("free", centre.free)
                    json.field("rating", centre.rating, decimals: 2)
                }
            }
            json.key("excluded")
            json.array(choice.excluded) { json, centre in
                json.object { json in
                    json.field("provider_id", centre.provider_id)
                    json.field("center_name", centre.center_name)
                    json.field("distance_m", centre.distance_m, decimals: 1)
                    json.field("reason", centre.reason)
                }
            }
        }
    }
}
