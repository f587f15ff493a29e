import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore
import Postgres

/// A centre's bookings in the calendar program of whoever has its secret address.
struct CalendarFeedRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route(.post, "/api/providers/{id}/calendar-feed", for: .providersAndAdmins, renew),
            Route(.delete, "/api/providers/{id}/calendar-feed", for: .providersAndAdmins, end),
            Route.get("/calendars/{secret}.ics", produces: [.calendar], calendar).limited(by: .search),
        ]
    }

    /// The address is told this once: we keep no more than what recognises it.
    @Sendable func renew(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let centre = try centre(context)
        try await request.refuseMembers()
        let secret = try await CalendarFeed.renew(of: centre, for: context.user, by: context.actor, on: pool)
        let origin = context.request.origin(of: request)
        var answer = Answer.json { json in
            json.object { $0.field("url", "\(origin)/calendars/\(secret.text).ics") }
        }
        answer.status = .created
        return answer
    }

    @Sendable func end(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let centre = try centre(context)
        try await request.refuseMembers()
        try await CalendarFeed.end(of: centre, for: context.user, by: context.actor, on: pool)
        return Response(status: .noContent)
    }

    @Sendable func calendar(_ request: Request, _ context: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        guard let secret = OpaqueToken(context.parameters.get("secret") ?? ""),
            let feed = try await CalendarFeed.find(secret, on: pool)
        else { throw Problem(.notFound, "unknown_calendar", "There is no such calendar, or its address was renewed.") }
        let body = ICalendar(feed).buffer
        let tag = Data(SHA256.hash(data: Array(body.readableBytesView)).prefix(12)).base64EncodedString()
        let headers: HTTPFields = [
            .contentType: "text/calendar; charset=utf-8", .cacheControl: "private, no-cache", .eTag: "\"\(tag)\"",
            .robots: "noindex",
        ]
        if ETag.isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private func centre(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw BookingError.unknownProvider }
        return id
    }
}

extension MediaType {
    fileprivate static let calendar = MediaType(type: .text, subType: "calendar")
}

extension HTTPField.Name {
    fileprivate static let robots = HTTPField.Name("X-Robots-Tag")!
}
