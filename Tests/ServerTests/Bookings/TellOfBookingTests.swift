import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Who is told what of a booking.
@Suite(.serialized) struct TellOfBookingTests {
    private struct InboxBody: Decodable {
        struct Item: Decodable {
            let id: Int64
            let kind: String
            let title: String
            let text: String
            let booking_id: Int64
            let reference: String
            let center_name: String?
            let starts_at: String
            let note: String?
            let created_at: String
            let read_at: String?
        }
        let items: [Item]
        let unread: Int64
        let next_cursor: String?
    }

    private func inbox(_ person: Person, _ server: TestServer, _ query: String = "") async throws -> InboxBody {
        let reply = try await server.send(.get, "/api/me/inbox\(query)", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    /// Returns when nobody is left to be told.
    private func told(_ booking: StoredBooking, _ server: TestServer) async throws {
        _ = try await server.pool.withConnection { try await $0.query("SELECT booking_tell(\(booking.id))") }
        let deadline = ContinuousClock.now + .seconds(20)
        while try await server.pool.query("SELECT EXISTS (SELECT FROM jobs WHERE kind <> 'issue_invoice')")[0].decode(
            Bool.self)
        {
            try #require(ContinuousClock.now < deadline, "jobs are left")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func addressed(_ person: Person, _ server: TestServer, _ language: String = "en") async throws -> String {
        let address = "reader-\(person.id)@example.org"
        try await server.pool.execute(
            "UPDATE users SET email = \(address), language = \(language) WHERE id = \(person.id)")
        return address
    }

    @Test func `customer and centre are told of what the other did, by inbox and mail, in their language`()
        async throws
    {
        try await withServer { server in
            try await Postbox.with(server) { postbox in
                let (centre, owner) = try await server.ownedCentre(["center_name": "முருகன் Irons"])
                let customer = try await server.person(.customer)
                let theirs = try await addressed(owner, server, "ta")
                let mine = try await addressed(customer, server)
                let booking = try await server.stored(of: customer.id, at: centre)
                try await told(booking, server)
                let request = try await inbox(owner, server)
                #expect(request.items.map(\.kind) == ["requested"] && request.unread == 1)
                #expect(request.items[0].title.hasPrefix("உங்கள் மையத்திற்கு ஒரு முன்பதிவு"))
                #expect(try await inbox(customer, server).items.isEmpty, "they booked themselves")
                _ = try await postbox.mail(to: theirs, about: "ஒரு முன்பதிவு: \(booking.reference)")

                try await booking.become("accepted", note: "Bring the cord")
                try await told(booking, server)
                let message = try #require(try await inbox(customer, server).items.first)
                #expect(message.kind == "accepted" && message.note == "Bring the cord")
                #expect(message.booking_id == booking.id && message.center_name == "முருகன் Irons")
                let mail = try await postbox.mail(to: mine, about: "accepted")
                #expect(mail.text.contains("Bring the cord") && mail.text.contains(booking.reference))

                try await booking.become("cancelled", by: "customer")
                try await told(booking, server)
                #expect(try await inbox(owner, server).items.map(\.kind) == ["request_cancelled", "requested"])
                #expect(try await inbox(customer, server).items.count == 1)
                #expect(postbox.mails.filter { $0.subject.contains(booking.reference) }.count == 3)
            }
        }
    }

    @Test func `a caller for whom a dispatcher books is told by text message, whosever account has the number`()
        async throws
    {
        try await withServer { server in
            try await Postbox.with(server) { postbox in
                let centre = try await server.bookableCentre(["benches": 2])
                let dispatcher = try await server.person(.dispatcher)
                let start = try #require(try await server.slots(centre).first).starts_at
                let stranger = try await server.person(.customer)
                let phones = [Member.newPhone(), Member.newPhone()]
                try await server.pool.execute("UPDATE users SET phone = \(phones[1]) WHERE id = \(stranger.id)")
                for phone in phones {
                    let caller: [String: Any] = ["customer": ["name": "Mani", "phone": phone]]
                    let booking = try await server.booked(bookingBody(centre, start, caller), as: dispatcher)
                    let text = try await postbox.text(to: phone)
                    #expect(text.template == "booking_booked.en" && text.text.contains(booking.reference))
                    #expect(booking.customer_id != stranger.id)
                }
                #expect(postbox.texts.count == 2)
                #expect(try await inbox(stranger, server).items.isEmpty)
            }
        }
    }

    @Test func `asked for twice, each is told once`() async throws {
        try await withServer { server in
            try await Postbox.with(server) { postbox in
                let (centre, owner) = try await server.ownedCentre()
                let address = try await addressed(owner, server)
                let booking = try await server.stored(of: owner.id, at: centre)
                for _ in 0..<3 { try await told(booking, server) }
                #expect(try await inbox(owner, server).items.count == 1)
                #expect(postbox.mails.filter { $0.subject.contains(booking.reference) }.map(\.to) == [address])
            }
        }
    }

    @Test func `a booking that goes on is told of to all three, and one that nobody takes to the customer`()
        async throws
    {
        try await withServer { server in
            try await Postbox.with(server) { _ in
                let (first, owner) = try await server.ownedCentre()
                let (second, next) = try await server.ownedCentre(["center_name": "Second"])
                let customer = try await server.person(.customer)
                let booking = try await server.stored(of: customer.id, at: first)
                try await server.pool.execute(
                    """
                    UPDATE bookings SET provider_id = \(second), changed_role = 'system', changed_by = NULL,
                        resource_id = (SELECT id FROM booking_resources WHERE provider_id = \(second) AND kind = 'bench')
                    WHERE id = \(booking.id)
                    """)
                try await told(booking, server)
                #expect(try await inbox(customer, server).items.map(\.kind) == ["other_centre"])
                #expect(try await inbox(customer, server).items[0].center_name == "Second")
                #expect(try await inbox(owner, server).items.map(\.kind) == ["request_moved"])
                #expect(try await inbox(next, server).items.map(\.kind) == ["requested"])
                try await server.pool.execute(
                    """
                    UPDATE bookings SET provider_id = NULL, resource_id = NULL, needs_dispatch = true,
                        changed_role = 'provider', changed_by = \(next.id) WHERE id = \(booking.id)
                    """)
                try await told(booking, server)
                #expect(try await inbox(customer, server).items.first?.kind == "waits_for_dispatcher")
                #expect(try await inbox(next, server).items.count == 1, "they rejected it themselves")
            }
        }
    }

    @Test(arguments: [("completed", "completed"), ("no_show", "no_show"), ("cancelled", "cancelled")])
    func `the customer is told how it ends`(status: String, kind: String) async throws {
        try await withServer { server in
            try await Postbox.with(server) { _ in
                let (centre, _) = try await server.ownedCentre()
                let customer = try await server.person(.customer)
                let booking = try await server.stored(of: customer.id, at: centre, status: "accepted")
                if status == "completed" { try await booking.become("in_progress") }
                try await booking.become(status, by: "admin")
                try await told(booking, server)
                #expect(try await inbox(customer, server).items.map(\.kind) == [kind])
            }
        }
    }

    @Test func `pages of an inbox go on where the last one ended, and what was read stays read`() async throws {
        try await withServer { server in
            try await Postbox.with(server) { _ in
                let (centre, owner) = try await server.ownedCentre()
                let customer = try await server.person(.customer)
                for hour in 1...5 {
                    try await told(server.stored(of: customer.id, at: centre, hour: 24 * hour), server)
                }
                let first = try await inbox(owner, server, "?limit=3")
                let second = try await inbox(owner, server, "?limit=3&cursor=\(try #require(first.next_cursor))")
                #expect(first.items.count == 3 && second.items.count == 2 && second.next_cursor == nil)
                #expect(Set((first.items + second.items).map(\.id)).count == 5)
                let read = try await server.send(
                    .post, "/api/me/inbox/read", as: owner, json: "{\"up_to\":\(second.items[0].id)}")
                #expect(read.status == 200 && read.text == #"{"unread":3}"#)
                #expect(
                    try await inbox(owner, server).items.map { $0.read_at == nil } == [true, true, true, false, false])
                let others = try await server.send(
                    .post, "/api/me/inbox/read", as: customer, json: "{\"up_to\":\(first.items[0].id)}")
                #expect(others.status == 200)
                #expect(try await inbox(owner, server).unread == 3, "nobody reads another's")
                try expectProblem(
                    await server.send(.post, "/api/me/inbox/read", as: owner, json: "{}"), 422, "invalid_parameter",
                    field: "up_to")
            }
        }
    }
}
