import Hummingbird
import Marketplace

/// What dispatchers do: find a centre for what has none, and for what its centre leaves undone.
struct BookingDispatchRoutes: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            Route(.get, "/api/dispatch/bookings", for: .dispatchers, board),
            Route(.get, "/api/bookings/{id}/candidates", for: .dispatchers, candidates),
            Route(.post, "/api/bookings/{id}/assign", for: .dispatchers, assign),
            Route(.post, "/api/dispatch/providers/{id}/reassign", for: .dispatchers, reassign),
        ]
    }

    @Sendable func board(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let queue: Bookings.Queue = try parameters.choice("queue", default: .unassigned)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Bookings.Position(cursor: $0) }
        try parameters.refuseOthers()
        return Answer.json(try await bookings.dispatchBoard(queue, after: after, limit: limit))
    }

    @Sendable func candidates(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let found = try await bookings.candidates(for: try context.booking())
        return Answer.json(capacity: 8192) { json in
            json.object { json in
                json.key("considered")
                json.array(found.filter { $0.reason == nil }) { $0.write($1) }
                json.key("excluded")
                json.array(found.filter { $0.reason != nil }) { $0.write($1) }
            }
        }
    }

    @Sendable func assign(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try context.booking()
        var fields = try await request.jsonBody()
        let provider = try fields.require("provider_id") { try $0.integer($1, in: 1...Int64.max) }
        let start = try fields.time("starts_at")
        let reason = try fields.require("reason") { try $0.text($1, length: 1...500) }
        try fields.refuseOthers()
        return Answer.json(
            try await bookings.assign(id, to: provider, at: start, reason: reason, by: context.actor))
    }

    @Sendable func reassign(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let provider = try context.request.id() else { throw BookingError.unknownProvider }
        var fields = try await request.jsonBody()
        let reason = try fields.require("reason") { try $0.text($1, length: 1...500) }
        try fields.refuseOthers()
        let result = try await bookings.reassignAll(of: provider, reason: reason, note: reason, by: context.actor)
        return Answer.json { json in
            json.object { json in
                json.field("passed_on", result.passedOn)
                json.field("needs_dispatch", result.needsDispatch)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ candidate: BookingCandidate) {
        object { json in
            json.field("provider_id", candidate.id)
            json.field("center_name", candidate.center_name)
            json.field("distance_m", candidate.distance_m, decimals: 1)
            json.field("covers", candidate.covers)
            json.field("free", candidate.reason == nil)
            json.field("next_free_at", candidate.nextFreeAt)
            if let reason = candidate.reason { json.field("reason", reason) }
        }
    }
}
