import Hummingbird
import Marketplace

/// What a centre is asked to do, and what it answers.
struct BookingRequestRoutes: Sendable {
    let bookings: Bookings

    private enum Decision: String, CaseIterable {
        case accept, reject
    }

    var routes: [Route] {
        [
            Route(.get, "/api/providers/{id}/requests", for: .providersAndStaff, list),
            Route(.post, "/api/providers/{id}/requests/{booking_id}", for: .providersAndStaff, decide),
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let status: BookingStatus? = try parameters.optionalChoice("status")
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Bookings.Position(cursor: $0) }
        try parameters.refuseOthers()
        guard let provider = try context.request.id() else { throw BookingError.unknownProvider }
        return Answer.json(
            try await bookings.requests(to: provider, status, for: context.user, after: after, limit: limit))
    }

    @Sendable func decide(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let provider = try context.request.id() else { throw BookingError.unknownBooking }
        let id = try context.booking("booking_id")
        var fields = try await request.jsonBody()
        let decision = try fields.require("decision") { try $0.choice($1, Decision.self) }
        let reason = try fields.text("reason", length: 1...1000)
        try fields.refuseOthers()
        return Answer.json(
            try await bookings.move(
                id, to: decision == .accept ? .accepted : .rejected, note: reason, at: provider, by: context.actor))
    }
}
