import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// Requests about the same area or centre that are sent at the same moment, many times over: each ends in one of the
/// stated outcomes, nothing is lost, and what is kept is what would be worked out anew.
@Suite(.server) struct AreaRaceTests {
    private static let rounds = 20

    private func drawing(_ step: Int) -> [String: Any] {
        ["kind": "polygon", "geometry": square(lng: 79.0 + Double(step % 40) * 0.01, lat: 11.0)]
    }

    private func scene() async throws -> (centre: OwnCentre, owner: Person, admins: [Person]) {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        return (centre, owner, [try await server.person(.admin), try await server.person(.admin)])
    }

    /// All sent before any has been answered; in their order.
    private func atOnce<Answer: Sendable>(_ requests: [@Sendable () async throws -> Answer]) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            for (index, request) in requests.enumerated() { group.addTask { (index, try await request()) } }
            return try await group.reduce(into: [(Int, Answer)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// As `atOnce`, for plain requests, whose closures the compiler can't find to be sendable by itself.
    private func answers(_ requests: [@Sendable () async throws -> Reply]) async throws -> [Reply] {
        try await atOnce(requests)
    }

    /// Of each area's versions one at most is in force, and what waits is what the area says that waits.
    private func expectSoundHistory() async throws {
        let wrong = try await server.pool.query(
            """
            SELECT count(*) FROM service_areas a
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE v.status = 'in_force') AS in_force,
                    max(v.version) FILTER (WHERE v.status = 'in_force') AS version_in_force,
                    count(*) FILTER (WHERE v.status = 'proposed') AS proposed,
                    max(v.version) FILTER (WHERE v.status = 'proposed') AS version_proposed
                FROM service_area_versions v WHERE v.area_id = a.id
            ) AS h
            WHERE h.in_force <> (a.status = 'in_force')::integer
                OR a.status = 'in_force' AND h.version_in_force <> a.version
                OR h.version_proposed IS DISTINCT FROM
                    CASE WHEN a.status = 'proposed' THEN a.version ELSE a.proposed_version END
                OR h.proposed > 1
            """)
        #expect(try wrong[0].decode(Int.self) == 0)
    }

    @Test func `of two admins who draw over the same area one is told, and both drawings are kept in the end`()
        async throws
    {
        let (centre, _, admins) = try await scene()
        var area = try await server.draw(drawing(0), of: centre.id, as: admins[0])
        for round in 1...Self.rounds {
            let tag = area.etag
            let id = area.id
            let drawings = [json(drawing(2 * round)), json(drawing(2 * round + 1))]
            let replies = try await atOnce(
                [0, 1].map { side in
                    { [server, admins] in
                        var headers = admins[side].headers
                        (headers[.ifMatch], headers[.contentType]) = (tag, "application/json")
                        return try await server.send(
                            .put, "/api/service-areas/\(id ?? 0)", headers: headers, body: drawings[side])
                    }
                })
            #expect(replies.map(\.status).sorted() == [200, 412])
            let lost = try #require(replies.firstIndex { $0.status == 412 })
            try expectProblem(replies[lost], 412, "changed_meanwhile")
            let now = try await server.area(id, as: admins[lost])
            #expect(now == (try replies[1 - lost].decode()) && now.author_id == admins[1 - lost].id)
            area = try await server.redraw(now, drawing(2 * round + lost), as: admins[lost])
            #expect(area.version == 2 * round + 1 && area.author_id == admins[lost].id)
        }
        let versions = try await server.versions(of: area, as: admins[0])
        #expect(versions.map(\.version) == Array((1...2 * Self.rounds + 1).reversed()))
        try await expectSoundHistory()
        try await server.expectKeptCoverageIsRight()
    }

    @Test(arguments: [true, false])
    func `of two approvals one counts, and the event is told once`(isTagged: Bool) async throws {
        let (centre, owner, admins) = try await scene()
        var area = try await server.draw(drawing(0), of: centre.id, as: owner)
        for round in 1...Self.rounds {
            let (id, tag) = (area.id, isTagged ? area.etag : nil)
            let replies = try await atOnce(
                [0, 1].map { side in
                    { [server, admins] in try await server.decideArea("approve", id, if: tag, as: admins[side]) }
                })
            let lost = try #require(replies.first { $0.status != 200 })
            #expect(replies.count { $0.status == 200 } == 1)
            try expectProblem(lost, isTagged ? 412 : 409, isTagged ? "changed_meanwhile" : "illegal_transition")
            let now = try await server.area(id, as: owner)
            #expect(now.status == "in_force" && now.replacement == nil)
            area = try await server.redraw(now, drawing(round), as: owner)
        }
        let approvals = try await server.events(of: centre.id).filter { $0.hasPrefix("service_area_approved") }
        #expect(approvals.count == Self.rounds)
        try await expectSoundHistory()
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `an owner's next proposal and an admin's decision on the last one never mix`() async throws {
        let (centre, owner, admins) = try await scene()
        let drawn = try await server.draw(drawing(0), of: centre.id, as: admins[0])
        var area = try await server.redraw(drawn, drawing(1), as: owner)
        var seen: Set<[Int]> = []
        for round in 1...Self.rounds {
            let (before, tag, body) = (area, area.etag, json(drawing(round + 1)))
            let verb = round.isMultiple(of: 3) ? "reject" : "approve"
            let isTagged = round.isMultiple(of: 2)
            let replies = try await answers([
                { [server] in
                    var headers = owner.headers
                    (headers[.ifMatch], headers[.contentType]) = (tag, "application/json")
                    return try await server.send(
                        .put, "/api/service-areas/\(before.id ?? 0)", headers: headers, body: body)
                },
                { [server, admins] in
                    try await server.decideArea(
                        verb, before.id, if: isTagged ? tag : nil, reason: verb == "reject" ? "No" : nil, as: admins[0])
                },
            ])
            let (proposal, decision) = (replies[0].status, replies[1].status)
            seen.insert([isTagged ? 1 : 0, proposal, decision])
            let now = try await server.area(before.id, as: owner)
            let old = try #require(before.replacement)
            switch (proposal, decision) {
            // The decision came first: it is about what the admin saw.
            case (412, 200):
                #expect(now.replacement == nil)
                #expect(now.geometry == (verb == "approve" ? old.geometry : before.geometry))
            // The proposal came first: whoever named what they had seen is told.
            case (200, 412) where isTagged:
                #expect(now.geometry == before.geometry && now.replacement?.version == old.version + 1)
            // And whoever said "whatever it is" decided about the new one.
            case (200, 200) where !isTagged:
                let new: AreaBody = try replies[0].decode()
                #expect(now.replacement == nil && new.replacement?.version == old.version + 1)
                #expect(now.geometry == (verb == "approve" ? new.replacement?.geometry : before.geometry))
            default: Issue.record("\(proposal) and \(decision): \(replies.map(\.text))")
            }
            area = now.replacement == nil ? try await server.redraw(now, drawing(round + 2), as: owner) : now
        }
        #expect(!seen.isEmpty)
        try await expectSoundHistory()
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `a proposal that is taken back while it is approved is either, never both`() async throws {
        let (centre, owner, admins) = try await scene()
        for round in 1...Self.rounds {
            var area = try await server.draw(
                drawing(round), of: centre.id, as: round.isMultiple(of: 2) ? owner : admins[0])
            if area.status == "in_force" { area = try await server.redraw(area, drawing(round + 1), as: owner) }
            let before = area
            let replies = try await answers([
                { [server] in try await server.withdrawProposal(of: before.id, if: before.etag, as: owner) },
                { [server, admins] in try await server.decideArea("approve", before.id, as: admins[0]) },
            ])
            let now = try await server.versions(of: before, as: owner)
            switch (replies[0].status, replies[1].status) {
            case (204, 409):
                #expect(now.first?.status == "withdrawn")
                #expect(now.contains { $0.status == "in_force" } == (before.replacement != nil))
            case (412, 200): #expect(now.first?.status == "in_force")
            default: Issue.record("\(replies.map(\.status)): \(replies.map(\.text))")
            }
            // Room for the next ones.
            if now.contains(where: { $0.status == "in_force" }) {
                #expect(try await server.change(.delete, before.id, if: "*", as: owner).status == 204)
            }
        }
        try await expectSoundHistory()
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `a centre that is suspended while its area is drawn keeps the drawing and covers nothing`() async throws
    {
        let (centre, _, admins) = try await scene()
        var area = try await server.draw(drawing(0), of: centre.id, as: admins[0])
        for round in 1...Self.rounds {
            let isSuspending = !round.isMultiple(of: 2)
            let (id, tag, body) = (area.id, area.etag, json(drawing(round)))
            let replies = try await answers([
                { [server, admins] in
                    try await server.decide(
                        isSuspending ? "suspend" : "approve", on: centre.id, as: admins[0],
                        reason: isSuspending ? "Fire" : nil)
                },
                { [server, admins] in
                    var headers = admins[1].headers
                    (headers[.ifMatch], headers[.contentType]) = (tag, "application/json")
                    return try await server.send(.put, "/api/service-areas/\(id ?? 0)", headers: headers, body: body)
                },
            ])
            #expect(replies.map(\.status) == [200, 200], "\(replies.map(\.text))")
            area = try replies[1].decode()
            #expect(area.status == "in_force" && area.version == round + 1)
            let corner = try #require(area.geometry?.coordinates[0][0][0])
            let covers = try await server.covers(centre.id, lat: corner[1] + 0.02, lng: corner[0] + 0.02)
            #expect(covers == !isSuspending)
            if round.isMultiple(of: 5) { try await server.expectKeptCoverageIsRight() }
        }
        try await expectSoundHistory()
        try await server.expectKeptCoverageIsRight()
    }

    private struct Imagined: Decodable {
        struct Side: Decodable {
            struct Amounts: Decodable { let covered_km2: Double }
            let state: Amounts
        }
        let before: Side
        let after: Side
        let delta: Side
    }

    @Test func `what is imagined while its area is deleted is of the time before or after, never of both`() async throws
    {
        let (centre, _, admins) = try await scene()
        let dispatcher = try await server.person(.dispatcher)
        let without_km2 = try await CoverageSummary.find(on: server.pool).state.covered_km2
        var seen: Set<Bool> = []
        for _ in 1...Self.rounds {
            let area = try await server.draw(["kind": "radius", "radius_km": 75], of: centre.id, as: admins[0])
            let gain_km2 = try await CoverageSummary.find(on: server.pool).state.covered_km2 - without_km2
            try #require(gain_km2 > 1)
            let replies = try await answers([
                { [server] in
                    try await server.send(
                        .post, "/api/coverage/what-if", as: dispatcher,
                        json: #"{"changes":[{"action":"remove","provider_id":\#(centre.id)}]}"#)
                },
                { [server, admins] in try await server.change(.delete, area.id, if: area.etag, as: admins[0]) },
            ])
            try #require(replies.map(\.status) == [200, 204], "\(replies.map(\.text))")
            let imagined: Imagined = try replies[0].decode()
            // Told in thousandths.
            let isDeleted = abs(imagined.delta.state.covered_km2) < 0.001
            seen.insert(isDeleted)
            #expect(isDeleted || abs(imagined.delta.state.covered_km2 + gain_km2) < 0.001)
            #expect(abs(imagined.after.state.covered_km2 - without_km2) < 0.001)
        }
        #expect(!seen.isEmpty)
        try await expectSoundHistory()
        try await server.expectKeptCoverageIsRight()
    }
}
