import Postgres
import TestSupport
import Testing

@testable import Matching

/// Suggestions for the real state.
struct SitingPlannerTests {
    @Test func `for the network of 400 centres the answer is proven to be within 2 % of the best`() async throws {
        try await withDatabase(.network) { pool in
            let ground = try await SitingGround.read(district: nil, on: pool)
            let counted = try await pool.query(
                """
                SELECT count(*), sum(households)::bigint,
                    (sum(households) FILTER (WHERE p.pincode IN (SELECT pincode FROM pincode_coverage)))::bigint
                FROM pincodes p JOIN pincode_demand USING (pincode)
                """)
            let (places, total, covered) = try counted[0].decode(Int.self, Int.self, Int.self)
            let plan = try await SitingPlanner().plan(SitingQuestion(count: 10), on: pool)
            #expect(ground.places.count == places)
            #expect(plan.demandTotal == total && plan.coveredDemandBefore == covered)
            #expect(plan.optimalityGap <= 0.02 && !plan.sites.isEmpty)
        }
    }

    @Test func `for a state without a centre the answer is proven to be within 2 % of the best`() async throws {
        try await withDatabase(.geodata) { pool in
            let planner = SitingPlanner()
            for radius_km in [5.0, 10, 20] {
                let plan = try await planner.plan(SitingQuestion(count: 10, radius_km: radius_km), on: pool)
                #expect(plan.coveredDemandBefore == 0 && plan.sites.count == 10)
                #expect(plan.optimalityGap <= 0.02, "\(radius_km) km")
                #expect(try await SitingPlanner().plan(plan.question, on: pool) == plan)
            }
            let all = try await planner.plan(SitingQuestion(objective: .setCover, radius_km: 5), on: pool)
            #expect(all.gainedDemand == all.demandTotal && all.optimalityGap <= 0.02)
        }
    }

    @Test func `a district is asked for by name or code, and all is counted within it`() async throws {
        try await withDatabase(.geodata) { pool in
            let planner = SitingPlanner()
            let byName = try await planner.plan(SitingQuestion(count: 3, district: "the nilgiris"), on: pool)
            let byCode = try await planner.plan(SitingQuestion(count: 3, district: "587"), on: pool)
            #expect(byName.sites == byCode.sites && byName.sites.count == 3)
            let rows = try await pool.query(
                """
                SELECT sum(households)::bigint, array_agg(pincode::integer) FROM pincode_demand
                WHERE pincode IN (SELECT pincode FROM pincodes WHERE district_lgd = 587)
                """)
            let (demand, pincodes) = try rows[0].decode(Int.self, [Int32].self)
            #expect(byName.demandTotal == demand)
            #expect(byName.sites.allSatisfy { pincodes.contains($0.place.pincode.number) })
            await #expect(throws: SitingError.unknownDistrict("Atlantis")) {
                try await planner.plan(SitingQuestion(district: "Atlantis"), on: pool)
            }
        }
    }

    @Test func `an answer is kept while nothing that it rests on has changed`() async throws {
        try await withDatabase(.network) { pool in
            let planner = SitingPlanner(queueLimit: 0)
            let question = SitingQuestion(count: 4)
            let first = try await planner.plan(question, on: pool)
            #expect(try await planner.plan(question, on: pool) == first)
            let ids = try await pool.query("SELECT id FROM service_providers WHERE status = 'approved' AND id % 2 = 0")
                .map { try $0.decode(Int64.self) }
            try await pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = ANY(\(ids))")
            let second = try await planner.plan(question, on: pool)
            #expect(second.coveredDemandBefore < first.coveredDemandBefore)
            try await pool.execute("UPDATE service_providers SET status = 'approved' WHERE id = ANY(\(ids))")
            #expect(try await planner.plan(question, on: pool) == first)
        }
    }

    @Test func `searches that found nobody weigh, old ones don't, and nobody can search a centre into being`()
        async throws
    {
        try await withDatabase(.geodata) { pool in
            let before = try await SitingGround.read(district: "587", on: pool).places
            let (searched, besieged, old) = (before[0], before[1], before[2])
            try await pool.execute(
                """
                INSERT INTO search_misses (pincode, day, searches)
                SELECT pincode, (now() AT TIME ZONE 'Asia/Kolkata')::date - days, searches
                FROM (VALUES (\(searched.pincode.number), 0, 2), (\(searched.pincode.number), 89, 3),
                    (\(besieged.pincode.number), 1, 1000000000), (\(old.pincode.number), 90, 7)) AS m (pincode, days, searches)
                """)
            let after = try await SitingGround.read(district: "587", on: pool).places
            #expect(searched.demand > 50 && after[0].demand == searched.demand + 50)
            #expect(after[1].demand == 2 * besieged.demand)
            #expect(after[2].demand == old.demand)
            #expect(after.dropFirst(3) == before.dropFirst(3))
        }
    }
}
