import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore

/// The dispatchers' feed: which pincode became a gap or stopped being one, as it happens.
struct CoverageEventRoutes: Sendable {
    let feed: CoverageEventFeed
    let authentication: Authentication

    var routes: [Route] {
        [Route(.get, "/api/coverage/events", for: .dispatchers, produces: [.eventStream], events)]
    }

    /// Whoever comes back is told first what happened since: after the header, which a browser sends by itself, or
    /// else after the parameter.
    @Sendable func events(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let given = try parameters.text("after").map { try EventStream.id($0, "after") }
        try parameters.refuseOthers()
        let after = try request.headers[.lastEventID].map { try EventStream.id($0, "Last-Event-ID") } ?? given
        let listener = try feed.join()
        return Response(
            status: .ok,
            headers: EventStream.headers,
            body: ResponseBody { writer in
                try await send(to: listener, after: after, request, &writer)
                try await writer.finish(nil)
            })
    }

    /// Returns when the node stops, the listener was too slow or its session is over.
    private func send(
        to listener: CoverageListener, after: Int64?, _ request: Request, _ writer: inout any ResponseBodyWriter
    ) async throws {
        // An id beyond the last is another database's.
        var sent = min(after ?? listener.joinedAt, listener.joinedAt)
        try await writer.write(EventStream.beginning(id: sent))
        while sent < listener.joinedAt {
            let page = try await listener.missed(after: sent)
            guard let last = page.last else { break }
            try await writer.write(EventStream.text(page))
            sent = last.id
        }
        for await signal in listener.signals {
            switch signal {
            case .event(let event) where event.id <= sent: continue
            case .event(let event):
                try await writer.write(EventStream.text([event]))
                sent = event.id
            case .heartbeat:
                guard try await isStillAllowed(request) else { return }
                try await writer.write(EventStream.heartbeat)
            }
        }
    }

    private func isStillAllowed(_ request: Request) async throws -> Bool {
        do {
            guard let user = try await authentication.user(of: request).flatMap(authentication.ifFullySignedIn)
            else { return false }
            try Permission.dispatchers.check(user)
            return true
        } catch is Problem {
            return false
        }
    }
}
