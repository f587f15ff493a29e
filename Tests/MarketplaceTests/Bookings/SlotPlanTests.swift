import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// The question for free starts reads what one centre has, whatever others have booked.
struct SlotPlanTests {
    @Test func `slots read indexes alone`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await pool.withConnection { connection in
                // So many that reading them all costs more than asking the index.
                try await connection.runScript(
                    """
                    INSERT INTO users (id, name, email, role) VALUES (1000000, 'A', 'a@example.org', 'customer');
                    INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at,
                        ends_at, during, total_paise, changed_role)
                    SELECT 1000000, r.provider_id, r.id, 'pending', 'walk_in', s.pincode, t.at, t.at + interval '1 hour',
                        tstzrange(t.at, t.at + interval '1 hour'), 0, 'system'
                    FROM booking_resources r JOIN service_providers s ON s.id = r.provider_id
                    CROSS JOIN (SELECT timestamptz '2026-12-01 10:00+05:30' + make_interval(days => n)
                        FROM generate_series(0, 9) AS n) AS t (at);
                    """)
                try await connection.runScript(
                    "ANALYZE; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = on")
                try await connection.runScript(
                    """
                    PREPARE question (bigint, date, int, text, text[], int) AS
                    SELECT * FROM provider_slots($1, $2, $3, $4, $5, $6)
                    """)
                let plan = try await connection.query(
                    "EXPLAIN EXECUTE question(1, '2026-12-01', 14, 'walk_in', '{}', 90)"
                ).map { try $0.decode(String.self) }.joined(separator: "\n")
                for index in ["service_providers_pkey", "booking_resources_once", "booking_slot_free"] {
                    #expect(plan.contains(" \(index) "), "\(plan)")
                }
                #expect(!plan.contains("Seq Scan"), "\(plan)")
                // Inside, not behind a function whose plan nobody sees.
                #expect(!plan.contains("Function Scan on provider_slots"), "\(plan)")
                #expect(!plan.contains("Function Scan on booking_free_starts"), "\(plan)")
            }
        }
    }
}
