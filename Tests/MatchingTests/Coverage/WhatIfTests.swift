import Matching
import Postgres
import TestSupport
import Testing

/// What is imagined is what comes when it is done.
struct WhatIfTests {
    @Test func `a change imagined is the change made`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("DELETE FROM service_providers WHERE id % 4 <> 0")
            var generator = SplitMix64(state: 21)
            let centres = try await pool.query(
                """
                SELECT s.id, s.lat, s.lng FROM service_providers s JOIN service_areas a ON a.provider_id = s.id
                WHERE s.status = 'approved' GROUP BY s.id ORDER BY s.id
                """
            ).map { try $0.decode(Int64.self, Double.self, Double.self) }
            for _ in 0..<12 {
                let chosen = centres.shuffled(using: &generator).prefix(4)
                let places = try chosen.map { _, lat, lng in
                    try #require(
                        GeoPoint(
                            lat: lat + .random(in: -0.3...0.3, using: &generator),
                            lng: lng + .random(in: -0.3...0.3, using: &generator)))
                }
                let km = Double.random(in: 2...40, using: &generator)
                try await check(
                    WhatIf([
                        .add(.circle(places[0], radius_km: km), provider: nil), .remove(provider: chosen[0].0),
                        .replace(provider: chosen[1].0, .circle(places[1], radius_km: km / 2)),
                        .add(.circle(places[2], radius_km: 5), provider: chosen[2].0),
                    ]),
                    [
                        Self.insert(places[0], km, of: chosen[3].0),
                        "UPDATE service_providers SET status = 'suspended' WHERE id = \(chosen[0].0)",
                        "DELETE FROM service_areas WHERE provider_id = \(chosen[1].0)",
                        Self.insert(places[1], km / 2, of: chosen[1].0), Self.insert(places[2], 5, of: chosen[2].0),
                    ], in: pool)
            }
        }
    }

    @Test func `later changes see the earlier ones`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.asOwner("DELETE FROM service_areas")
            let id = try await pool.query("SELECT min(id) FROM service_providers WHERE status = 'approved'")[0]
                .decode(Int64.self)
            let place = try #require(GeoPoint(lat: 11, lng: 78))
            let circle = WhatIf.Ground.circle(place, radius_km: 10)
            let added = try await WhatIf([.add(circle, provider: id)]).answer(on: pool)
            // The circle's corners lie on it, so its polygon is half a percent smaller.
            #expect((Double.pi * 99...Double.pi * 100).contains(added.state.delta.covered_km2))
            #expect(!added.gained.isEmpty && added.lost.isEmpty)
            let gone = try await WhatIf([.add(circle, provider: id), .remove(provider: id)]).answer(on: pool)
            #expect(gone.state.after == gone.state.before)
            let twice = try await WhatIf([.add(circle, provider: id), .add(circle, provider: nil)]).answer(on: pool)
            expectSame(twice.state.after, added.state.after)
            let replaced = try await WhatIf([
                .add(.circle(place, radius_km: 30), provider: id), .replace(provider: id, circle),
            ]).answer(on: pool)
            #expect(replaced.state.after == added.state.after)
            #expect(replaced.gained == added.gained)
        }
    }

    @Test func `only districts that the ground meets are told of, and nothing is written`() async throws {
        try await withDatabase(.network) { pool in
            let before = try await CoverageSummary.find(on: pool)
            let chennai = try #require(GeoPoint(lat: 13.08, lng: 80.27))
            let answer = try await WhatIf([.add(.circle(chennai, radius_km: 3), provider: nil)]).answer(on: pool)
            #expect(answer.districts.map(\.name) == ["Chennai"])
            #expect(answer.state.before.covered_km2 == before.state.covered_km2)
            let sea = try #require(GeoPoint(lat: 13.08, lng: 80.45))
            let nothing = try await WhatIf([.add(.circle(sea, radius_km: 3), provider: nil)]).answer(on: pool)
            #expect(nothing.districts.isEmpty && nothing.gained.isEmpty && nothing.lost.isEmpty)
            #expect(nothing.state.after == nothing.state.before)
            let after = try await CoverageSummary.find(on: pool)
            #expect(after.state.covered_km2 == before.state.covered_km2)
        }
    }

    @Test func `centres that are not there or not approved are refused by their place in the list`() async throws {
        try await withDatabase(.network) { pool in
            let id = try await pool.query("SELECT min(id) FROM service_providers WHERE status <> 'approved'")[0]
                .decode(Int64.self)
            await #expect {
                try await WhatIf([.remove(provider: id)]).answer(on: pool)
            } throws: {
                guard case .notApproved(id, _, change: 0) = $0 as? WhatIfError else { return false }
                return true
            }
            let place = try #require(GeoPoint(lat: 11, lng: 78))
            await #expect {
                try await WhatIf([
                    .add(.circle(place, radius_km: 1), provider: nil), .remove(provider: 999_999_999),
                ]).answer(on: pool)
            } throws: {
                guard case .unknownProvider(999_999_999, change: 1) = $0 as? WhatIfError else { return false }
                return true
            }
        }
    }

    private static func insert(_ place: GeoPoint, _ km: Double, of centre: Int64) -> Query {
        """
        INSERT INTO service_areas (provider_id, kind, radius_km, geom, status)
        VALUES (\(centre), 'radius', \(km)::float8, area_of_circle(\(place.lat), \(place.lng), \(km)), 'in_force')
        """
    }

    private struct Undone: Error {}

    /// Makes the changes, looks, and undoes them.
    private func check(_ question: WhatIf, _ statements: [Query], in pool: PostgresPool) async throws {
        let imagined = try await question.answer(on: pool)
        do {
            try await pool.withTransaction { transaction in
                let gapsBefore = try await uncovered(on: transaction)
                for statement in statements { try await transaction.execute(statement) }
                let made = try await CoverageSummary.find(on: transaction)
                let gapsAfter = try await uncovered(on: transaction)
                #expect(imagined.gained.map(\.number) == gapsBefore.subtracting(gapsAfter).sorted())
                #expect(imagined.lost.map(\.number) == gapsAfter.subtracting(gapsBefore).sorted())
                expectSame(imagined.state.after, made.state)
                for district in made.districts {
                    guard let row = imagined.districts.first(where: { $0.lgd == district.lgd }) else { continue }
                    expectSame(row.after, district)
                }
                throw Undone()
            }
        } catch is Undone {}
        // Districts that it doesn't speak of stay as they are, so that the state's change is the sum of the others'.
        let sum = imagined.districts.reduce(0) { $0 + $1.delta.covered_km2 }
        // A piece that an area's box meets is measured anew, which may differ by some square metres.
        #expect(abs(sum - imagined.state.delta.covered_km2) < 1e-4)
    }

    private static let tolerance_km2 = 1e-6

    private func expectSame(_ amounts: WhatIfAnswer.Amounts, _ others: WhatIfAnswer.Amounts) {
        #expect(amounts.coveredPincodes == others.coveredPincodes)
        #expect(amounts.coveredDemand == others.coveredDemand)
        #expect(abs(amounts.covered_km2 - others.covered_km2) < Self.tolerance_km2)
    }

    private func expectSame(_ amounts: WhatIfAnswer.Amounts, _ row: CoverageSummary.Row) {
        #expect(amounts.coveredPincodes == row.coveredPincodes, "\(row.name)")
        #expect(amounts.coveredDemand == row.coveredDemand, "\(row.name)")
        #expect(abs(amounts.covered_km2 - row.covered_km2) < Self.tolerance_km2, "\(row.name)")
    }

    private func uncovered(on connection: PostgresConnection) async throws -> Set<Int32> {
        let rows = try await connection.query(
            """
            SELECT pincode::integer FROM pincodes p WHERE NOT EXISTS (
                SELECT FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
                WHERE a.status = 'in_force' AND s.status = 'approved' AND ST_Covers(a.geom, p.location))
            """)
        return Set(try rows.map { try $0.decode(Int32.self) })
    }
}
