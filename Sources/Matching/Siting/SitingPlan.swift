/// Where to open next, and how good that is at most.
package struct SitingPlan: Equatable, Sendable {
    package struct Site: Equatable, Sendable {
        /// From 1: each gains most after those before it.
        package let rank: Int
        package let place: SitingGround.Place
        /// What it covers that neither an area nor a site before it does.
        package let gainedDemand: Int
        package let coveredDemandAfter: Int
    }

    package let question: SitingQuestion
    package let sites: [Site]
    package let demandTotal: Int
    package let coveredDemandBefore: Int
    /// Proven. `maxCover`: no such number of sites gains more demand. `setCover`: no fewer sites leave no gap.
    package let bound: Int

    package var gainedDemand: Int { sites.reduce(0) { $0 + $1.gainedDemand } }

    /// How far from the best the answer can be at most, as a share: of the bound for `maxCover`, of the number of sites
    /// for `setCover`. 0 when it is the best.
    package var optimalityGap: Double {
        switch question.objective {
        case .maxCover: bound == 0 ? 0 : Double(bound - gainedDemand) / Double(bound)
        case .setCover: sites.isEmpty ? 0 : Double(sites.count - bound) / Double(sites.count)
        }
    }
}

extension SitingPlan {
    /// May take a second of computing, which the caller must not do on the cooperative pool.
    ///
    /// - Throws: `CancellationError`.
    package static func make(
        _ question: SitingQuestion, on ground: SitingGround, _ budget: inout WorkBudget
    ) throws -> SitingPlan {
        let gaps = ground.places.filter { !$0.isCovered }
        let instance = CoverInstance(
            reach: Reach.lists(
                of: ground.places.map(\.location), to: gaps.map(\.location), within: question.radius_km * 1000),
            weights: gaps.map(\.demand))
        let (sites, bound) = try solve(question, instance, &budget)
        let demandTotal = ground.places.reduce(0) { $0 + $1.demand }
        let before = demandTotal - gaps.reduce(0) { $0 + $1.demand }
        return SitingPlan(
            question: question, sites: ranked(sites, of: instance, on: ground, after: before),
            demandTotal: demandTotal, coveredDemandBefore: before, bound: bound)
    }

    private static func solve(
        _ question: SitingQuestion, _ instance: CoverInstance, _ budget: inout WorkBudget
    ) throws -> (sites: [Int], bound: Int) {
        switch question.objective {
        case .maxCover:
            let answer = try MaximalCover.solve(instance, count: question.count, &budget)
            return (answer.sites, answer.bound)
        case .setCover:
            let answer = try SetCover.solve(instance, &budget)
            return (answer.sites, answer.bound)
        }
    }

    /// Greatest gain first, ties by pincode.
    private static func ranked(
        _ sites: [Int], of instance: CoverInstance, on ground: SitingGround, after before: Int
    ) -> [Site] {
        var selection = SiteSelection(for: instance)
        var left = sites.sorted()
        var ranked: [Site] = []
        while !left.isEmpty {
            let gains = left.map { selection.gain(of: $0, in: instance) }
            var best = 0
            for index in gains.indices where gains[index] > gains[best] { best = index }
            let site = left.remove(at: best)
            selection.add(site, of: instance)
            ranked.append(
                Site(
                    rank: ranked.count + 1, place: ground.places[site], gainedDemand: gains[best],
                    coveredDemandAfter: before + selection.gained))
        }
        return ranked
    }
}
