import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct CreateBookingTests {
    @Test func `a customer books a listed start, and all that goes with it is written`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer, name: "Kala")
        let slot = try #require(try await server.slots(centre, "days=2&service=thermostat&service=cord_and_plug").first)
        let items: [[String: Any]] = [
            ["service": "thermostat", "description": "It stays cold."], ["service": "cord_and_plug"],
        ]
        let body = bookingBody(centre, slot.starts_at, ["items": items, "notes": "  I come by bus. "])
        let reply = try await server.book(body, as: customer)
        #expect(reply.status == 201, "\(reply.text)")
        let booking = try reply.decode(BookingBody.self)
        #expect(reply.headers[.location] == "/api/bookings/\(booking.id)")
        #expect(booking.status == "pending" && booking.payment_status == "unpaid" && !booking.rematch)
        #expect(booking.customer_id == customer.id && booking.customer_name == "Kala" && booking.provider_id == centre)
        #expect(booking.starts_at == slot.starts_at && booking.ends_at == slot.ends_at)
        #expect(booking.total_paise == 65_000 && booking.notes == "I come by bus.")
        #expect(
            booking.items == [
                .init(service: "thermostat", description: "It stays cold.", price_paise: 45_000, minutes: 60),
                .init(service: "cord_and_plug", description: nil, price_paise: 20_000, minutes: 30),
            ])
        #expect(booking.reference.count == 8 && booking.respond_by != nil && booking.hold_expires_at == nil)
        #expect(booking.history?.map(\.status) == ["pending"])
        #expect(booking.history?.first?.by == customer.id && booking.history?.first?.by_role == "customer")
        #expect(booking.assignment == nil)
        #expect(try await server.audit(of: booking.id, "booking") == ["booking.created"])
        let job = try await server.pool.query(
            """
            SELECT (payload->>'historyID')::bigint FROM jobs
            WHERE kind = 'tell_of_booking' AND payload->>'bookingID' = \(String(booking.id))
            """
        ).map { try $0.decode(Int64.self) }
        #expect(job == booking.history?.map(\.id))
    }

    @Test func `an hour that is taken is refused with the next free ones`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let slots = try await server.slots(centre, "days=2&service=thermostat")
        _ = try await server.booked(bookingBody(centre, slots[0].starts_at), as: customer)
        // Half an hour later it overlaps.
        for taken in slots[0...1] {
            let reply = try await server.book(bookingBody(centre, taken.starts_at), as: customer)
            try expectProblem(reply, 409, "slot_taken")
            let alternatives = try #require(try reply.object()["alternatives"] as? [[String: Any]])
            #expect(alternatives.compactMap { $0["starts_at"] as? String } == slots[2...6].map(\.starts_at))
            #expect(alternatives.allSatisfy { $0["provider_id"] as? Int64 == centre && $0["free"] as? Int == 1 })
        }
        #expect(try await server.slots(centre, "days=2&service=thermostat").first == slots[2])
    }

    @Test func `the buffer after a visit is kept free, and benches are no technicians`() async throws {
        let centre = try await server.bookableCentre()
        try await server.serve(centre)
        let customer = try await server.person(.customer)
        let slots = try await server.slots(centre, "days=2&mode=doorstep&service=thermostat")
        let visit = ["mode": "doorstep", "address": "1 Beach Road"]
        _ = try await server.booked(bookingBody(centre, slots[0].starts_at, visit), as: customer)
        let left = try await server.slots(centre, "days=2&mode=doorstep&service=thermostat")
        // 60 minutes of work and 30 on the way.
        #expect(left.first == slots[3])
        #expect(try await server.slots(centre, "days=2&service=thermostat").first?.starts_at == slots[0].starts_at)
    }

    @Test func `each bench is sold once`() async throws {
        let centre = try await server.bookableCentre(["benches": 3])
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first)
        #expect(start.free == 3)
        for free in [2, 1, 0] {
            _ = try await server.booked(bookingBody(centre, start.starts_at), as: customer)
            #expect(try await server.slots(centre).first { $0.starts_at == start.starts_at }?.free ?? 0 == free)
        }
        try expectProblem(try await server.book(bookingBody(centre, start.starts_at), as: customer), 409, "slot_taken")
    }

    @Test func `a hold keeps its time until it is over, and then falls to whoever wants it`() async throws {
        let centre = try await server.bookableCentre()
        let (first, second) = (try await server.person(.customer), try await server.person(.customer))
        let start = try #require(try await server.slots(centre).first).starts_at
        let hold = try await server.booked(bookingBody(centre, start, ["pay_first": true]), as: first)
        #expect(hold.status == "held" && hold.hold_expires_at != nil && hold.respond_by == nil)
        try expectProblem(try await server.book(bookingBody(centre, start), as: second), 409, "slot_taken")
        try await server.pool.execute(
            "UPDATE bookings SET hold_expires_at = now() - interval '1 second' WHERE id = \(hold.id)")
        #expect(try await server.slots(centre, "days=2&service=thermostat").first?.starts_at == start)
        let taken = try await server.booked(bookingBody(centre, start), as: second)
        #expect(taken.status == "pending")
        let old = try await server.send(.get, "/api/bookings/\(hold.id)", as: first).decode(BookingBody.self)
        #expect(old.status == "expired" && old.history?.map(\.status) == ["held", "expired"])
        #expect(old.history?.last?.by == nil && old.history?.last?.by_role == "system")
    }

    @Test func `doorstep is refused where nobody comes, with those who do`() async throws {
        let near = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let slots = "days=2&mode=doorstep&service=thermostat"
        let start = try #require(try await server.slots(near, slots).last).starts_at
        let visit: [String: Any] = ["mode": "doorstep"]
        let reply = try await server.book(bookingBody(near, start, visit), as: customer)
        try expectProblem(reply, 422, "not_covered")
        let covering = try await server.bookableCentre()
        try await server.serve(covering)
        let again = try await server.book(bookingBody(near, start, visit), as: customer)
        let providers = try #require(try again.object()["providers"] as? [[String: Any]])
        #expect(providers.contains { $0["id"] as? Int64 == covering })
        #expect(providers.count <= 5)
        #expect(try await server.book(bookingBody(covering, start, visit), as: customer).status == 201)
        // The door decides, where it is known: Madurai is far away.
        let far = visit.merging(["lat": 9.9252, "lng": 78.1198]) { $1 }
        let other = try #require(try await server.slots(covering, slots).last).starts_at
        try expectProblem(
            try await server.book(bookingBody(covering, other, far), as: customer), 422, "not_covered")
        let door = visit.merging(["lat": 13.0836, "lng": 80.287]) { $1 }
        let atDoor = try await server.book(bookingBody(covering, other, door), as: customer)
        #expect(atDoor.status == 201, "\(atDoor.text)")
    }

    @Test func `a dispatcher books for somebody on the phone, who has one account`() async throws {
        let centre = try await server.bookableCentre(["benches": 2])
        let dispatcher = try await server.person(.dispatcher)
        let start = try #require(try await server.slots(centre).first).starts_at
        let phone = Member.newPhone()
        let caller: [String: Any] = ["customer": ["name": "Mani", "phone": phone]]
        let first = try await server.booked(bookingBody(centre, start, caller), as: dispatcher)
        let other: [String: Any] = ["customer": ["name": "Somebody", "phone": String(phone.dropFirst(3))]]
        let second = try await server.booked(bookingBody(centre, start, other), as: try await server.person(.admin))
        #expect(first.customer_id == second.customer_id && second.customer_name == "Mani")
        #expect(first.history?.first?.by == dispatcher.id && first.history?.first?.by_role == "dispatcher")
        #expect(try await server.audit(of: first.customer_id, "user") == ["user.created"])
        // Nobody's account is made for a booking that isn't.
        let late: [String: Any] = ["customer": ["name": "Late", "phone": Member.newPhone()]]
        try expectProblem(try await server.book(bookingBody(centre, start, late), as: dispatcher), 409, "slot_taken")
        #expect(try await server.pool.query("SELECT 1 FROM users WHERE name = 'Late'").isEmpty)
    }

    @Test func `a caller whose account is being made has that one`() async throws {
        let centre = try await server.bookableCentre()
        let dispatcher = try await server.person(.dispatcher)
        let start = try #require(try await server.slots(centre).first).starts_at
        let phone = Member.newPhone()
        let body = bookingBody(centre, start, ["customer": ["name": "Mani", "phone": phone]])
        let (first, booking) = try await server.pool.withTransaction { transaction in
            let rows = try await transaction.query(
                "INSERT INTO users (name, phone, role) VALUES ('Mani', \(phone), 'customer') RETURNING id")
            let booking = Task { try await server.booked(body, as: dispatcher) }
            for _ in 0..<250 {
                let waiting = try await transaction.query(
                    """
                    SELECT FROM pg_stat_activity
                    WHERE datname = current_database() AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                    """)
                if !waiting.isEmpty { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            return (try rows[0].decode(Int64.self), booking)
        }
        #expect(try await booking.value.customer_id == first)
        let accounts = try await server.pool.query(
            "SELECT count(*) FROM users WHERE phone = \(phone) OR contact_phone = \(phone)")
        #expect(try accounts[0].decode(Int.self) == 1)
    }

    @Test func `a caller is not taken for whoever registered with their number`() async throws {
        let centre = try await server.bookableCentre(["benches": 4])
        let dispatcher = try await server.person(.dispatcher)
        let start = try #require(try await server.slots(centre).first).starts_at
        let stranger = try await server.person(.customer)
        let phone = Member.newPhone()
        try await server.pool.execute(
            "UPDATE users SET phone = \(phone), phone_verified_at = NULL WHERE id = \(stranger.id)")
        let caller: [String: Any] = ["customer": ["name": "Mani", "phone": phone]]
        let first = try await server.booked(bookingBody(centre, start, caller), as: dispatcher)
        #expect(first.customer_id != stranger.id && first.customer_name == "Mani" && first.customer_phone == phone)
        // When they call again they are known, and the stranger's account is as it was.
        let second = try await server.booked(bookingBody(centre, start, caller), as: dispatcher)
        #expect(second.customer_id == first.customer_id)
        let kept = try await server.pool.query("SELECT phone FROM users WHERE id = \(stranger.id)")
        #expect(try kept[0].decode(String.self) == phone)
        let hidden = try await server.send(.get, "/api/bookings/\(first.id)", as: stranger)
        try expectProblem(hidden, 404, "unknown_booking")
        // Once the number is proven the account is the caller's.
        try await server.pool.execute("UPDATE users SET phone_verified_at = now() WHERE id = \(stranger.id)")
        let third = try await server.booked(bookingBody(centre, start, caller), as: dispatcher)
        #expect(third.customer_id == stranger.id)
    }

    @Test func `a closed or suspended centre can't be booked`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).last).starts_at
        try await server.pool.execute("UPDATE service_providers SET open_minutes = '{}' WHERE id = \(centre)")
        try expectProblem(try await server.book(bookingBody(centre, start), as: customer), 422, "not_a_slot")
        let admin = try await server.person(.admin)
        #expect(try await server.decide("suspend", on: centre, as: admin, reason: "test").status == 200)
        try expectProblem(try await server.book(bookingBody(centre, start), as: customer), 404, "unknown_provider")
        try expectProblem(try await server.get("/api/providers/\(centre)/slots"), 404, "unknown_provider")
    }
}
