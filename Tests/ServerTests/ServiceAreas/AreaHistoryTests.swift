import Foundation
import Matching
import Postgres
import TestSupport
import Testing

/// What the triggers keep of areas and centres, whoever changes them.
@Suite struct AreaHistoryTests {
    /// What is in force in the history and not in the tables, or the other way round.
    private func differences(_ pool: PostgresPool) async throws -> Int64 {
        try await pool.query(
            """
            SELECT (SELECT count(*) FROM (
                    SELECT id, version, provider_id, geom::bytea FROM service_areas WHERE status = 'in_force') AS a
                FULL JOIN (SELECT area_id, version, provider_id, geom::bytea FROM service_area_versions
                    WHERE upper_inf(during)) AS v
                ON (v.area_id, v.version, v.provider_id, v.geom) = (a.id, a.version, a.provider_id, a.geom)
                WHERE a.id IS NULL OR v.area_id IS NULL)
            + (SELECT count(*) FROM (
                    SELECT id, center_name, lat, lng FROM service_providers WHERE status = 'approved') AS s
                FULL JOIN (SELECT provider_id, center_name, lat, lng FROM service_provider_periods
                    WHERE upper_inf(during)) AS p
                ON (p.provider_id, p.center_name, p.lat, p.lng) = (s.id, s.center_name, s.lat, s.lng)
                WHERE s.id IS NULL OR p.provider_id IS NULL)
            """)[0].decode(Int64.self)
    }

    @Test func `after many random changes the history says what was kept at each time`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            #expect(try await differences(pool) == 0)
            let ids = try await pool.query("SELECT id FROM service_areas ORDER BY id LIMIT 40")
                .map { try $0.decode(Int64.self) }
            var random = SystemRandomNumberGenerator()
            var kept: [(Date, [String])] = []
            for step in 0..<120 {
                let id = ids.randomElement(using: &random) ?? 0
                let centre: Query = "(SELECT provider_id FROM service_areas WHERE id = \(id))"
                let change: Query =
                    switch Int.random(in: 0..<8, using: &random) {
                    case 0: "UPDATE service_areas SET status = 'withdrawn' WHERE id = \(id)"
                    case 1: "UPDATE service_areas SET status = 'in_force' WHERE id = \(id)"
                    case 2, 3:
                        "UPDATE service_areas SET geom = ST_Multi(ST_Translate(geom, 0.01, \(Double(step) / 1e4))) WHERE id = \(id)"
                    case 4: "UPDATE service_providers SET status = 'suspended' WHERE id = \(centre)"
                    case 5: "UPDATE service_providers SET status = 'approved', lat = lat + 0.001 WHERE id = \(centre)"
                    case 6: "DELETE FROM service_areas WHERE id = \(id)"
                    default:
                        """
                        INSERT INTO service_areas (provider_id, kind, geom, status)
                        SELECT provider_id, 'polygon', geom, 'in_force' FROM service_areas WHERE id = \(id)
                        """
                    }
                try await pool.execute(change)
                guard step.isMultiple(of: 15) else { continue }
                let pairs = try await pool.query(
                    "SELECT pincode || ' ' || provider_id FROM pincode_coverage WHERE pincode % 40 = 1 ORDER BY 1"
                ).map { try $0.decode(String.self) }
                kept.append((try await pool.query("SELECT clock_timestamp()")[0].decode(Date.self), pairs))
            }
            #expect(try await differences(pool) == 0)
            for (time, pairs) in kept {
                let told = try await pool.query(
                    """
                    SELECT p.pincode || ' ' || c.id
                    FROM pincodes p, coverage_of_pincode_at(p.pincode::integer, \(time)) c
                    WHERE p.pincode % 40 = 1 AND c.covers ORDER BY 1
                    """
                ).map { try $0.decode(String.self) }
                #expect(Set(told) == Set(pairs))
            }
            let wrong = try await pool.withTransaction {
                try await $0.query("SELECT coverage_rebuild()")[0].decode(Int.self)
            }
            #expect(wrong == 0)
        }
    }

    @Test func `several changes in one transaction, and emptied tables, leave whole periods`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await pool.withTransaction { transaction in
                let id = try await transaction.query(
                    """
                    INSERT INTO service_areas (provider_id, kind, geom, status)
                    SELECT id, 'polygon', ST_Multi(ST_MakeEnvelope(80, 13, 80.1, 13.1, 4326)), 'in_force'
                    FROM service_providers WHERE status = 'approved' LIMIT 1 RETURNING id
                    """)[0].decode(Int64.self)
                for _ in 0..<5 {
                    try await transaction.execute(
                        "UPDATE service_areas SET geom = ST_Translate(geom, 0.01, 0) WHERE id = \(id)")
                    try await transaction.execute(
                        "UPDATE service_areas SET status = 'withdrawn' WHERE id = \(id)")
                    try await transaction.execute("UPDATE service_areas SET status = 'in_force' WHERE id = \(id)")
                }
                let (versions, area) = try await transaction.query(
                    """
                    SELECT count(*), (SELECT version FROM service_areas WHERE id = \(id))
                    FROM service_area_versions WHERE area_id = \(id) AND during IS NOT NULL
                    """)[0].decode(Int64.self, Int32.self)
                #expect(versions == 11 && area == 11)
            }
            #expect(try await differences(pool) == 0)
            let before = try await pool.query("SELECT clock_timestamp()")[0].decode(Date.self)
            try await pool.execute("TRUNCATE service_providers CASCADE")
            #expect(try await differences(pool) == 0)
            let (now, then) = try await pool.query(
                """
                SELECT (SELECT count(*) FROM coverage_of_pincode_at(600001, clock_timestamp()) WHERE covers),
                    (SELECT count(*) FROM coverage_of_pincode_at(600001, \(before)) WHERE covers)
                """)[0].decode(Int64.self, Int64.self)
            #expect(now == 0 && then > 0)
        }
    }

    @Test func `the schema refuses two versions in force, and periods that are none`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            for (statement, constraint) in [
                (
                    """
                    INSERT INTO service_area_versions (area_id, version, provider_id, status, kind, geom, area_km2,
                        created_at, during)
                    SELECT area_id, version + 1, provider_id, 'in_force', kind, geom, area_km2, now(), during
                    FROM service_area_versions WHERE upper_inf(during) LIMIT 1
                    """ as Query, "service_area_versions_one_in_force"
                ),
                (
                    """
                    UPDATE service_area_versions SET during = tstzrange(lower(during), now() + interval '1 day')
                    WHERE upper_inf(during)
                    """, "service_area_versions_during"
                ),
                (
                    """
                    INSERT INTO service_provider_periods (provider_id, center_name, lat, lng, during)
                    SELECT provider_id, center_name, lat, lng, tstzrange(now(), NULL) FROM service_provider_periods LIMIT 1
                    """, "service_provider_periods_overlap"
                ),
                (
                    "UPDATE service_areas SET proposed_version = 7, status = 'rejected'",
                    "service_areas_proposed_version"
                ),
            ] {
                let error = await #expect(throws: PostgresError.self) { try await pool.execute(statement) }
                #expect(error?.constraint == constraint)
            }
        }
    }
}
