import Postgres
import TestSupport

/// Changes of every kind that matters to covered ground: areas come, move, change hands and go; centres are approved,
/// suspended and deleted.
struct RandomAreaEdits {
    private var generator: SplitMix64
    private let centres: Int

    /// - Parameter centres: The changes are to as many centres, the first by id.
    init(state: UInt64, centres: Int = 400) {
        generator = SplitMix64(state: state)
        self.centres = centres
    }

    mutating func next() -> Query {
        let number = Int.random(in: 0..<centres, using: &generator)
        let by = Double.random(in: -0.1...0.1, using: &generator)
        let centre: Query = "(SELECT id FROM service_providers ORDER BY id OFFSET \(number) LIMIT 1)"
        let area: Query =
            "(SELECT id FROM service_areas WHERE provider_id = \(centre) ORDER BY md5(id::text || \(number)) LIMIT 1)"
        let status = ["approved", "approved", "suspended"].randomElement(using: &generator) ?? "approved"
        let areaStatus = ["in_force", "in_force", "withdrawn"].randomElement(using: &generator) ?? "in_force"
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return "UPDATE service_providers SET status = \(status) WHERE id = \(centre)"
        case 1:
            // A star of sixty corners, drawn by hand as it were.
            return """
                INSERT INTO service_areas (provider_id, kind, geom, status)
                SELECT s.id, 'polygon', ST_Multi(ST_MakePolygon(ST_MakeLine(ARRAY(
                    SELECT ST_Translate(s.location, r * cos(2 * pi() * (i % 60) / 60), r * sin(2 * pi() * (i % 60) / 60))
                    FROM generate_series(0, 60) AS i
                    CROSS JOIN LATERAL (SELECT 0.05 + abs(\(by)) * (0.5 + ((i % 60) * 7919 % 17) / 34.0) AS r) AS radius
                    ORDER BY i)))), \(areaStatus)
                FROM service_providers s WHERE s.id = \(centre)
                """
        case 2:
            return """
                INSERT INTO service_areas (provider_id, kind, pincodes, geom, status)
                SELECT \(centre), 'pincodes', ARRAY[600001], area_on_grid(ST_Union(c.geom)), \(areaStatus)
                FROM pincode_cells c JOIN service_providers s ON s.id = \(centre)
                    AND ST_DWithin(c.geom, s.location, abs(\(by)))
                HAVING count(*) > 0
                """
        case 3: return "UPDATE service_areas SET geom = ST_Translate(geom, \(by), 0) WHERE id = \(area)"
        case 4: return "UPDATE service_areas SET status = \(areaStatus) WHERE id = \(area)"
        case 5: return "UPDATE service_areas SET provider_id = \(centre) WHERE id = \(area) + 1"
        case 6: return "DELETE FROM service_areas WHERE id = \(area)"
        case 7: return "DELETE FROM service_providers WHERE id = \(centre) AND \(by) < -0.05"
        case 8: return "UPDATE service_areas SET geom = area_on_grid(geom) WHERE id = \(area)"
        default:
            return """
                INSERT INTO service_areas (provider_id, kind, district_lgd, geom, status)
                SELECT s.id, 'district', d.lgd, area_of_district(d.lgd), \(areaStatus)
                FROM service_providers s JOIN districts d ON d.lgd = s.district_lgd
                WHERE s.id = \(centre) AND \(by) > 0.05
                """
        }
    }
}
