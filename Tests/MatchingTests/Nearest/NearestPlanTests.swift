import Postgres
import TestSupport
import Testing

@testable import Matching

/// The plans that searches run with: each way of asking reads indexes alone, even at 400 centres.
struct NearestPlanTests {
    private struct Question {
        let sql: String
        let types: String
        let values: String
        let indexes: [String]
    }

    private static let places = "service_providers_location_xy"
    private static let centres = "service_providers_pkey"
    private static let offers = "provider_services_approved_xy"
    private static let areas = "service_areas_geom"
    private static let pairs = "pincode_coverage_nearest"

    private static let questions = [
        Question(
            sql: "SELECT * FROM nearest_to_pincode($1, $2, $3)", types: "int, int, float8",
            values: "600001, 10, NULL", indexes: [places, pairs, "pincodes_pkey", "pincode_coverage_counts_pkey"]),
        Question(
            sql: "SELECT * FROM nearest_to_pincode($1, $2, $3)", types: "int, int, float8",
            values: "600001, 10, 5000", indexes: [places, pairs]),
        Question(
            sql: "SELECT * FROM nearest_to_pincode_for_service($1, $2, $3, $4)", types: "int, text, int, float8",
            values: "600001, 'thermostat', 10, NULL", indexes: [offers, centres, "pincode_coverage_pkey"]),
        Question(
            sql: "SELECT * FROM nearest_covering_pincode($1, $2, $3, $4)", types: "int, text, int, float8",
            values: "600001, NULL, 10, NULL", indexes: [pairs, centres]),
        Question(
            sql: "SELECT * FROM nearest_to_point($1, $2, $3, $4)", types: "float8, float8, int, float8",
            values: "13.08, 80.28, 10, NULL", indexes: [places, areas]),
        Question(
            sql: "SELECT * FROM nearest_to_point_for_service($1, $2, $3, $4, $5)",
            types: "float8, float8, text, int, float8", values: "13.08, 80.28, 'thermostat', 10, NULL",
            indexes: [offers, areas]),
        Question(
            sql: "SELECT * FROM nearest_covering_point($1, $2, $3, $4, $5)", types: "float8, float8, text, int, float8",
            values: "13.08, 80.28, NULL, 10, NULL", indexes: [areas, centres]),
        Question(
            sql: "SELECT * FROM coverage_of_pincode($1)", types: "int", values: "600001",
            indexes: [places, pairs, centres]),
        Question(
            sql: "SELECT * FROM coverage_of_point($1, $2)", types: "float8, float8", values: "13.08, 80.28",
            indexes: [places, areas, centres]),
    ]

    /// What the server sends for points, which also asks whether the point is in reach of the state. PostgreSQL finds
    /// the parameters' types by itself.
    private static func statements(at point: GeoPoint) -> [Question] {
        let place = "\(point.lat), \(point.lng)"
        return [
            Question(
                sql: NearestRequest(.point(point)).query.sql, types: "", values: "\(place), 10, NULL, \(place)",
                indexes: [places, areas]),
            Question(
                sql: NearestRequest(.point(point), service: "thermostat").query.sql, types: "",
                values: "\(place), 'thermostat', 10, NULL, \(place)", indexes: [offers, areas]),
            Question(
                sql: NearestRequest(.point(point), mode: .doorstep).query.sql, types: "",
                values: "\(place), NULL, 10, NULL, \(place)", indexes: [areas, centres]),
            Question(
                sql: CoverageAnswer.query(.point(point)).sql, types: "", values: "\(place), \(place)",
                indexes: [places, areas, centres]),
            Question(
                sql: NearestRequest(.point(point)).excludedQuery(at: point).sql, types: "",
                values: "\(place), 'thermostat', true, 10, 5000",
                indexes: [places, "provider_services_service", "service_areas_provider"]),
        ]
    }

    @Test func `every search reads indexes alone`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await pool.withConnection { connection in
                try await connection.runScript("ANALYZE; SET plan_cache_mode = force_generic_plan")
                let point = try #require(GeoPoint(lat: 13.08, lng: 80.28))
                for question in Self.questions + Self.statements(at: point) {
                    let plan = try await plan(of: question, on: connection)
                    #expect(!plan.contains("Seq Scan"), "\(question.sql)\n\(plan)")
                    for index in question.indexes {
                        #expect(
                            plan.contains(" using \(index) on ") || plan.contains(" on \(index) "), "\(index)\n\(plan)")
                    }
                }
            }
        }
    }

    @Test func `a plan without its index is told apart`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await pool.withConnection { connection in
                try await connection.runScript(
                    "DROP INDEX service_providers_location_xy; SET plan_cache_mode = force_generic_plan")
                let plan = try await plan(of: Self.questions[0], on: connection)
                #expect(plan.contains("Seq Scan on service_providers"))
            }
        }
    }

    private func plan(of question: Question, on connection: PostgresConnection) async throws -> String {
        let types = question.types.isEmpty ? "" : "(\(question.types))"
        try await connection.runScript("DEALLOCATE ALL; PREPARE question \(types) AS \(question.sql)")
        let rows = try await connection.query(Query(unsafeSQL: "EXPLAIN EXECUTE question(\(question.values))"))
        return try rows.map { try $0.decode(String.self) }.joined(separator: "\n")
    }
}
