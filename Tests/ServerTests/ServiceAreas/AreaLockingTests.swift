import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Two who change the same area at the same time.
@Suite(.server) struct AreaLockingTests {
    private func drawing(_ step: Int) -> [String: Any] {
        ["kind": "polygon", "geometry": square(lng: 80.2 + Double(step) * 0.001, lat: 13.0)]
    }

    private func area() async throws -> (area: AreaBody, centre: OwnCentre, owner: Person, admin: Person) {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        return (try await server.draw(drawing(0), of: centre.id, as: admin), centre, owner, admin)
    }

    @Test func `a change needs the ETag of what it changes`() async throws {
        let (area, _, owner, admin) = try await area()
        for person in [owner, admin] {
            try expectProblem(
                await server.change(.put, area.id, if: nil, drawing(1), as: person), 428, "if_match_required")
            try expectProblem(await server.change(.delete, area.id, if: nil, as: person), 428, "if_match_required")
        }
        let other = try await self.area().area
        for tag in [
            "\"area-\(try #require(area.id))-99\"", "W/\(try #require(area.etag))", "nonsense", "\"\"",
            try #require(other.etag), "\"area-\(try #require(area.id))-1'; DROP TABLE users; --\"",
        ] {
            try expectProblem(
                await server.change(.put, area.id, if: tag, drawing(1), as: admin), 412, "changed_meanwhile")
            try expectProblem(await server.change(.delete, area.id, if: tag, as: admin), 412, "changed_meanwhile")
        }
        #expect(try await server.area(area.id, as: admin) == area)
        let reply = try await server.change(
            .put, area.id, if: "\"x\", \(try #require(area.etag))", drawing(1), as: admin)
        #expect(reply.status == 200)
        let last = try await server.change(.delete, area.id, if: "*", as: admin)
        #expect(last.status == 204, "whatever it is")
    }

    @Test func `of two admins who change it at once one is told, and may do it again`() async throws {
        let (area, centre, _, admin) = try await area()
        let other = try await server.person(.admin)
        let replies = try await withThrowingTaskGroup(of: (Int, Reply).self) { group in
            for step in 1...6 {
                group.addTask { [server] in
                    (
                        step,
                        try await server.change(
                            .put, area.id, if: area.etag, drawing(step), as: step.isMultiple(of: 2) ? admin : other)
                    )
                }
            }
            var replies: [(step: Int, reply: Reply)] = []
            for try await reply in group { replies.append(reply) }
            return replies
        }
        let won = replies.filter { $0.reply.status == 200 }
        #expect(won.count == 1)
        for lost in replies where lost.reply.status != 200 {
            try expectProblem(lost.reply, 412, "changed_meanwhile")
        }
        let now = try await server.area(area.id, as: admin)
        #expect(now.version == 2)
        #expect(now == (try won.first?.reply.decode()))
        let loser = try #require(replies.first { $0.reply.status != 200 })
        let again = try await server.redraw(now, drawing(loser.step), as: other)
        #expect(again.version == 3)
        let versions = try await server.versions(of: area, as: admin)
        #expect(versions.map(\.status) == ["in_force", "superseded", "superseded"])
        #expect(try await server.covers(centre.id, lat: 13.01, lng: 80.21))
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `a proposed change makes what an admin has read stale`() async throws {
        let (area, _, owner, admin) = try await area()
        _ = try await server.redraw(area, drawing(1), as: owner)
        try expectProblem(
            await server.change(.put, area.id, if: area.etag, drawing(2), as: admin), 412, "changed_meanwhile")
        let now = try await server.area(area.id, as: admin)
        let stale = try await server.redraw(now, drawing(3), as: owner)
        for (verb, reason) in [("approve", nil), ("reject", "No")] {
            for tag in [now.etag, area.etag, "W/\(try #require(stale.etag))", "\"x\""] {
                try expectProblem(
                    await server.decideArea(verb, area.id, if: tag, reason: reason, as: admin), 412,
                    "changed_meanwhile")
            }
        }
        #expect(try await server.area(area.id, as: admin) == stale, "what was refused did nothing")
        // An admin who has seen it may draw over it.
        let drawn = try await server.redraw(stale, drawing(4), as: admin)
        #expect(drawn.version == 4 && drawn.replacement == nil && drawn.author_id == admin.id)
        #expect(
            try await server.versions(of: area, as: admin).map(\.status)
                == ["in_force", "superseded", "superseded", "superseded"])
    }

    @Test(arguments: ["approve", "reject"])
    func `of decisions taken at once the first counts`(other: String) async throws {
        let (area, _, owner, admin) = try await area()
        let proposed = try await server.redraw(area, drawing(1), as: owner)
        let statuses = try await withThrowingTaskGroup(of: Reply.self) { group in
            for n in 0..<6 {
                group.addTask { [server] in
                    n.isMultiple(of: 2)
                        ? try await server.decideArea("approve", area.id, as: admin)
                        : try await server.decideArea(
                            other, area.id, reason: other == "reject" ? "No" : nil, as: admin)
                }
            }
            var replies: [Reply] = []
            for try await reply in group { replies.append(reply) }
            return replies
        }
        #expect(statuses.count { $0.status == 200 } == 1)
        for reply in statuses where reply.status != 200 { try expectProblem(reply, 409, "illegal_transition") }
        let now = try await server.area(area.id, as: admin)
        let isApproved = now.version == 2
        #expect(now.status == "in_force" && now.replacement == nil)
        #expect(now.geometry == (isApproved ? proposed.replacement?.geometry : area.geometry))
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `of those who draw the fiftieth at once one does`() async throws {
        let (_, centre, owner, _) = try await area()
        try await server.pool.execute(
            """
            INSERT INTO service_areas (provider_id, kind, geom)
            SELECT \(centre.id), 'polygon', ST_Multi(ST_MakeEnvelope(80, 13, 80.1, 13.1, 4326))
            FROM generate_series(1, 48)
            """)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for step in 0..<4 {
                group.addTask { [server] in
                    try await server.send(
                        .post, "/api/providers/\(centre.id)/service-areas", as: owner, json: json(drawing(step))
                    ).status
                }
            }
            var statuses: [Int] = []
            for try await status in group { statuses.append(status) }
            return statuses
        }
        #expect(statuses.sorted() == [201, 409, 409, 409])
    }
}
