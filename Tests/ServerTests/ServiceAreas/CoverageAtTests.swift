import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Who covered a place on a day.
@Suite(.server) struct CoverageAtTests {
    private let lat = 13.025
    private let lng = 80.225

    private func drawing(_ lng: Double) -> [String: Any] {
        ["kind": "polygon", "geometry": square(lng: lng, lat: 13.0)]
    }

    @Test func `each change shows from its time on, and not before`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        var expected: [(Date, Bool)] = []
        func note(_ covers: Bool) async throws {
            #expect(try await server.covers(centre.id, lat: lat, lng: lng) == covers)
            expected.append((try await server.moment(), covers))
        }
        try await note(false)
        let proposed = try await server.draw(drawing(80.2), of: centre.id, as: owner)
        try await note(false)
        _ = try await server.decideArea("approve", proposed.id, as: admin)
        try await note(true)
        let changing = try await server.redraw(try await server.area(proposed.id, as: owner), drawing(80.5), as: owner)
        try await note(true)
        let moved: AreaBody = try await server.decideArea("approve", changing.id, as: admin).decode()
        try await note(false)
        let back = try await server.redraw(moved, drawing(80.19), as: admin)
        try await note(true)
        _ = try await server.decide("suspend", on: centre.id, as: admin, reason: "Fire")
        try await note(false)
        _ = try await server.decide("approve", on: centre.id, as: admin)
        try await note(true)
        #expect(try await server.change(.delete, back.id, if: back.etag, as: admin).status == 204)
        try await note(false)
        for (time, covers) in expected {
            #expect(try await server.covers(centre.id, lat: lat, lng: lng, at: time) == covers, "\(time)")
        }
    }

    @Test func `what is deleted from the tables stays in the history`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(["center_name": "Gone Iron Repair"], of: owner)
        let area = try await server.draw(drawing(80.2), of: centre.id, as: admin)
        let before = try await server.moment()
        try await server.pool.execute(
            "UPDATE service_providers SET center_name = 'Other name', lat = 13.3, location_source = 'pin' WHERE id = \(centre.id)"
        )
        let moved = try await server.moment()
        try await server.pool.execute("DELETE FROM service_providers WHERE id = \(centre.id)")
        let after = try await server.moment()
        let path = "/api/coverage?lat=\(lat)&lng=\(lng)&at="
        func found(_ time: Date) async throws -> CoverageRoutesTests.Body.Centre? {
            let answer: CoverageRoutesTests.Body = try await server.read(path + toTheMillisecond(time))
            return answer.providers.first { $0.id == centre.id }
        }
        #expect(try await found(before)?.center_name == "Gone Iron Repair")
        let there = try #require(try await found(moved))
        #expect(there.center_name == "Other name" && there.distance_m > 25_000)
        #expect(try await found(after) == nil)
        let versions = try await server.versions(of: area, as: admin)
        #expect(versions.map(\.status) == ["withdrawn"] && versions[0].to != nil)
        try await server.expectKeptCoverageIsRight()
    }

    @Test func `at this moment the history says what is so now, for pincodes and points`() async throws {
        // A server of its own, where nothing changes meanwhile.
        try await withServer { server in
            let rows = try await server.pool.query(
                """
                SELECT count(*), count(*) FILTER (WHERE now.* IS DISTINCT FROM past.*)
                FROM (SELECT p.pincode, c.* FROM pincodes p, coverage_of_pincode(p.pincode::integer) c
                      WHERE p.pincode % 25 = 1) AS now
                FULL JOIN (SELECT p.pincode, c.* FROM pincodes p, coverage_of_pincode_at(p.pincode::integer, now()) c
                      WHERE p.pincode % 25 = 1) AS past USING (pincode, id)
                """)
            let (asked, wrong) = try rows[0].decode(Int64.self, Int64.self)
            #expect(asked > 80)
            #expect(wrong == 0)
            let now = encoded(Timestamp.text(Date()))
            for origin in ["pincode=600001", "lat=13.08&lng=80.28", "digipin=4T3-83P-6KM2"] {
                let present: CoverageRoutesTests.Body = try await server.read("/api/coverage?\(origin)")
                let past: CoverageRoutesTests.Body = try await server.read("/api/coverage?\(origin)&at=\(now)")
                #expect(present.providers.map(\.id) == past.providers.map(\.id))
                #expect(present.nearest?.id == past.nearest?.id && present.nearest?.id != nil)
            }
        }
    }

    @Test func `before the history begins nobody was there`() async throws {
        let reply = try await server.get("/api/coverage?pincode=600001&at=2001-01-01T00:00:00%2B05:30")
        #expect(reply.text.contains(#""at":"2001-01-01T00:00:00+05:30","covered":false,"coverage_count":0"#))
        #expect(reply.text.contains(#""providers":[],"nearest":null"#))
        #expect(try await server.get("/api/coverage?pincode=600001&at=2001-01-01T00:00:00+05:30").text == reply.text)
    }

    @Test(arguments: [
        "", "x", "2026-11-23", "2026-11-23T18:00:00", "2999-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "now()'; --", "infinity", "1700000000",
    ])
    func `a time that is none, or in the future, is refused`(time: String) async throws {
        for origin in ["pincode=600001", "lat=13&lng=80"] {
            try expectProblem(
                await server.get("/api/coverage?\(origin)&at=\(encoded(time))"), 422, "invalid_parameter", field: "at")
        }
    }
}
