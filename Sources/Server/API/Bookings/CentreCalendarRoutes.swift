import Foundation
import Hummingbird
import Marketplace

/// What a centre's owner plans by: the days with what is booked, and the benches and technicians that aren't there.
struct CentreCalendarRoutes: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            Route(.get, "/api/providers/{id}/calendar", for: .providersAndStaff, calendar),
            Route(.get, "/api/providers/{id}/resources", for: .providersAndStaff, resources),
            Route(.put, "/api/resources/{id}/unavailable", for: .providersAndAdmins, block),
        ]
    }

    @Sendable func calendar(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let from = try parameters.day("from") ?? Self.today
        let days = try parameters.integer("days", in: 1...31, default: 7)
        try parameters.refuseOthers()
        let calendar = try await bookings.calendar(
            of: try centre(context), from: from, days: Int32(days), for: context.user)
        return Answer.json(capacity: 16_384) { $0.write(calendar) }
    }

    @Sendable func resources(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let resources = try await bookings.resources(of: try centre(context), for: context.user)
        return Answer.json { json in
            json.object { json in
                json.key("items")
                json.array(resources) { $0.write($1) }
            }
        }
    }

    @Sendable func block(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let resource = try context.request.id() else { throw ResourceError.unknownResource }
        var fields = try await request.jsonBody()
        let times = try fields.require("unavailable") { try $0.times($1, atMost: 100) }
        try fields.refuseOthers()
        let changed = try await bookings.block(resource, during: times, for: context.user, by: context.actor)
        return Answer.json { $0.write(changed) }
    }

    private static var today: String { String(Timestamp.text(Date()).prefix(10)) }

    private func centre(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw BookingError.unknownProvider }
        return id
    }
}

extension BodyFields {
    /// A list of times with `from` and `to`, each of a year at most.
    fileprivate mutating func times(_ name: String, atMost limit: Int) throws -> [Range<Date>]? {
        try objects(name, atMost: limit) { fields in
            let from = try fields.require("from") { try $0.time($1) }
            let to = try fields.require("to") { try $0.time($1) }
            guard from < to else { throw fields.wrong("to", "must be later than 'from'") }
            guard to.timeIntervalSince(from) <= 366 * 86_400 else {
                throw fields.wrong("to", "must be within 366 days from 'from'")
            }
            return from..<to
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ calendar: CentreCalendar) {
        object { json in
            json.field("from", calendar.from)
            json.field("to", calendar.to)
            json.key("open")
            json.array(calendar.open) { $0.write($1) }
            json.key("closures")
            json.array(calendar.closures) { json, closure in
                json.object { json in
                    json.field("id", closure.id)
                    json.field("from", closure.from)
                    json.field("to", closure.to)
                    json.field("reason", closure.reason)
                }
            }
            json.key("resources")
            json.array(calendar.resources) { $0.write($1) }
            json.key("bookings")
            json.array(calendar.bookings) { $0.write($1) }
            json.field("complete", calendar.isComplete)
        }
    }

    fileprivate mutating func write(_ resource: BookingResource) {
        object { json in
            json.field("id", resource.id)
            json.field("kind", resource.kind.rawValue)
            json.field("number", resource.number)
            json.field("retired_at", resource.retiredAt)
            json.key("unavailable")
            json.array(resource.unavailable) { $0.write($1) }
        }
    }

    private mutating func write(_ time: Range<Date>) {
        object { json in
            json.field("from", time.lowerBound)
            json.field("to", time.upperBound)
        }
    }
}
