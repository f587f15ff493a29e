import Marketplace
import Postgres
import TestSupport
import Testing

struct DomainEventTests {
    @Test func `an event is kept with the change, or neither is`() async throws {
        struct Cancelled: Error {}
        try await withDatabase(.schema) { pool in
            try await pool.withTransaction {
                try await DomainEvent(.providerRejected, 7, payload: ["reason": "no \"address\""]).announce(on: $0)
            }
            await #expect(throws: Cancelled.self) {
                try await pool.withTransaction {
                    try await DomainEvent(.providerApproved, 7).announce(on: $0)
                    throw Cancelled()
                }
            }
            let rows = try await pool.query(
                "SELECT kind, entity_type, entity_id, payload->>'reason', delivered_at IS NULL FROM domain_events")
            #expect(rows.count == 1)
            let row = try rows[0].decode(String.self, String.self, Int64.self, String?.self, Bool.self)
            #expect(row == ("provider_rejected", "provider", 7, "no \"address\"", true))
        }
    }

    @Test func `the ids of one entity's events are in the order of their commits`() async throws {
        try await withDatabase(.schema) { pool in
            let second = try await pool.withTransaction { first in
                try await DomainEvent(.providerApproved, 7).announce(on: first)
                // Another transaction's announcement about the entity waits; one about another entity doesn't.
                let second = Task {
                    try await pool.withTransaction { _ = try await DomainEvent(.providerSuspended, 7).announce(on: $0) }
                }
                try await pool.withTransaction { _ = try await DomainEvent(.providerApproved, 8).announce(on: $0) }
                let rows = try await pool.query("SELECT entity_id FROM domain_events")
                let seen: [Int64] = try rows.map { try $0.decode(Int64.self) }
                #expect(seen == [8])
                return second
            }
            try await second.value
            let rows = try await pool.query("SELECT kind FROM domain_events WHERE entity_id = 7 ORDER BY id")
            let kinds = try rows.map { try $0.decode(String.self) }
            #expect(kinds == ["provider_approved", "provider_suspended"])
        }
    }
}
