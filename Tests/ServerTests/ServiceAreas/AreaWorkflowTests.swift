import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Who changes an area, and when a change counts.
@Suite(.server) struct AreaWorkflowTests {
    private let here = (lat: 13.025, lng: 80.225)
    private let there = (lat: 12.525, lng: 79.925)
    private var drawnHere: [String: Any] { ["kind": "polygon", "geometry": square(lng: 80.2, lat: 13.0)] }
    private var drawnThere: [String: Any] { ["kind": "polygon", "geometry": square(lng: 79.9, lat: 12.5)] }

    private func coverage(_ centre: OwnCentre) async throws -> [Bool] {
        [
            try await server.covers(centre.id, lat: here.lat, lng: here.lng),
            try await server.covers(centre.id, lat: there.lat, lng: there.lng),
        ]
    }

    @Test func `an owner's area covers nothing until an admin approves it`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.draw(drawnHere, of: centre.id, as: owner)
        #expect(area.status == "proposed" && area.decided_at == nil)
        #expect(try await coverage(centre) == [false, false])
        let waiting = try await server.send(.get, "/api/admin/service-areas?limit=100", as: admin)
        #expect(try waiting.decode(AreaPage.self).items.contains { $0.id == area.id })

        let reply = try await server.decideArea("approve", area.id, as: admin)
        let approved: AreaBody = try reply.decode()
        #expect(reply.status == 200 && approved.status == "in_force" && approved.decided_at != nil)
        #expect(approved.version == 1 && approved.geometry == area.geometry && approved.author_id == owner.id)
        #expect(try await coverage(centre) == [true, false])
        try expectProblem(await server.decideArea("approve", area.id, as: admin), 409, "illegal_transition")
        #expect(
            try await server.audit(of: try #require(area.id), "service_area")
                == ["service_area.created", "service_area.approved"])
        let events = try await server.events(of: centre.id).filter { $0.hasPrefix("service_area") }
        #expect(events.map { $0.prefix { $0 != " " } } == ["service_area_proposed", "service_area_approved"])
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `what is in force stays so until its change is approved`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(drawnHere, of: centre.id, as: admin)
        #expect(drawn.status == "in_force" && drawn.author_id == admin.id)
        let proposed = try await server.redraw(drawn, drawnThere, as: owner)
        #expect(proposed.id == drawn.id && proposed.status == "in_force" && proposed.geometry == drawn.geometry)
        #expect(proposed.replacement?.version == 2 && proposed.replacement?.status == "proposed")
        #expect(proposed.replacement?.author_id == owner.id)
        #expect(try await coverage(centre) == [true, false])
        // A later change takes the place of the one that waits.
        let again = try await server.redraw(proposed, ["kind": "radius", "radius_km": 1], as: owner)
        #expect(again.version == 1 && again.replacement?.version == 3 && again.replacement?.radius_km == 1)
        let third = try await server.redraw(again, drawnThere, as: owner)
        let waiting = try await server.send(.get, "/api/admin/service-areas?limit=100", as: admin)
        #expect(try waiting.decode(AreaPage.self).items.contains { $0.id == drawn.id })

        let approved: AreaBody = try await server.decideArea("approve", drawn.id, if: third.etag, as: admin).decode()
        #expect(approved.status == "in_force" && approved.version == 4 && approved.replacement == nil)
        #expect(approved.geometry == third.replacement?.geometry && approved.author_id == owner.id)
        #expect(try await coverage(centre) == [false, true])
        let versions = try await server.versions(of: drawn, as: owner)
        #expect(versions.map(\.version) == [4, 3, 2, 1])
        #expect(versions.map(\.status) == ["in_force", "superseded", "superseded", "superseded"])
        #expect(versions.map { $0.from != nil } == [true, false, false, true])
        #expect(versions.map { $0.to != nil } == [false, false, false, true])
        #expect(versions.allSatisfy { $0.geometry == nil && $0.area_km2 > 0 })
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `a rejected change says why and leaves what is in force`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(drawnHere, of: centre.id, as: admin)
        _ = try await server.redraw(drawn, drawnThere, as: owner)
        let reason = "Too far; மிகத் தொலைவு <b>'; DROP TABLE users; --"
        let rejected: AreaBody = try await server.decideArea("reject", drawn.id, reason: reason, as: admin).decode()
        #expect(rejected.status == "in_force" && rejected.replacement == nil && rejected.decision_reason == reason)
        #expect(try await coverage(centre) == [true, false])
        let versions = try await server.versions(of: drawn, as: owner)
        #expect(versions.map(\.status) == ["rejected", "in_force"] && versions[0].decision_reason == reason)
        try expectProblem(
            await server.decideArea("reject", drawn.id, reason: "again", as: admin), 409, "illegal_transition")
        let event = try #require(try await server.events(of: centre.id).last)
        #expect(event.hasPrefix("service_area_rejected") && event.contains(#""version": 2"#))
    }

    @Test func `a rejected area is proposed again when its owner changes it, and an admin may take a rejection back`()
        async throws
    {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(drawnHere, of: centre.id, as: owner)
        let rejected: AreaBody = try await server.decideArea("reject", drawn.id, reason: "No", as: admin).decode()
        #expect(rejected.status == "rejected" && rejected.decision_reason == "No")
        let list = try await server.send(.get, "/api/admin/service-areas?status=rejected&limit=100", as: admin)
        #expect(try list.decode(AreaPage.self).items.contains { $0.id == drawn.id })
        let changed = try await server.redraw(rejected, drawnThere, as: owner)
        #expect(changed.status == "proposed" && changed.version == 2 && changed.decision_reason == nil)
        _ = try await server.decideArea("reject", drawn.id, reason: "No", as: admin)
        let approved: AreaBody = try await server.decideArea("approve", drawn.id, as: admin).decode()
        #expect(approved.status == "in_force" && approved.version == 2 && approved.decision_reason == nil)
        #expect(try await coverage(centre) == [false, true])
    }

    @Test func `a deleted area is gone but for its history, and nothing can be decided about it`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(drawnHere, of: centre.id, as: admin)
        let proposed = try await server.redraw(drawn, drawnThere, as: owner)
        let reply = try await server.change(.delete, drawn.id, if: proposed.etag, as: owner)
        #expect(reply.status == 204 && reply.text.isEmpty)
        #expect(try await coverage(centre) == [false, false])
        let path = "/api/service-areas/\(try #require(drawn.id))"
        try expectProblem(await server.send(.get, path, as: owner), 404, "unknown_service_area")
        for method in [HTTPRequest.Method.put, .delete] {
            let body = method == .put ? drawnHere : nil
            try expectProblem(
                await server.change(method, drawn.id, if: proposed.etag, body, as: owner), 404,
                "unknown_service_area")
        }
        try expectProblem(await server.decideArea("approve", drawn.id, as: admin), 409, "illegal_transition")
        try expectProblem(
            await server.decideArea("reject", drawn.id, reason: "No", as: admin), 409, "illegal_transition")
        let list = try await server.send(.get, "/api/providers/\(centre.id)/service-areas", as: owner)
        #expect(try list.decode(AreaPage.self).items.isEmpty)
        let versions = try await server.versions(of: drawn, as: owner)
        #expect(versions.map(\.status) == ["withdrawn", "withdrawn"])
        let first = try await server.send(.get, "\(path)/versions/1", as: owner)
        #expect(try first.decode(AreaBody.self).geometry == drawn.geometry)
        try expectProblem(await server.send(.get, "\(path)/versions/3", as: owner), 404, "unknown_version")
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `a centre that is suspended while its area is drawn covers nothing until it is approved again`()
        async throws
    {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        async let suspended = server.decide("suspend", on: centre.id, as: admin, reason: "Fire")
        async let drawn = server.draw(drawnHere, of: centre.id, as: admin)
        #expect(try await suspended.status == 200)
        #expect(try await drawn.status == "in_force")
        #expect(try await coverage(centre) == [false, false])
        try await server.expectKeptCoverageIsRight()
        #expect(try await server.decide("approve", on: centre.id, as: admin).status == 200)
        #expect(try await coverage(centre) == [true, false])
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `somebody else's areas are not there, and staff see all of them`() async throws {
        let (owner, other) = (try await server.person(.provider), try await server.person(.provider))
        let dispatcher = try await server.person(.dispatcher)
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.draw(drawnHere, of: centre.id, as: owner)
        let path = "/api/service-areas/\(try #require(area.id))"
        for uri in [path, "\(path)/versions"] {
            try expectProblem(await server.send(.get, uri, as: other), 404, "unknown_service_area")
            #expect(try await server.send(.get, uri, as: dispatcher).status == 200)
        }
        try expectProblem(await server.send(.get, "\(path)/versions/1", as: other), 404, "unknown_version")
        let areas = "/api/providers/\(centre.id)/service-areas"
        try expectProblem(await server.send(.get, areas, as: other), 404, "unknown_provider")
        try expectProblem(await server.send(.post, areas, as: other, json: json(drawnHere)), 404, "unknown_provider")
        let list: AreaPage = try await server.send(.get, areas, as: dispatcher).decode()
        #expect(list.items.map(\.id) == [area.id])
        try expectProblem(
            await server.send(.get, "/api/providers/999999999/service-areas", as: dispatcher), 404, "unknown_provider")
        try expectProblem(
            await server.change(.put, area.id, if: area.etag, drawnThere, as: other), 404, "unknown_service_area")
        try expectProblem(
            await server.change(.delete, area.id, if: area.etag, as: other), 404, "unknown_service_area")
    }

    @Test func `areas come page by page, and fifty are enough`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        for n in 0..<49 {
            try await server.pool.execute(
                """
                INSERT INTO service_areas (provider_id, kind, geom)
                SELECT \(centre.id), 'polygon', ST_Multi(ST_MakeEnvelope(80 + \(n) * 0.001, 13, 80.1, 13.1, 4326))
                """)
        }
        let last = try await server.draw(drawnHere, of: centre.id, as: owner)
        for person in [owner, admin] {
            try expectProblem(
                await server.send(
                    .post, "/api/providers/\(centre.id)/service-areas", as: person, json: json(drawnHere)), 409,
                "too_many_service_areas")
        }
        var seen: [Int64?] = []
        var cursor: String?
        repeat {
            let next = cursor.map { "&cursor=\($0)" } ?? ""
            let page: AreaPage = try await server.send(
                .get, "/api/providers/\(centre.id)/service-areas?limit=17\(next)", as: owner
            ).decode()
            seen += page.items.map(\.id)
            cursor = page.next_cursor
        } while cursor != nil
        #expect(seen.count == 50 && Set(seen).count == 50 && seen.last == last.id)
        // A deleted one makes room.
        #expect(try await server.change(.delete, last.id, if: last.etag, as: owner).status == 204)
        _ = try await server.draw(drawnHere, of: centre.id, as: owner)
    }
}
