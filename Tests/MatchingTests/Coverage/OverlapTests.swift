import Matching
import Postgres
import TestSupport
import Testing

struct OverlapTests {
    @Test func `pairs, their order and what they share are as all pairs measured one by one say`() async throws {
        try await withDatabase(.network) { pool in
            // A small circle, a list of pincodes, and a whole district.
            for kind in ["radius", "pincodes", "district"] {
                let centre = try await pool.query(
                    """
                    SELECT a.provider_id FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
                    WHERE a.kind = \(kind) AND s.status = 'approved' AND s.lat < 12 ORDER BY a.id LIMIT 1
                    """)[0].decode(Int64.self)
                let truth = try await pool.query(
                    """
                    SELECT other, km2 FROM (
                        SELECT b.id AS other, ST_Area(ST_Intersection(a.geom, b.geom)::geography) / 1e6 AS km2
                        FROM service_areas a JOIN service_areas b ON b.provider_id <> a.provider_id AND a.geom && b.geom
                        JOIN service_providers s ON s.id = b.provider_id AND s.status = 'approved'
                        WHERE a.provider_id = \(centre) AND a.status = 'in_force' AND b.status = 'in_force'
                    ) AS pair WHERE km2 >= 1e-6 ORDER BY km2 DESC, other
                    """
                ).map { try $0.decode(Int64.self, Double.self) }
                var list = OverlapList(provider: centre, limit: 6)
                var found: [AreaOverlap] = []
                repeat {
                    let (page, next) = try await list.page(on: pool)
                    found += page
                    list.after = next
                } while list.after != nil && found.count < 500
                #expect(found.count == truth.count, "\(kind)")
                #expect(Set(found.map(\.otherArea)) == Set(truth.map(\.0)))
                for (overlap, pair) in zip(found, truth) {
                    #expect(abs(overlap.shared_km2 - pair.1) < 1e-4 * pair.1 + 1e-6, "\(kind) \(overlap.otherArea)")
                    #expect(overlap.shared_km2 <= min(overlap.area_km2, overlap.other_km2) * 1.0001)
                }
            }
        }
    }

    @Test func `a centre that is not approved is unknown`() async throws {
        try await withDatabase(.network) { pool in
            let id = try await pool.query("SELECT min(id) FROM service_providers WHERE status <> 'approved'")[0]
                .decode(Int64.self)
            await #expect(throws: MatchingError.unknownCentre(id)) {
                try await OverlapList(provider: id).page(on: pool)
            }
        }
    }
}
