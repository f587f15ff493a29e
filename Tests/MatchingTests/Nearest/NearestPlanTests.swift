import Postgres
import TestSupport
import Testing

/// The plans that searches run with: each way of asking reads indexes alone, even at 400 centres.
struct NearestPlanTests {
    struct Question: CustomTestStringConvertible {
        let call: String
        let types: String
        let values: String
        let indexes: [String]

        var testDescription: String { call }
    }

    private static let places = "service_providers_location_xy"
    private static let offers = "provider_services_approved_xy"
    private static let areas = "service_areas_geom"
    private static let pairs = "pincode_coverage_nearest"

    static let questions = [
        Question(
            call: "nearest_to_pincode($1, $2, $3)", types: "int, int, float8", values: "600001, 10, NULL",
            indexes: [places, pairs, "pincodes_pkey"]),
        Question(
            call: "nearest_to_pincode($1, $2, $3)", types: "int, int, float8", values: "600001, 10, 5000",
            indexes: [places, pairs]),
        Question(
            call: "nearest_to_pincode_for_service($1, $2, $3, $4)", types: "int, text, int, float8",
            values: "600001, 'thermostat', 10, NULL", indexes: [offers, "pincode_coverage_pkey"]),
        Question(
            call: "nearest_covering_pincode($1, $2, $3, $4)", types: "int, text, int, float8",
            values: "600001, NULL, 10, NULL", indexes: [pairs, "service_providers_pkey"]),
        Question(
            call: "nearest_to_point($1, $2, $3, $4)", types: "float8, float8, int, float8",
            values: "13.08, 80.28, 10, NULL", indexes: [places]),
        Question(
            call: "nearest_to_point_for_service($1, $2, $3, $4, $5)", types: "float8, float8, text, int, float8",
            values: "13.08, 80.28, 'thermostat', 10, NULL", indexes: [offers]),
        Question(
            call: "nearest_covering_point($1, $2, $3, $4, $5)", types: "float8, float8, text, int, float8",
            values: "13.08, 80.28, NULL, 10, NULL", indexes: ["service_providers_pkey"]),
        Question(
            call: "coverage_of_pincode($1)", types: "int", values: "600001", indexes: [places, pairs]),
        Question(
            call: "coverage_of_point($1, $2)", types: "float8, float8", values: "13.08, 80.28", indexes: [places]),
        Question(
            call: "ST_Covers($1, geom) IS NULL AS u, provider_id FROM service_areas WHERE status = 'in_force' AND ST_Covers(geom, $1)",
            types: "geometry", values: "ST_SetSRID(ST_MakePoint(80.28, 13.08), 4326)", indexes: [areas]),
    ]

    @Test func `every search reads indexes alone`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.withConnection { connection in
                try await connection.runScript("ANALYZE; SET plan_cache_mode = force_generic_plan")
                for question in Self.questions {
                    let from = question.call.contains("FROM") ? question.call : "* FROM \(question.call)"
                    let plan = try await plan(of: "SELECT \(from)", question, on: connection)
                    #expect(!plan.contains("Seq Scan"), "\(question.call)\n\(plan)")
                    for index in question.indexes {
                        #expect(plan.contains("using \(index) ") || plan.contains("on \(index) "), "\(index)\n\(plan)")
                    }
                }
            }
        }
    }

    @Test func `a plan without its index is told apart`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.withConnection { connection in
                try await connection.runScript(
                    "DROP INDEX service_providers_location_xy; SET plan_cache_mode = force_generic_plan")
                let plan = try await plan(of: "SELECT * FROM \(Self.questions[0].call)", Self.questions[0], on: connection)
                #expect(plan.contains("Seq Scan on service_providers"))
            }
        }
    }

    private func plan(of sql: String, _ question: Question, on connection: PostgresConnection) async throws -> String {
        try await connection.runScript("DEALLOCATE ALL; PREPARE question (\(question.types)) AS \(sql)")
        let rows = try await connection.query(Query(unsafeSQL: "EXPLAIN EXECUTE question(\(question.values))"))
        return try rows.map { try $0.decode(String.self) }.joined(separator: "\n")
    }
}
