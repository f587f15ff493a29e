import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

/// What ground each kind of request means.
@Suite(.server) struct AreaKindTests {
    /// What PostGIS says of an area as it is stored, and of one as it was answered.
    private func facts(_ area: AreaBody, _ condition: Query) async throws -> Bool {
        let geometry = try JSONEncoder().encode(Geometry(coordinates: try #require(area.geometry).coordinates))
        return try await server.pool.query(
            """
            SELECT ST_IsValid(a.geom) AND ST_OrderingEquals(a.geom, shown.geom) AND \(condition)
            FROM service_areas a,
                ST_SetSRID(ST_GeomFromGeoJSON(\(String(decoding: geometry, as: UTF8.self))), 4326) AS shown (geom)
            WHERE a.id = \(area.id)
            """)[0].decode(Bool.self)
    }

    private struct Geometry: Encodable {
        var type = "MultiPolygon"
        let coordinates: [[[[Double]]]]
    }

    private func covered(_ area: AreaBody) async throws -> [Int32] {
        try await server.pool.query(
            """
            SELECT p.pincode::integer FROM pincodes p, service_areas a
            WHERE a.id = \(area.id) AND ST_Covers(a.geom, p.location) ORDER BY 1
            """
        ).map { try $0.decode(Int32.self) }
    }

    @Test func `pincodes are their cells, each once`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.draw(
            ["kind": "pincodes", "pincodes": ["600003", "600001", "600003"]], of: centre.id, as: owner)
        #expect(area.status == "proposed" && area.kind == "pincodes" && area.version == 1)
        #expect(area.pincodes == ["600001", "600003"])
        #expect(area.provider_id == centre.id && area.author_id == owner.id)
        #expect(area.content_type == "application/json")
        #expect(area.geometry?.type == "MultiPolygon")
        #expect(
            try await facts(
                area,
                """
                abs(ST_Area(a.geom::geography) / (SELECT sum(ST_Area(c.geom::geography)) FROM pincode_cells c
                    WHERE c.pincode IN (600001, 600003)) - 1) < 1e-6
                """))
        #expect(try await covered(area).count == area.pincodes_covered)
        #expect(try await covered(area) == [600001, 600003])
        let numbers = try await server.draw(
            ["kind": "pincodes", "pincodes": [600_001]], of: centre.id, as: owner)
        #expect(numbers.pincodes == ["600001"])
    }

    @Test func `whoever names a pincode covers its point, also where that lies outside its cell`() async throws {
        let rows = try await server.pool.query(
            """
            SELECT count(*) FILTER (WHERE NOT ST_Covers(a.geom, p.location)),
                count(*) FILTER (WHERE NOT ST_Covers(c.geom, p.location)),
                bool_and(ST_IsValid(a.geom)),
                max(ST_Area(ST_SymDifference(a.geom, c.geom)::geography))
            FROM pincodes p JOIN pincode_cells c USING (pincode)
            CROSS JOIN LATERAL area_of_pincodes(ARRAY[p.pincode::integer]) AS a
            """)
        let (uncovered, outside, areValid, most_m2) = try rows[0].decode(Int64.self, Int64.self, Bool.self, Double.self)
        #expect(uncovered == 0 && areValid)
        #expect(outside > 10, "or there is nothing to try")
        // A circle of 20 m, and what rounding to the grid does to a long border.
        #expect(most_m2 < 2000)
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        let pincode = try await server.pool.query(
            """
            SELECT p.pincode::integer FROM pincodes p JOIN pincode_cells c USING (pincode)
            WHERE NOT ST_Covers(c.geom, p.location) ORDER BY ST_Distance(c.geom, p.location) DESC LIMIT 1
            """)[0].decode(Int32.self)
        let area = try await server.draw(
            ["kind": "pincodes", "pincodes": ["\(pincode)"]], of: centre.id, as: try await server.person(.admin))
        #expect(try await covered(area).contains(pincode))
        let answer: CoverageRoutesTests.Body = try await server.read("/api/coverage?pincode=\(pincode)")
        #expect(answer.providers.contains { $0.id == centre.id })
    }

    @Test func `a district is its polygon`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let area = try await server.draw(["kind": "district", "district_lgd": 568], of: centre.id, as: admin)
        #expect(area.status == "in_force" && area.district_lgd == 568)
        #expect(
            try await facts(
                area,
                """
                ST_Area(ST_SymDifference(a.geom, (SELECT geom FROM districts WHERE lgd = 568))) < 1e-6
                """))
    }

    @Test func `a city is what lies near it and not nearer to another, by any of its names`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let coimbatore = try await server.draw(["kind": "city", "city": "கோவை"], of: centre.id, as: admin)
        #expect(coimbatore.city == "Coimbatore" && coimbatore.district_lgd == 569)
        let english = try await server.draw(["kind": "city", "city": " coimbatore "], of: centre.id, as: admin)
        #expect(english.geometry == coimbatore.geometry)
        let truth = try await server.pool.query(
            """
            SELECT count(*), bool_and(EXISTS (SELECT FROM pincodes s WHERE s.pincode = 641001
                AND ST_DWithin(s.location_m, p.location_m, 8000)))
            FROM pincodes p WHERE p.pincode = ANY (\(try await covered(coimbatore))::integer[])
            """)[0].decode(Int64.self, Bool.self)
        #expect(truth.0 > 20 && truth.1)
        // A city that is a district is all of it.
        let chennai = try await server.draw(["kind": "city", "city": "Madras"], of: centre.id, as: admin)
        #expect(
            try await facts(
                chennai,
                """
                ST_Area(ST_SymDifference(a.geom, (SELECT ST_Union(c.geom) FROM pincodes p JOIN pincode_cells c USING (pincode)
                    WHERE p.district_lgd = 568))) < 1e-6
                """))
        let town = try await server.draw(
            ["kind": "city", "city": "Gudalur", "district_lgd": 587], of: centre.id, as: admin)
        #expect(town.city == "Gudalur" && town.district_lgd == 587)
    }

    @Test(arguments: [0.5, 7.5, 75]) func `a circle is geodesic`(km: Double) async throws {
        let admin = try await server.person(.admin)
        // In the middle of the state, so that nothing is cut off.
        let centre = try await server.approvedCentre(
            ["pincode": "620001", "district": "Tiruchirappalli", "lat": 10.8, "lng": 78.7],
            of: try await server.person(.provider))
        let area = try await server.draw(["kind": "radius", "radius_km": km], of: centre.id, as: admin)
        #expect(area.radius_km == km)
        #expect(abs(area.area_km2 / (.pi * km * km) - 1) < 0.002)
        #expect(
            try await facts(
                area,
                """
                (SELECT bool_and(abs(ST_Distance(c.geom::geography, s.location::geography) - \(km)::float8 * 1000) < 0.1)
                 FROM ST_DumpPoints(a.geom) AS c, service_providers s WHERE s.id = a.provider_id)
                """))
    }

    @Test func `a circle is cut to the state and 50 km around it`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(
            ["pincode": "600001", "lat": 13.1, "lng": 80.28], of: try await server.person(.provider))
        let area = try await server.draw(["kind": "radius", "radius_km": 75], of: centre.id, as: admin)
        #expect(area.area_km2 < 0.95 * .pi * 75 * 75 && area.area_km2 > 0.5 * .pi * 75 * 75)
        #expect(try await facts(area, "ST_Area(ST_Difference(a.geom, allowed_region())) < 1e-6"))
    }

    @Test func `a drawing is stored as it is shown, with its holes and parts`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let hole = [[80.21, 13.01], [80.21, 13.02], [80.22, 13.02], [80.22, 13.01], [80.21, 13.01]]
        let outer = [[80.2, 13.0], [80.25, 13.0], [80.25, 13.05], [80.2, 13.05], [80.2, 13.0]]
        let other = [[80.1, 13.0], [80.12, 13.0], [80.12, 13.02123456789], [80.1, 13.0]]
        let area = try await server.draw(
            ["kind": "polygon", "geometry": ["type": "MultiPolygon", "coordinates": [[outer, hole], [other]]]],
            of: centre.id, as: admin)
        #expect(area.geometry?.coordinates.count == 2)
        #expect(area.geometry?.coordinates.first?.count == 2)
        #expect(area.geometry?.coordinates.last?.first?.contains([80.12, 13.0212346]) == true)
        #expect(try await facts(area, "abs(a.area_km2 - \(area.area_km2)) < 1e-6"))
        #expect(try await server.covers(centre.id, lat: 13.03, lng: 80.22))
        #expect(try await server.covers(centre.id, lat: 13.05, lng: 80.25), "a corner")
        #expect(try await !server.covers(centre.id, lat: 13.015, lng: 80.215), "in the hole")
        let given = try await server.pool.query(
            "SELECT request ->> 'text' FROM service_areas WHERE id = \(area.id)")[0].decode(String.self)
        #expect(given.contains("13.02123456789"), "as it was given")
    }

    @Test func `a drawing may be in another reference system`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let (e, n) = (410_000.0, 1_440_000.0)
        let ring = [[e, n], [e + 3000, n], [e + 3000, n + 2000], [e, n + 2000], [e, n]]
        let area = try await server.draw(
            ["kind": "polygon", "srid": 32644, "geometry": ["type": "Polygon", "coordinates": [ring]]],
            of: centre.id, as: admin)
        #expect(abs(area.area_km2 - 6) < 0.06)
        try await server.expectKeptCoverageIsRight()
    }
}
