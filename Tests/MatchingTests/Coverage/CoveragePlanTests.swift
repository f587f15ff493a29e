import Postgres
import TestSupport
import Testing

/// The plans of what is kept and asked at every size of the network: none reads all areas or all centres.
struct CoveragePlanTests {
    private static let questions: [(sql: String, types: String, values: String, index: String?)] = [
        (
            "SELECT * FROM coverage_gap_list($1, $2, $3, $4, $5, $6, $7)", "int, int, int, int, int, int, bool",
            "NULL, 1, NULL, NULL, NULL, 21, false", "service_providers_location_xy"
        ),
        (
            "SELECT * FROM coverage_fragile($1, $2, $3, $4, $5)", "int, int, int, int, bool",
            "NULL, NULL, NULL, 21, false", "pincode_coverage_nearest"
        ),
        ("SELECT * FROM coverage_summary($1)", "bool", "false", nil),
        (
            "SELECT * FROM coverage_distances($1, $2)", "int, bool", "NULL, false", "service_providers_location_xy"
        ),
    ]

    @Test func `no question reads all areas or all centres`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await pool.withConnection { connection in
                try await connection.runScript("ANALYZE; SET plan_cache_mode = force_generic_plan")
                for question in Self.questions {
                    try await connection.runScript(
                        "DEALLOCATE ALL; PREPARE question (\(question.types)) AS \(question.sql)")
                    let plan = try await connection.query(
                        Query(unsafeSQL: "EXPLAIN EXECUTE question(\(question.values))")
                    ).map { try $0.decode(String.self) }.joined(separator: "\n")
                    #expect(!plan.contains("Seq Scan on service_"), "\(question.sql)\n\(plan)")
                    if let index = question.index {
                        #expect(plan.contains(" using \(index) on ") || plan.contains(" on \(index) "), "\(plan)")
                    }
                }
            }
        }
    }

    @Test func `the areas near a piece come from their index`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            let plan = try await pool.withConnection { connection in
                try await connection.runScript("ANALYZE; SET enable_seqscan = off")
                return try await connection.query(
                    """
                    EXPLAIN SELECT id FROM service_areas WHERE status = 'in_force'
                        AND geom && (SELECT geom FROM coverage_pieces WHERE id = 7) ORDER BY id
                    """
                ).map { try $0.decode(String.self) }.joined(separator: "\n")
            }
            #expect(plan.contains("service_areas_geom"), "\(plan)")
        }
    }
}
