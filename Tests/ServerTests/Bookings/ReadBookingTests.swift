import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

@Suite(.server) struct ReadBookingTests {
    private struct List: Decodable {
        let items: [BookingBody]
        let next_cursor: String?
    }

    @Test func `a booking is its customer's, its centre's and the staff's`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.bookableCentre(of: owner)
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        let booking = try await server.booked(bookingBody(centre, start), as: customer)
        for person in [customer, owner, try await server.person(.dispatcher), try await server.person(.admin)] {
            let reply = try await server.send(.get, "/api/bookings/\(booking.id)", as: person)
            #expect(reply.status == 200, "\(person.role)")
            #expect(try reply.decode(BookingBody.self).history?.count == 1)
        }
        for stranger in [try await server.person(.customer), try await server.person(.provider)] {
            let reply = try await server.send(.get, "/api/bookings/\(booking.id)", as: stranger)
            try expectProblem(reply, 404, "unknown_booking")
            let list = try await server.send(.get, "/api/customers/\(customer.id)/bookings", as: stranger)
            try expectProblem(list, 404, "unknown_user")
        }
    }

    @Test func `a customer's bookings come page by page, the newest first`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let slots = try await server.slots(centre)
        var made: [Int64] = []
        for slot in stride(from: 0, to: 10, by: 2) {
            made.append(try await server.booked(bookingBody(centre, slots[slot].starts_at), as: customer).id)
        }
        var found: [Int64] = []
        var cursor: String?
        repeat {
            let page = try await server.send(
                .get, "/api/customers/\(customer.id)/bookings?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""),
                as: customer
            ).decode(List.self)
            #expect(page.items.count <= 2)
            found += page.items.map(\.id)
            cursor = page.next_cursor
        } while cursor != nil
        #expect(found == made.reversed())
        try await server.pool.execute(
            "UPDATE bookings SET status = 'cancelled', changed_role = 'customer' WHERE id = \(made[1])")
        let dispatcher = try await server.person(.dispatcher)
        let cancelled = try await server.send(
            .get, "/api/customers/\(customer.id)/bookings?status=cancelled", as: dispatcher
        ).decode(List.self)
        #expect(cancelled.items.map(\.id) == [made[1]])
        let nobody = try await server.send(.get, "/api/customers/999999999/bookings", as: dispatcher)
        try expectProblem(nobody, 404, "unknown_user")
    }

    @Test func `an erased customer leaves bookings without words, and no hour taken`() async throws {
        let centre = try await server.bookableCentre()
        let member = try await server.member()
        let customer = try await server.signIn(member)
        let slots = try await server.slots(centre)
        let words: [String: Any] = [
            "notes": "Unmistakable notes", "address": "Unmistakable Street 7", "lat": 13.0123456, "lng": 80.2123456,
            "items": [["service": "thermostat", "description": "Unmistakable words"]],
        ]
        let reply = try await server.book(bookingBody(centre, slots[0].starts_at, words), as: customer, key: "erased")
        let booking = try reply.decode(BookingBody.self)
        let export = try await server.send(.get, "/api/me/export", as: customer).object()
        let exported = try #require((export["bookings"] as? [[String: Any]])?.first)
        #expect(exported["notes"] as? String == "Unmistakable notes" && exported["id"] as? Int64 == booking.id)
        #expect((export["idempotency_keys"] as? [Any])?.count == 1)
        let erased = try await server.send(
            .delete, "/api/me", as: customer, json: json(["current_password": Member.password]))
        #expect(erased.status == 204, "\(erased.text)")
        let row = try await server.pool.query(
            """
            SELECT b.status, num_nulls(b.address, b.notes, b.lat, b.lng, i.description),
                (SELECT count(*) FROM idempotency_keys WHERE user_id = b.customer_id)
            FROM bookings b JOIN booking_items i ON i.booking_id = b.id WHERE b.id = \(booking.id)
            """)[0].decode(String.self, Int32.self, Int.self)
        #expect(row == ("cancelled", 5, 0))
        #expect(try await server.slots(centre).first == slots[0])
    }
}
