import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What is kept, and how much of it is not as it would be if it were made from nothing.
struct KeptRows: Sendable {
    let name: String
    let rows: Int64
    let wrong: Int64
}

/// The network that a soak is about, and the questions to its database.
struct SoakNetwork: Sendable {
    let server: TestServer
    let admin: Person
    let owner: Person
    let centres: [Int64]
    /// Those of the owner.
    let owned: [Int64]
    let pincodes: [String]

    init(_ server: TestServer) async throws {
        self.server = server
        admin = try await server.person(.admin)
        owner = try await server.person(.provider)
        var owned: [Int64] = []
        for _ in 0..<3 { owned.append(try await server.approvedCentre(of: owner).id) }
        self.owned = owned
        centres = try await server.pool.query("SELECT id FROM service_providers ORDER BY id").map {
            try $0.decode(Int64.self)
        }
        pincodes = try await server.pool.query("SELECT pincode::text FROM pincodes ORDER BY 1").map {
            try $0.decode(String.self)
        }
    }

    func place(of centre: Int64) async throws -> (lat: Double, lng: Double) {
        let row = try await server.pool.query("SELECT lat, lng FROM service_providers WHERE id = \(centre)")[0]
        return try row.decode(Double.self, Double.self)
    }

    /// One in force, by a random number.
    func someArea(_ number: UInt32) async throws -> Int64? {
        try await server.pool.query(
            """
            SELECT id FROM service_areas WHERE status = 'in_force' ORDER BY md5(id::text || \(Int64(number))) LIMIT 1
            """
        ).first?.decode(Int64.self)
    }

    func beginRecord() async throws {
        try await server.pool.asOwner(
            "CREATE TABLE soak_record (at timestamptz, provider_id bigint, pincode integer)")
    }

    /// Writes down who covers what now, for the history to be held against.
    func record() async throws {
        try await server.pool.asOwner(
            """
            INSERT INTO soak_record
            SELECT moment.at, k.provider_id, k.pincode
            FROM (SELECT clock_timestamp() AS at OFFSET 0) AS moment, pincode_coverage k
            """)
    }

    /// Makes all that is kept from nothing, and compares row by row and bit by bit.
    func wrongRows() async throws -> [KeptRows] {
        try await server.pool.asOwner(
            Self.kept.map { "CREATE TABLE soak_\($0.table) AS TABLE \($0.table);\nDELETE FROM \($0.table);" }
                .joined(separator: "\n") + "\nSELECT coverage_rebuild(); SELECT tile_areas_rebuild();")
        var results: [KeptRows] = []
        for (table, columns) in Self.kept {
            try await server.pool.asOwner("GRANT SELECT ON soak_\(table) TO PUBLIC")
            // A pincode that was covered once keeps a count of 0; made from nothing, it has none.
            let all = table == "pincode_coverage_counts" ? "coverage_count > 0" : "true"
            let (was, now) = (
                "SELECT \(columns) FROM soak_\(table) WHERE \(all)", "SELECT \(columns) FROM \(table) WHERE \(all)"
            )
            results.append(try await compare(table, was, now))
        }
        return results + [try await wrongVersions(), try await wrongMoments()]
    }

    private static let kept: [(table: String, columns: String)] = [
        ("pincode_coverage", "provider_id, pincode, distance_m"),
        ("pincode_coverage_counts", "pincode, coverage_count"),
        ("piece_coverage", "piece_id, uncovered::bytea, uncovered_km2, last_area_id"),
        ("tile_areas", "area_id, provider_id, at::text"),
        ("tile_area_shapes", "zoom, area_id, provider_id, geom::bytea"),
    ]

    /// What is in force is the version in force.
    private func wrongVersions() async throws -> KeptRows {
        try await compare(
            "versions in force",
            """
            SELECT area_id, version, provider_id, kind, geom::bytea, area_km2 FROM service_area_versions
            WHERE status = 'in_force' AND upper_inf(during)
            """,
            "SELECT id, version, provider_id, kind, geom::bytea, area_km2 FROM service_areas WHERE status = 'in_force'")
    }

    /// At each moment that was written down, history has the pairs of then.
    private func wrongMoments() async throws -> KeptRows {
        try await server.pool.asOwner("GRANT SELECT ON soak_record TO PUBLIC")
        return try await compare(
            "history, pairs at \(try await moments()) moments",
            """
            SELECT m.at, v.provider_id, p.pincode::integer
            FROM (SELECT DISTINCT at FROM soak_record) AS m
            JOIN service_area_versions v ON v.during @> m.at
            JOIN service_provider_periods s ON s.provider_id = v.provider_id AND s.during @> m.at
            JOIN pincodes p ON ST_Covers(v.geom, p.location)
            GROUP BY 1, 2, 3
            """, "SELECT at, provider_id, pincode FROM soak_record")
    }

    private func moments() async throws -> Int64 {
        try await server.pool.query("SELECT count(DISTINCT at) FROM soak_record")[0].decode(Int64.self)
    }

    /// Rows that only one of two questions gives, or that they give a different number of times.
    private func compare(_ name: String, _ one: String, _ other: String) async throws -> KeptRows {
        let row = try await server.pool.withConnection {
            try await $0.query(
                Query(
                    unsafeSQL: """
                        WITH one AS MATERIALIZED (\(one)), other AS MATERIALIZED (\(other))
                        SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM (
                            (TABLE one EXCEPT ALL TABLE other) UNION ALL (TABLE other EXCEPT ALL TABLE one)) AS wrong)
                        """))[0]
        }
        let (rows, wrong) = try row.decode(Int64.self, Int64.self)
        return KeptRows(name: name, rows: rows, wrong: wrong)
    }
}
