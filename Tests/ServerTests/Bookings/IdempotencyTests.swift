import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// A request that is sent again does nothing again.
@Suite(.server) struct IdempotencyTests {
    @Test func `the same key with the same body has the first answer`() async throws {
        let centre = try await server.bookableCentre(["benches": 2])
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        let body = bookingBody(centre, start)
        let first = try await server.book(body, as: customer, key: "a-1")
        let second = try await server.book(body, as: customer, key: "a-1")
        #expect(first.status == 201 && second.status == 201 && first.body == second.body)
        #expect(first.headers[.idempotentReplayed] == nil && second.headers[.idempotentReplayed] == "true")
        #expect(first.headers[.location] == second.headers[.location])
        #expect(second.headers[.contentType] == first.headers[.contentType])
        #expect(try await count(of: customer) == 1)
        // Keys are a person's own, and without one each request is another.
        #expect(try await server.book(body, as: try await server.person(.customer), key: "a-1").status == 201)
        try expectProblem(try await server.book(body, as: customer, key: "a-2"), 409, "slot_taken")
    }

    @Test func `another body under the key is refused`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let slots = try await server.slots(centre)
        #expect(try await server.book(bookingBody(centre, slots[0].starts_at), as: customer, key: "k").status == 201)
        let other = try await server.book(bookingBody(centre, slots[9].starts_at), as: customer, key: "k")
        try expectProblem(other, 422, "idempotency_key_reused", field: "Idempotency-Key")
        #expect(try await count(of: customer) == 1)
    }

    @Test func `a refusal is kept too`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        let body = bookingBody(centre, start)
        let taken = try await server.booked(body, as: customer)
        let first = try await server.book(body, as: customer, key: "late")
        try expectProblem(first, 409, "slot_taken")
        // Free again: the answer stays what it was.
        try await server.pool.execute(
            "UPDATE bookings SET status = 'cancelled', changed_role = 'customer' WHERE id = \(taken.id)")
        let second = try await server.book(body, as: customer, key: "late")
        #expect(second.status == 409 && second.body == first.body && second.headers[.idempotentReplayed] == "true")
        #expect(second.headers[.contentType] == "application/problem+json")
        #expect(try await server.book(body, as: customer, key: "later").status == 201)
        for (wrong, status) in [("{", 400), (bookingBody(centre, start, ["mode": 1]), 422)] {
            let refused = try await server.book(wrong, as: customer, key: "wrong \(status)".replacing(" ", with: "-"))
            let again = try await server.book(wrong, as: customer, key: "wrong-\(status)")
            #expect(refused.status == status && again.body == refused.body)
            #expect(again.headers[.idempotentReplayed] == "true")
        }
    }

    @Test func `while the first is running the second is told to wait`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        let body = bookingBody(centre, start)
        try await server.pool.withTransaction { transaction in
            // As a request that isn't answered yet.
            _ = try await transaction.query("SELECT idempotency_begin(\(customer.id), 'slow', '\\x00'::bytea)")
            try expectProblem(
                try await server.book(body, as: customer, key: "slow"), 409, "idempotency_key_in_flight")
        }
        #expect(try await server.book(body, as: customer, key: "slow").status == 201)
    }

    @Test func `of many at once with one key, one books`() async throws {
        let centre = try await server.bookableCentre(["benches": 20])
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        let body = bookingBody(centre, start)
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<20 { group.addTask { try await server.book(body, as: customer, key: "double-click") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(try await count(of: customer) == 1)
        let made = replies.filter { $0.status == 201 }
        #expect(!made.isEmpty && Set(made.map(\.text)).count == 1)
        for reply in replies where reply.status != 201 {
            try expectProblem(reply, 409, "idempotency_key_in_flight")
        }
    }

    @Test(arguments: ["", "with space", "ü", String(repeating: "k", count: 256)])
    func `a key that is none is refused`(key: String) async throws {
        let customer = try await server.person(.customer)
        let reply = try await server.book("{}", as: customer, key: key)
        try expectProblem(reply, 422, "invalid_parameter", field: "Idempotency-Key")
    }

    @Test func `keys older than two days go, and no younger ones`() async throws {
        let customer = try await server.person(.customer)
        for (key, hours) in [("old", 49), ("young", 47)] as [(String, Int32)] {
            try await server.pool.execute(
                """
                INSERT INTO idempotency_keys (user_id, key, request_hash, status, body, created_at)
                VALUES (\(customer.id), \(key), '\\x00', 201, '', now() - make_interval(hours => \(hours)))
                """)
        }
        _ = try await forgetOldKeys(atMost: 1000, server.pool)
        let left = try await server.pool.query("SELECT key FROM idempotency_keys WHERE user_id = \(customer.id)")
            .map { try $0.decode(String.self) }
        #expect(left == ["young"])
    }

    private func count(of customer: Person) async throws -> Int {
        try await server.pool.query("SELECT count(*) FROM bookings WHERE customer_id = \(customer.id)")[0]
            .decode(Int.self)
    }
}
