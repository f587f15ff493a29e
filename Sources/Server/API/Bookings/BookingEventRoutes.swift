import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore

/// What becomes of a booking, as it happens.
struct BookingEventRoutes: Sendable {
    let feed: BookingFeed

    var routes: [Route] {
        [Route(.get, "/api/bookings/{id}/events", for: .everybodySignedIn, produces: [.eventStream], events)]
    }

    /// The whole history first, or, for whoever comes back, what of it they haven't seen. Where nothing more can come,
    /// 204 tells a browser not to come back.
    @Sendable func events(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let given = try parameters.text("after").map { try EventStream.id($0, "after") }
        try parameters.refuseOthers()
        let after = try request.headers[.lastEventID].map { try EventStream.id($0, "Last-Event-ID") } ?? given
        guard let booking = try context.request.id() else { throw BookingError.unknownBooking }
        let listener = try await feed.join(booking, for: context.user, after: after)
        if listener.isOver, listener.missed.isEmpty { return Response(status: .noContent) }
        return Response(
            status: .ok, headers: EventStream.headers,
            body: ResponseBody { writer in
                try await Self.send(to: listener, after: after ?? 0, &writer)
                try await writer.finish(nil)
            })
    }

    /// Returns when the booking is over, or the feed ends the listener's signals.
    private static func send(
        to listener: BookingListener, after: Int64, _ writer: inout any ResponseBodyWriter
    ) async throws {
        // An id beyond the last is another database's.
        var sent = min(after, listener.last)
        try await writer.write(EventStream.beginning(id: sent, retry_ms: pause_ms))
        if let last = listener.missed.last {
            try await writer.write(EventStream.text(listener.missed))
            sent = last.id
        }
        if listener.isOver { return }
        for await signal in listener.signals {
            switch signal {
            case .heartbeat: try await writer.write(EventStream.heartbeat)
            case .steps(let steps):
                let new = steps.filter { $0.id > sent }
                let told = Array(new.prefix { listener.maySee($0) })
                if let last = told.last {
                    try await writer.write(EventStream.text(told))
                    sent = last.id
                }
                if told.count < new.count || told.last?.status.isEnd == true { return }
            }
        }
    }

    /// Before a client comes back: not all at once when a node stops.
    private static var pause_ms: Int { .random(in: 2000...6000) }
}

extension EventStream {
    fileprivate static func text(_ steps: [BookingStep]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: 256 * steps.count)
        for step in steps {
            var json = JSONWriter(capacity: 256)
            json.write(step)
            add(id: step.id, kind: "status", json, to: &buffer)
        }
        return buffer
    }
}
