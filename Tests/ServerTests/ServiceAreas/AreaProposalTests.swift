import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Owners who take back what they proposed.
@Suite(.server) struct AreaProposalTests {
    private func drawing(_ step: Int) -> [String: Any] {
        ["kind": "polygon", "geometry": square(lng: 80.2 + Double(step) * 0.1, lat: 13.0)]
    }

    @Test func `a proposed change is taken back, and what is in force stays so`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(drawing(0), of: centre.id, as: admin)
        let proposed = try await server.redraw(drawn, drawing(-1), as: owner)
        #expect(try await server.withdrawProposal(of: drawn.id, if: proposed.etag, as: owner).status == 204)
        let now = try await server.area(drawn.id, as: owner)
        #expect(now.status == "in_force" && now.version == 1 && now.replacement == nil)
        #expect(now.geometry == drawn.geometry && now.etag != proposed.etag && now.decided_at == drawn.decided_at)
        #expect(try await server.covers(centre.id, lat: 13.025, lng: 80.225))
        #expect(try await server.versions(of: drawn, as: owner).map(\.status) == ["withdrawn", "in_force"])
        let waiting = try await server.send(.get, "/api/admin/service-areas?limit=100", as: admin)
        #expect(try !waiting.decode(AreaPage.self).items.contains { $0.id == drawn.id })
        #expect(
            try await server.audit(of: try #require(drawn.id), "service_area").last
                == "service_area.proposal_withdrawn")
        let event = try #require(try await server.events(of: centre.id).last)
        #expect(event.hasPrefix("service_area_proposal_withdrawn") && event.contains(#""version": 2"#))
        #expect(event.contains("withdrawn\""))
        // Nothing waits any more: neither to be taken back again nor to be decided.
        try expectProblem(
            await server.withdrawProposal(of: drawn.id, if: now.etag, as: owner), 409, "illegal_transition")
        try expectProblem(await server.decideArea("approve", drawn.id, as: admin), 409, "illegal_transition")
        let next = try await server.redraw(now, drawing(1), as: owner)
        #expect(next.replacement?.version == 3)
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `an area that is only proposed is deleted`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.draw(drawing(0), of: centre.id, as: owner)
        #expect(try await server.withdrawProposal(of: area.id, if: area.etag, as: owner).status == 204)
        try expectProblem(
            await server.send(.get, "/api/service-areas/\(try #require(area.id))", as: owner), 404,
            "unknown_service_area")
        #expect(try await server.versions(of: area, as: owner).map(\.status) == ["withdrawn"])
        try expectProblem(await server.decideArea("approve", area.id, as: admin), 409, "illegal_transition")
        try expectProblem(
            await server.withdrawProposal(of: area.id, if: "*", as: owner), 404, "unknown_service_area")
        // A rejected one waits for nobody.
        let other = try await server.draw(drawing(0), of: centre.id, as: owner)
        let rejected: AreaBody = try await server.decideArea("reject", other.id, reason: "No", as: admin).decode()
        try expectProblem(
            await server.withdrawProposal(of: other.id, if: rejected.etag, as: owner), 409, "illegal_transition")
    }

    @Test func `only who has read it may take it back, and nobody else's`() async throws {
        let (owner, other) = (try await server.person(.provider), try await server.person(.provider))
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.draw(drawing(0), of: centre.id, as: owner)
        try expectProblem(
            await server.withdrawProposal(of: area.id, if: nil, as: owner), 428, "if_match_required")
        let changed = try await server.redraw(area, drawing(1), as: owner)
        try expectProblem(
            await server.withdrawProposal(of: area.id, if: area.etag, as: owner), 412, "changed_meanwhile")
        try expectProblem(
            await server.withdrawProposal(of: area.id, if: changed.etag, as: other), 404, "unknown_service_area")
        #expect(try await server.area(area.id, as: owner) == changed)
        #expect(try await server.withdrawProposal(of: area.id, if: changed.etag, as: admin).status == 204)
    }
}
