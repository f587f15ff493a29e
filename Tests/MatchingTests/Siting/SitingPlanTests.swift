import TestSupport
import Testing

@testable import Matching

/// What must hold of every answer, on ground that is made up.
struct SitingPlanTests {
    @Test func `more sites and wider reach never gain less`() throws {
        let ground = try Self.ground(seed: 1)
        var before = 0
        for count in 1...8 {
            let plan = try Self.plan(SitingQuestion(count: count, radius_km: 12), ground)
            #expect(plan.optimalityGap == 0 && plan.gainedDemand >= before)
            before = plan.gainedDemand
        }
        before = 0
        for radius_km in [0.1, 2, 5, 9, 14, 30, 100] {
            let plan = try Self.plan(SitingQuestion(count: 3, radius_km: radius_km), ground)
            #expect(plan.optimalityGap == 0 && plan.gainedDemand >= before)
            before = plan.gainedDemand
        }
        let all = try Self.plan(SitingQuestion(count: 50, radius_km: 100), ground)
        #expect(all.coveredDemandBefore + all.gainedDemand == all.demandTotal)
    }

    @Test func `what is covered already doesn't count`() throws {
        let ground = try Self.ground(seed: 2)
        for objective in SitingQuestion.Objective.allCases {
            let plan = try Self.plan(SitingQuestion(objective: objective, count: 6, radius_km: 15), ground)
            var covered = Set(ground.places.indices.filter { ground.places[$0].isCovered })
            var after = covered.reduce(0) { $0 + ground.places[$1].demand }
            #expect(plan.coveredDemandBefore == after)
            #expect(plan.demandTotal == ground.places.reduce(0) { $0 + $1.demand })
            for (index, site) in plan.sites.enumerated() {
                let reached = ground.places.indices.filter {
                    Geodesic.distance_m(site.place.location, ground.places[$0].location) <= 15_000
                }
                let gain = Set(reached).subtracting(covered).reduce(0) { $0 + ground.places[$1].demand }
                covered.formUnion(reached)
                after += gain
                #expect(site.rank == index + 1 && site.gainedDemand == gain && site.coveredDemandAfter == after)
            }
            if objective == .setCover { #expect(covered.count == ground.places.count) }
        }
    }

    @Test func `of sites that are as good the one with the smaller pincode comes first`() throws {
        let places = try (0..<6).map {
            try Self.place($0, lat: 9 + Double($0) * 0.5, lng: 78, demand: 7, isCovered: false)
        }
        let plan = try Self.plan(SitingQuestion(count: 3, radius_km: 5), SitingGround(places: places))
        #expect(plan.sites.map(\.place.pincode.number) == [600_000, 600_001, 600_002])
    }

    @Test func `where all is covered there is nothing to suggest`() throws {
        let ground = SitingGround(places: [try Self.place(0, lat: 9, lng: 78, demand: 7, isCovered: true)])
        for objective in SitingQuestion.Objective.allCases {
            let plan = try Self.plan(SitingQuestion(objective: objective), ground)
            #expect(plan.sites.isEmpty && plan.bound == 0 && plan.optimalityGap == 0 && plan.gainedDemand == 0)
        }
    }

    static func plan(_ question: SitingQuestion, _ ground: SitingGround) throws -> SitingPlan {
        var budget = WorkBudget()
        return try SitingPlan.make(question, on: ground, &budget)
    }

    /// 150 places within some 130 km, a third of them covered.
    static func ground(seed: UInt64) throws -> SitingGround {
        var random = SplitMix64(state: seed)
        return SitingGround(
            places: try (0..<150).map {
                try place(
                    $0, lat: Double.random(in: 10...10.9, using: &random),
                    lng: Double.random(in: 78...78.9, using: &random),
                    demand: Int.random(in: 0...20_000, using: &random),
                    isCovered: Int.random(in: 0..<3, using: &random) == 0)
            })
    }

    static func place(_ index: Int, lat: Double, lng: Double, demand: Int, isCovered: Bool) throws -> SitingGround.Place
    {
        SitingGround.Place(
            pincode: try #require(Pincode(600_000 + Int32(index))), name: "Place \(index)",
            location: try #require(GeoPoint(lat: lat, lng: lng)), demand: demand, isCovered: isCovered)
    }
}
