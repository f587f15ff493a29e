import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

/// What becomes of a booking, over a real connection.
@Suite(.serialized) struct BookingFeedTests {
    private func path(_ booking: StoredBooking) -> String { "/api/bookings/\(booking.id)/events" }

    @Test func `each step is told once and in order, also after a break, until the booking is over`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre)
            try await server.feeding { port in
                let client = try await EventStreamClient(port: port, as: customer, path(booking))
                let first = try await booking.steps
                try await client.until("the history") { $0.steps == first }
                #expect(client.text.contains("text/event-stream") && client.text.lowercased().contains("no-store"))
                try await booking.become("accepted")
                let two = try await booking.steps
                try await client.until("the acceptance") { $0.steps == two }
                client.leave()
                try await booking.become("in_progress")
                let again = try await EventStreamClient(
                    port: port, as: customer, path(booking), lastEventID: two.last?.id)
                let byOwner = try await EventStreamClient(
                    port: port, as: owner, path(booking), query: "?after=\(two[0].id)")
                try await again.until("what was missed") { $0.steps.map(\.status) == ["in_progress"] }
                try await byOwner.until("what the owner missed") { $0.steps.count == 2 }
                try await booking.become("completed")
                let all = try await booking.steps
                try await again.until("the end") { $0.hasEnded }
                try await byOwner.until("the end") { $0.hasEnded }
                #expect(again.steps == Array(all.suffix(2)) && byOwner.steps == Array(all.suffix(3)))

                let whole = try await EventStreamClient(port: port, as: customer, path(booking))
                try await whole.until("all of what is over") { $0.hasEnded }
                #expect(whole.steps == all)
                let done = try await EventStreamClient(
                    port: port, as: customer, path(booking), lastEventID: all.last?.id)
                try await done.until("the word not to come back") { $0.text.hasPrefix("HTTP/1.1 204") }
            }
        }
    }

    @Test func `a listener on another node hears of it, and the outbox is empty afterwards`() async throws {
        try await withServer { a in
            let (centre, owner) = try await a.ownedCentre()
            let booking = try await a.stored(of: owner.id, at: centre)
            try await a.withAnotherNode { b in
                try await b.feeding { port in
                    let client = try await EventStreamClient(port: port, as: owner, path(booking))
                    try await client.until("the history") { $0.steps.count == 1 }
                    try await a.feeding { _ in
                        try await booking.become(through: "accepted", "in_progress")
                        try await client.until("the steps") { $0.steps.count == 3 }
                    }
                }
            }
            #expect(try await a.pool.query("SELECT count(*) FROM booking_outbox")[0].decode(Int.self) == 0)
        }
    }

    @Test func `somebody else's booking isn't there`() async throws {
        try await withServer { server in
            let (centre, _) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre)
            let strangers = [
                try await server.person(.customer), try await server.person(.provider),
            ]
            try await server.feeding { port in
                for person in strangers {
                    let client = try await EventStreamClient(port: port, as: person, path(booking))
                    try await client.until("a refusal") { $0.text.contains("unknown_booking") }
                    #expect(client.text.hasPrefix("HTTP/1.1 404"))
                }
                for role in [Role.dispatcher, .admin] {
                    let client = try await EventStreamClient(port: port, as: server.person(role), path(booking))
                    try await client.until("the history") { $0.steps.count == 1 }
                }
            }
        }
    }

    @Test func `a centre learns nothing of a booking that went on to another`() async throws {
        try await withServer { server in
            let (first, owner) = try await server.ownedCentre()
            let (second, _) = try await server.ownedCentre(["center_name": "Second"])
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: first)
            try await server.feeding { port in
                let (mine, theirs) = (
                    try await EventStreamClient(port: port, as: customer, path(booking)),
                    try await EventStreamClient(port: port, as: owner, path(booking))
                )
                for client in [mine, theirs] { try await client.until("the history") { $0.steps.count == 1 } }
                try await server.pool.execute(
                    """
                    UPDATE bookings SET provider_id = \(second), changed_role = 'system', changed_by = NULL,
                        resource_id = (SELECT id FROM booking_resources WHERE provider_id = \(second) AND kind = 'bench')
                    WHERE id = \(booking.id)
                    """)
                try await mine.until("the other centre") { $0.steps.count == 2 }
                try await theirs.until("the end") { $0.hasEnded }
                #expect(theirs.steps.count == 1)
            }
        }
    }

    @Test func `a stream ends with its session, and heartbeats keep the others`() async throws {
        var settings = NodeSettings()
        settings.bookingFeed.heartbeat = .milliseconds(100)
        try await withServer(settings) { server in
            let (centre, owner) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre)
            try await server.feeding { port in
                let (mine, theirs) = (
                    try await EventStreamClient(port: port, as: customer, path(booking)),
                    try await EventStreamClient(port: port, as: owner, path(booking))
                )
                for client in [mine, theirs] { try await client.until("heartbeats") { $0.heartbeats > 2 } }
                #expect(try await server.send(.post, "/api/logout", as: customer).status == 204)
                try await mine.until("the end") { $0.hasEnded }
                let before = theirs.heartbeats
                try await theirs.until("further heartbeats") { $0.heartbeats > before + 2 }
                #expect(!theirs.hasEnded)
            }
        }
    }

    @Test func `a node takes so many listeners and no more, and a place becomes free again`() async throws {
        var settings = NodeSettings()
        settings.bookingFeed.listeners = 1
        settings.bookingFeed.heartbeat = .milliseconds(50)
        try await withServer(settings) { server in
            let (centre, _) = try await server.ownedCentre()
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre)
            try await server.feeding { port in
                let client = try await EventStreamClient(port: port, as: customer, path(booking))
                try await client.until("the history") { $0.steps.count == 1 }
                let second = try await EventStreamClient(port: port, as: customer, path(booking))
                try await second.until("a refusal") { $0.text.contains("\"busy\"") }
                #expect(second.text.hasPrefix("HTTP/1.1 503") && second.text.lowercased().contains("retry-after: 10"))
                client.leave()
                let deadline = ContinuousClock.now + .seconds(20)
                while true {
                    let third = try await EventStreamClient(port: port, as: customer, path(booking))
                    try await third.until("an answer") { $0.text.contains("\r\n\r\n") }
                    if third.text.hasPrefix("HTTP/1.1 200") { break }
                    try #require(ContinuousClock.now < deadline, "no place became free")
                }
            }
        }
    }

    @Test func `a listener that is too slow is cut off and keeps no memory`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre()
            let booking = try await server.stored(of: owner.id, at: centre)
            var limits = BookingFeed.Limits()
            limits.lag = 2
            limits.heartbeat = .milliseconds(80)
            let feed = BookingFeed(
                pool: server.pool, connection: server.connection, logger: .test, limits: limits)
            let running = Task { await feed.run() }
            defer { running.cancel() }
            let deadline = ContinuousClock.now + .seconds(10)
            while !feed.isRunning, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
            let user = try #require(try await SignedInUser.find(cookie: owner.cookie, on: server.pool))
            let slow = try await feed.join(booking.id, for: user, after: nil)
            #expect(feed.listenerCount == 1)
            while feed.listenerCount > 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
            #expect(feed.listenerCount == 0)
            var got = 0
            for await _ in slow.signals { got += 1 }
            #expect(got == 2)
        }
    }

    @Test func `an id that is none is refused`() async throws {
        try await withServer { server in
            let customer = try await server.person(.customer)
            for text in ["-1", "x", "1.5", "99999999999999999999"] {
                try expectProblem(
                    try await server.send(.get, "/api/bookings/1/events?after=\(text)", as: customer), 422,
                    "invalid_parameter", field: "after")
            }
            try expectProblem(try await server.get("/api/bookings/1/events"), 401, "not_signed_in")
            try expectProblem(
                try await server.send(.get, "/api/bookings/1/events", as: customer), 503, "unavailable")
        }
    }

    @Test func `one batch notifies once for each part that fits, and takes no more than it says`() async throws {
        try await withServer { server in
            try await server.pool.execute(
                "INSERT INTO booking_outbox (booking_id) SELECT 9000000000000000000 + n % 1500 FROM generate_series(1, 2500) n"
            )
            let heard = server.pool.listen(to: "istri_bookings")
            var events = heard.makeAsyncIterator()
            _ = await events.next()
            let relay = BookingRelay(pool: server.pool, logger: .test)
            var taken: [Int32] = []
            repeat { taken.append(try await relay.relay()) } while taken.last == BookingRelay.batch
            #expect(taken == [1000, 1000, 500])
            var bookings: Set<String> = []
            while bookings.count < 1500, case .notification(_, let payload) = await events.next() {
                #expect(payload.utf8.count < 8000)
                bookings.formUnion(payload.split(separator: ",").map(String.init))
            }
            #expect(bookings.count == 1500)
        }
    }
}
