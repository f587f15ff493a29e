import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

/// Bookings on the command line.
struct BookingsCommandTests {
    private struct Shown: Decodable {
        struct Step: Decodable { let status: String }
        let id: Int64
        let reference: String
        let status: String
        let history: [Step]?
    }

    /// One that was accepted, and one that no centre is left for.
    private func fill(_ pool: PostgresPool) async throws -> (taken: String, lost: String) {
        let references = try await pool.withTransaction { transaction in
            try await transaction.execute(
                """
                INSERT INTO users (id, name, phone, role, terms_accepted_at)
                VALUES (900001, 'மீனா', '+919840012345', 'customer', now())
                """)
            return try await transaction.query(
                """
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, needs_dispatch, mode, pincode,
                    scheduled_at, ends_at, during, total_paise, changed_role)
                SELECT 900001, CASE WHEN has THEN r.provider_id END, CASE WHEN has THEN r.id END, 'pending', NOT has,
                    'walk_in', 600001, t, t + interval '1 hour', tstzrange(t, t + interval '1 hour'), 35000, 'customer'
                FROM (VALUES (true), (false)) AS v (has) CROSS JOIN booking_resources r
                CROSS JOIN (VALUES (timestamptz '2027-01-14 10:00+05:30')) AS x (t)
                WHERE r.provider_id = 7 AND r.kind = 'bench' AND r.number = 1
                ORDER BY has DESC RETURNING reference
                """
            ).map { try $0.decode(String.self) }
        }
        try await pool.execute(
            """
            UPDATE bookings SET status = 'accepted', changed_role = 'provider', change_note = 'Come early'
            WHERE reference = \(references[0])
            """)
        return (references[0], references[1])
    }

    @Test func `bookings are listed, shown and searched, and refusals say why`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let url = try await IstriCommand.url(of: pool)
            let none = try await IstriCommand(["bookings", "list", "--json"], on: url)
            #expect(none.status == 0 && none.output == "[]\n", "\(none)")
            let (taken, lost) = try await fill(pool)
            func listed(_ arguments: String...) async throws -> [String] {
                let found = try await IstriCommand(["bookings"] + arguments + ["--json"], on: url)
                try #require(found.status == 0 && found.errors.isEmpty, "\(found)")
                return try JSONDecoder().decode([Shown].self, from: Data(found.output.utf8)).map(\.reference)
            }
            #expect(try await listed("list") == [lost, taken])
            #expect(try await listed("list", "--status", "accepted") == [taken])
            #expect(
                try await listed("list", "--provider", "7", "--from", "2027-01-14", "--to", "2027-01-15") == [taken])
            #expect(try await listed("list", "--from", "2027-01-15") == [])
            #expect(try await listed("unassigned") == [lost])
            #expect(try await listed("late") == [])
            let table = try await IstriCommand(["bookings", "list"], on: url)
            #expect(table.output.contains("2027-01-14 10:00") && table.output.contains("350.00"), "\(table)")

            let spoken = " " + taken.lowercased().replacing("0", with: "o").replacing("1", with: "l")
            let json = try await IstriCommand(["bookings", "show", spoken, "--json"], on: url)
            let shown = try JSONDecoder().decode(Shown.self, from: Data(json.output.utf8))
            #expect(shown.reference == taken && shown.history?.map(\.status) == ["pending", "accepted"])
            let text = try await IstriCommand(["bookings", "show", taken], on: url)
            #expect(text.status == 0 && text.output.contains("Come early") && text.output.contains("+919840012345"))

            try await pool.execute(
                """
                UPDATE bookings SET scheduled_at = now() - interval '2 hours', ends_at = now() - interval '1 hour',
                    during = tstzrange(now() - interval '2 hours', now() - interval '1 hour')
                WHERE reference = \(taken)
                """)
            #expect(try await listed("late") == [taken])

            let unknown = try await IstriCommand(["bookings", "show", "ZZZZZZZZ"], on: url)
            #expect(unknown.status == 1 && unknown.output.isEmpty && unknown.errors.contains("no such booking"))
            for wrong in [
                ["list", "--status", "open"], ["list", "--from", "2027-02-30"], ["list", "--limit", "0"],
                ["late", "--limit", "1001"], ["show"], ["x"],
            ] {
                let refused = try await IstriCommand(["bookings"] + wrong, on: url)
                #expect(refused.status == 2 && refused.output.isEmpty, "\(wrong) \(refused)")
            }
            #expect(try await IstriCommand(["bookings", "--help"], on: url).output.contains("unassigned"))
        }
    }
}
