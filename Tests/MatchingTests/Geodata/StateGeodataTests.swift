import Foundation
import Matching
import Postgres
import TestSupport
import Testing

/// Facts of the whole state as it is committed.
struct StateGeodataTests {
    @Test func `the data in force clear every bar`() async throws {
        try await withDatabase(.geodata) { pool in
            let bars = try await checkGeodata(on: pool, knownIn: Checkout.geodata)
            #expect(bars.count == 15)
            for bar in bars { #expect(bar.ok, "\(bar.bar): \(bar.value), bound \(bar.bound)") }
        }
    }

    @Test func `an empty database clears no bar that asks for data`() async throws {
        try await withDatabase(.schema) { pool in
            // Nothing overlaps nothing.
            let cleared = try await checkGeodata(on: pool, knownIn: Checkout.geodata).filter(\.ok).map(\.bar)
            #expect(cleared == ["overlap of cells, km2"])
        }
    }

    @Test func `points that lie five kilometres off miss the bars of known places`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            try await pool.execute("UPDATE pincodes SET lat = lat + 0.046")
            let missed = try await checkGeodata(on: pool, knownIn: Checkout.geodata).filter { !$0.ok }.map(\.bar)
            #expect(missed.contains("median distance to them, km") && missed.contains("share within 5 km of them"))
            #expect(!missed.contains("known towns compared"))
        }
    }

    @Test func `the report accounts for every office and pincode`() async throws {
        try await withDatabase(.geodata) { pool in
            let report = try #require(try await GeodataReport.latest(on: pool))
            #expect(report.offices.read == 11_745)
            #expect(report.offices.byStatus.values.reduce(0, +) == 11_745)
            #expect(report.pincodes.placed == 2050 && report.cells == 2050 && report.districts == 38)
            #expect(report.pincodes.byQuality.values.reduce(0, +) == 2050)
            #expect(report.brokenLines == [])
            for (status, list) in report.offices.lists { #expect(report.offices.byStatus[status] == list.count) }
        }
    }

    @Test(arguments: [
        (606_209, "Thorangur BO", "repaired:swapped", 11.703735, 78.696679),
        (600_034, "Loyola College S.O", "repaired:minutes_unconverted", 13.06327, 80.2339),
        (611_101, "Adiakkamangalam S.O", "repaired:minutes_converted", 10.75, 79.6666667),
        (600_001, "Chennai G.P.O.", "ok", 13.0929722, 80.2915),
    ])
    func `a known mistake is taken back`(
        pincode: Int, name: String, status: String, lat: Double, lng: Double
    ) async throws {
        try await withDatabase(.geodata) { pool in
            let row = try await pool.query(
                """
                SELECT status, lat, lng FROM post_offices
                WHERE pincode = \(pincode)::integer AND name = \(name)::text
                """)[0]
            let (found, foundLat, foundLng) = try row.decode(String.self, Double.self, Double.self)
            #expect(found == status)
            #expect(abs(foundLat - lat) < 1e-6 && abs(foundLng - lng) < 1e-6)
        }
    }

    @Test(arguments: [
        // All of 600132 carry one point in another state; Adhanur has none.
        (600_132, "Tiruneermalai BO", "dropped:outside_state_box"), (603_202, "Adhanur B.O", "missing"),
        // It carries the point of another Gudalur, in The Nilgiris.
        (625_518, "Gudalur S.O", "dropped:outside_named_district"),
    ])
    func `a coordinate that can't be right is not used`(pincode: Int, name: String, status: String) async throws {
        try await withDatabase(.geodata) { pool in
            let row = try await pool.query(
                """
                SELECT status, lat, weight FROM post_offices
                WHERE pincode = \(pincode)::integer AND name = \(name)::text
                """)[0]
            let (found, lat, weight) = try row.decode(String.self, Double?.self, Double.self)
            #expect(found == status && lat == nil && weight == 0)
        }
    }

    @Test func `a filled-in coordinate weighs next to nothing except for its owner`() async throws {
        try await withDatabase(.geodata) { pool in
            // Tiruvannamalai's head office, whose point is given for offices of 33 pincodes.
            let rows = try await pool.query(
                """
                SELECT pincode = 606601, max(weight), count(DISTINCT pincode)::integer FROM post_offices
                WHERE lat BETWEEN 12.2350 AND 12.2354 AND lng BETWEEN 79.0764 AND 79.0768 GROUP BY 1 ORDER BY 1
                """)
            let (_, others, pincodes) = try rows[0].decode(Bool.self, Double.self, Int32.self)
            let (_, own, _) = try rows[1].decode(Bool.self, Double.self, Int32.self)
            #expect(pincodes > 20 && others < 0.1 && own > 1)
        }
    }

    @Test func `offices that the directory books elsewhere are ours, mail centres are not`() async throws {
        try await withDatabase(.geodata) { pool in
            let district = try await pool.query("SELECT district_lgd FROM pincodes WHERE pincode = 612906")
            #expect(try district[0].decode(Int32.self) == 610)
            let centres = try await pool.query(
                "SELECT pincode FROM pincodes WHERE pincode IN (600200, 600201, 600202, 605012)")
            #expect(centres.isEmpty)
        }
    }

    @Test func `every point has a district that it lies in or near, a spread and a source`() async throws {
        try await withDatabase(.geodata) { pool in
            let odd = try await pool.query(
                """
                SELECT pincode FROM pincodes p JOIN districts d ON d.lgd = p.district_lgd
                WHERE spread_km < 0.05 OR spread_km > 30 OR source = '' OR p.name = ''
                    OR ST_Distance(d.geom_m, location_m) > 2000
                """)
            #expect(odd.isEmpty)
        }
    }

    @Test func `districts and cells are given as GeoJSON`() async throws {
        try await withDatabase(.geodata) { pool in
            let districts = try await collection("SELECT districts_geojson()", pool)
            #expect(districts.count == 38)
            #expect(districts.first?.properties["name_ta"] == "அரியலூர்")
            let cells = try await collection("SELECT pincode_cells_geojson(80.28, 13.08, 80.29, 13.09)", pool)
            #expect(cells.contains { $0.properties["pincode"] == "600001" } && cells.count < 30)
            #expect(try await collection("SELECT pincode_cells_geojson(0, 0, 1, 1)", pool).isEmpty)
        }
    }

    private struct Feature { let properties: [String: String] }

    private func collection(_ query: Query, _ pool: PostgresPool) async throws -> [Feature] {
        let text = try await pool.query(query)[0].decode(String.self)
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(json?["type"] as? String == "FeatureCollection")
        return (json?["features"] as? [[String: Any]] ?? []).map { feature in
            Feature(properties: (feature["properties"] as? [String: Any] ?? [:]).compactMapValues { $0 as? String })
        }
    }
}
