import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

/// A booking stored without asking whether it may be: for tests of what comes afterwards.
struct StoredBooking: Sendable {
    let id: Int64
    let reference: String
    let server: TestServer

    /// As whoever may would do it.
    func become(
        _ status: String, by role: String = "provider", user: Int64? = nil, note: String? = nil
    ) async throws {
        try await server.pool.execute(
            """
            UPDATE bookings SET status = \(status), changed_by = \(user), changed_role = \(role), change_note = \(note)
            WHERE id = \(id)
            """)
    }

    func become(through statuses: String...) async throws {
        for status in statuses { try await become(status) }
    }

    /// Ids and statuses of its history.
    var steps: [EventStreamClient.StepEvent] {
        get async throws {
            try await server.pool.query("SELECT id, status FROM booking_history WHERE booking_id = \(id) ORDER BY id")
                .map {
                    let (id, status) = try $0.decode(Int64.self, String.self)
                    return EventStreamClient.StepEvent(id: id, status: status)
                }
        }
    }
}

extension TestServer {
    /// The centre's first bench, or technician, takes it. `hour` is from now, on the hour.
    func stored(
        of customer: Int64, at centre: Int64, hour: Int = 24, mode: String = "walk_in", status: String = "pending",
        note: String? = nil, by role: String = "customer"
    ) async throws -> StoredBooking {
        try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                """
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, address,
                    scheduled_at, ends_at, during, total_paise, notes, hold_expires_at, changed_by, changed_role)
                SELECT \(customer), r.provider_id, r.id, \(status), \(mode), 600001,
                    CASE WHEN \(mode) = 'doorstep' THEN '7 Mint Street, 2nd floor' END, t.at,
                    t.at + interval '1 hour', tstzrange(t.at, t.at + interval '1 hour'), 35000, \(note),
                    CASE WHEN \(status) = 'held' THEN now() + interval '15 minutes' END, \(customer), \(role)
                FROM booking_resources r
                CROSS JOIN (SELECT date_trunc('hour', now(), 'UTC') + make_interval(hours => \(Int32(hour)))) AS t (at)
                WHERE r.provider_id = \(centre) AND r.number = 1
                    AND r.kind = CASE WHEN \(mode) = 'doorstep' THEN 'technician' ELSE 'bench' END
                RETURNING id, reference
                """)
            let (id, reference) = try #require(rows.first).decode(Int64.self, String.self)
            try await transaction.execute(
                """
                INSERT INTO booking_items (booking_id, service, description, price_paise, minutes)
                SELECT \(id), service, 'no steam', 35000, 60 FROM services ORDER BY position LIMIT 1
                """)
            return StoredBooking(id: id, reference: reference, server: self)
        }
    }

    /// An approved centre of a new owner's, with the given capacity.
    func ownedCentre(_ changes: [String: Any] = [:]) async throws -> (id: Int64, owner: Person) {
        let owner = try await person(.provider)
        return (try await approvedCentre(changes, of: owner).id, owner)
    }
}
