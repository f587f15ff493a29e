import Matching
import Postgres
import TestSupport
import Testing

/// Gaps and fragile pincodes are those that a count by hand finds.
struct GapTests {
    private struct Place {
        let pincode: Int32
        let district: Int32
        let demand: Int32
        let centres: Set<Int64>
    }

    @Test func `gaps, fragile pincodes and their counts are as a ray count says`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("DELETE FROM service_providers WHERE id % 7 = 0")
            let truth = try await places(in: pool)
            for minCount: Int32 in [1, 2, 5, 1000] {
                for district: Int32? in [nil, 568, 594] {
                    let expected = truth.filter {
                        $0.centres.count < minCount && (district ?? $0.district) == $0.district
                    }
                    .sorted {
                        ($0.centres.count, -$0.demand, $0.pincode) < ($1.centres.count, -$1.demand, $1.pincode)
                    }
                    let gaps = try await GapList(
                        district: district.map(String.init), minCount: minCount, limit: nil
                    ).page(on: pool)
                    #expect(gaps.items.map(\.place.pincode.number) == expected.map(\.pincode))
                    #expect(gaps.items.map { Int($0.coverageCount) } == expected.map(\.centres.count))
                    #expect(gaps.items.map(\.place.demand) == expected.map(\.demand))
                    #expect(gaps.total == expected.count && gaps.next == nil)
                }
            }
            let alone = truth.filter { $0.centres.count == 1 }.sorted {
                (-$0.demand, $0.pincode) < (-$1.demand, $1.pincode)
            }
            let fragile = try await FragileList(limit: nil).page(on: pool)
            try #require(alone.count > 10)
            #expect(fragile.items.map(\.place.pincode.number) == alone.map(\.pincode))
            #expect(fragile.items.map { [$0.centre.id] } == alone.map { Array($0.centres) })
        }
    }

    @Test func `searches that found nobody weigh in gaps as they do in suggestions`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("DELETE FROM service_providers WHERE id % 7 <> 0")
            let before = try await GapList(limit: nil).page(on: pool).items
            try #require(before.count > 20)
            #expect(before.allSatisfy { $0.place.demand == $0.estimatedDemand && $0.observedSearches == 0 })
            let (few, many, old) = (before[before.count - 1], before[before.count - 2], before[before.count - 3])
            for (gap, searches, age) in [(few, 7, 0), (few, 4, 89), (many, 1_000_000, 3), (old, 50, 90)] {
                try await pool.execute(
                    """
                    INSERT INTO search_misses (pincode, day, searches)
                    VALUES (\(gap.place.pincode.number), (now() AT TIME ZONE 'Asia/Kolkata')::date - \(Int32(age)),
                        \(Int64(searches)))
                    """)
            }
            let gaps = try await GapList(limit: nil).page(on: pool).items
            func now(_ gap: CoverageGap) throws -> CoverageGap {
                try #require(gaps.first { $0.place.pincode == gap.place.pincode })
            }
            #expect(try now(few).observedSearches == 11)
            #expect(try now(few).place.demand == few.estimatedDemand + 110)
            #expect(try now(many).observedSearches == 1_000_000)
            #expect(try now(many).place.demand == 2 * many.estimatedDemand, "at most twice the households")
            #expect(try now(old).observedSearches == 0 && now(old).place.demand == old.estimatedDemand)
            #expect(gaps.map(\.estimatedDemand).reduce(0, +) == before.map(\.estimatedDemand).reduce(0, +))
            let order = gaps.map { [$0.coverageCount, -$0.place.demand, $0.place.pincode.number] }
            #expect(order == order.sorted { $0.lexicographicallyPrecedes($1) })
            #expect(gaps.map(\.place.pincode) != before.map(\.place.pincode), "the order follows the searches")
            let ground = try await SitingGround.read(district: nil, on: pool).places.filter { !$0.isCovered }
            #expect(
                Dictionary(uniqueKeysWithValues: ground.map { ($0.pincode, $0.demand) })
                    == Dictionary(uniqueKeysWithValues: gaps.map { ($0.place.pincode, Int($0.place.demand)) }))
            var list = GapList(limit: 6)
            var paged: [Pincode] = []
            repeat {
                let page = try await list.page(on: pool)
                paged += page.items.map(\.place.pincode)
                list.after = page.next
            } while list.after != nil
            #expect(paged == gaps.map(\.place.pincode))
        }
    }

    @Test func `a gap's share, ground and nearest centre are those of its cell and point`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("DELETE FROM service_providers WHERE id % 5 <> 0")
            let gaps = try await GapList(minCount: 2, limit: 25).page(on: pool)
            try #require(gaps.items.count == 25)
            for gap in gaps.items {
                let row = try await pool.query(
                    """
                    SELECT c.area_km2, ST_Area(ST_Difference(c.geom, coalesce((
                            SELECT ST_Union(a.geom) FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
                            WHERE a.status = 'in_force' AND s.status = 'approved' AND a.geom && c.geom),
                            'POLYGON EMPTY'::geometry(Polygon, 4326)))::geography) / 1e6,
                        (SELECT s.id FROM service_providers s WHERE s.status = 'approved'
                         ORDER BY ST_Distance(s.location::geography, p.location::geography), s.id LIMIT 1)
                    FROM pincodes p JOIN pincode_cells c USING (pincode) WHERE p.pincode = \(gap.place.pincode.number)
                    """)[0]
                let (area, rest, nearest) = try row.decode(Double.self, Double.self, Int64.self)
                #expect(abs(gap.uncovered_km2 - rest) < 1e-4 * area, "\(gap.place.pincode)")
                #expect(abs(gap.coveredShare - (1 - rest / area)) < 1e-4, "\(gap.place.pincode)")
                #expect(gap.nearest?.id == nearest, "\(gap.place.pincode)")
            }
            #expect(gaps.items.contains { $0.coveredShare > 0.01 && $0.coveredShare < 0.99 })
        }
    }

    @Test func `pages follow one another without a gap or a repetition, while coverage changes behind them`()
        async throws
    {
        try await withDatabase(.network) { pool in
            let all = try await GapList(minCount: 3, limit: nil).page(on: pool)
            try #require(all.items.count > 30)
            var list = GapList(minCount: 3, limit: 7)
            var seen: [Int32] = []
            repeat {
                let page = try await list.page(on: pool)
                #expect(page.total == all.total)
                seen += page.items.map(\.place.pincode.number)
                list.after = page.next
            } while list.after != nil
            #expect(seen == all.items.map(\.place.pincode.number))
            let fragile = try await FragileList(limit: nil).page(on: pool)
            var pages = FragileList(limit: 4)
            var met: [Int32] = []
            repeat {
                let page = try await pages.page(on: pool)
                met += page.items.map(\.place.pincode.number)
                pages.after = page.next
            } while pages.after != nil
            #expect(met == fragile.items.map(\.place.pincode.number))
        }
    }

    @Test func `a network that covers everything has no gaps, and none has all`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.asOwner("DELETE FROM service_areas")
            let all = try await GapList(limit: 1).page(on: pool)
            let pincodes = try await pool.query("SELECT count(*) FROM pincodes")[0].decode(Int64.self)
            #expect(all.total == pincodes)
            #expect(all.items.first?.coveredShare == 0)
            #expect(try await FragileList().page(on: pool).total == 0)
            try await pool.asOwner("TRUNCATE service_providers CASCADE")
            let nobody = try await GapList(limit: 1).page(on: pool)
            #expect(nobody.items.first.map { $0.nearest == nil } == true)
            #expect(try await GapList(district: "chennai").page(on: pool).total == 81)
            await #expect(throws: MatchingError.unknownDistrict("Atlantis")) {
                try await GapList(district: "Atlantis").page(on: pool)
            }
        }
    }

    private func places(in pool: PostgresPool) async throws -> [Place] {
        let truth = try await PointInPolygon(pool)
        return try await pool.query(
            """
            SELECT p.pincode::integer, district_lgd, households, lat, lng
            FROM pincodes p JOIN pincode_demand d ON d.pincode = p.pincode
            """
        ).map { row in
            let (pincode, district, demand, lat, lng) = try row.decode(
                Int32.self, Int32.self, Int32.self, Double.self, Double.self)
            let point = try #require(GeoPoint(lat: lat, lng: lng))
            return Place(
                pincode: pincode, district: district, demand: demand, centres: truth.centres(covering: point))
        }
    }
}
