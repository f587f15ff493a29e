import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What is no service area.
@Suite(.server) struct AreaRefusalTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let body: String
        let status: Int
        let code: String
        let field: String?
        var testDescription: String { String(body.prefix(80)) }

        init(_ body: String, _ field: String?, code: String = "invalid_parameter", status: Int = 422) {
            (self.body, self.field, self.code, self.status) = (body, field, code, status)
        }
    }

    static let bad: [Bad] = [
        Bad("", nil, code: "invalid_json", status: 400), Bad("[]", nil, code: "invalid_json", status: 400),
        Bad("{}", "kind"), Bad(#"{"kind":null}"#, "kind"), Bad(#"{"kind":7}"#, "kind"),
        Bad(#"{"kind":"circle"}"#, "kind"), Bad(#"{"kind":"POLYGON"}"#, "kind"),
        Bad(#"{"kind":"radius","radius_km":5,"x":1}"#, "x", code: "unknown_parameter"),
        Bad(#"{"kind":"radius","radius_km":5,"pincodes":["600001"]}"#, "pincodes", code: "unknown_parameter"),
        Bad(#"{"kind":"radius"}"#, "radius_km"), Bad(#"{"kind":"radius","radius_km":0}"#, "radius_km"),
        Bad(#"{"kind":"radius","radius_km":-1}"#, "radius_km"),
        Bad(#"{"kind":"radius","radius_km":75.1}"#, "radius_km"),
        Bad(#"{"kind":"radius","radius_km":"5"}"#, "radius_km"),
        Bad(#"{"kind":"radius","radius_km":1e308}"#, "radius_km"),
        Bad(#"{"kind":"radius","radius_km":1e-9}"#, "radius_km", code: "invalid_geometry"),
        Bad(#"{"kind":"radius","radius_km":2.3e-308}"#, "radius_km", code: "invalid_geometry"),
        Bad(#"{"kind":"pincodes"}"#, "pincodes"), Bad(#"{"kind":"pincodes","pincodes":[]}"#, "pincodes"),
        Bad(#"{"kind":"pincodes","pincodes":"600001"}"#, "pincodes"),
        Bad(#"{"kind":"pincodes","pincodes":["60000"]}"#, "pincodes[0]", code: "invalid_pincode"),
        Bad(#"{"kind":"pincodes","pincodes":["600001",null]}"#, "pincodes[1]", code: "invalid_pincode"),
        Bad(#"{"kind":"pincodes","pincodes":["'; --"]}"#, "pincodes[0]", code: "invalid_pincode"),
        Bad(#"{"kind":"pincodes","pincodes":["600001","110001"]}"#, "pincodes", code: "unknown_pincode"),
        Bad(#"{"kind":"city"}"#, "city"), Bad(#"{"kind":"city","city":"  "}"#, "city"),
        Bad(#"{"kind":"city","city":"\u0000"}"#, "city"),
        Bad(#"{"kind":"city","city":"Atlantis"}"#, "city", code: "unknown_city"),
        Bad(#"{"kind":"city","city":"<b>'; DROP TABLE users; --"}"#, "city", code: "unknown_city"),
        Bad(#"{"kind":"city","city":"Chennai","district_lgd":569}"#, "city", code: "unknown_city"),
        Bad(#"{"kind":"city","city":"Gudalur"}"#, "district_lgd", code: "ambiguous_city"),
        Bad(#"{"kind":"district"}"#, "district_lgd"), Bad(#"{"kind":"district","district_lgd":"568"}"#, "district_lgd"),
        Bad(#"{"kind":"district","district_lgd":99999999999}"#, "district_lgd"),
        Bad(#"{"kind":"district","district_lgd":1}"#, "district_lgd", code: "unknown_district"),
        Bad(#"{"kind":"polygon"}"#, "geometry"), Bad(#"{"kind":"polygon","geometry":"x"}"#, "geometry"),
        Bad(#"{"kind":"polygon","geometry":{},"srid":0}"#, "srid"),
        Bad(#"{"kind":"polygon","geometry":{},"srid":"4326"}"#, "srid"),
        Bad(#"{"kind":"polygon","geometry":{}}"#, "geometry", code: "invalid_geometry"),
        Bad(
            #"{"kind":"polygon","geometry":{"type":"Point","coordinates":[80,13]}}"#, "geometry",
            code: "invalid_geometry"),
        Bad(polygon("[[80,13],[80.1,13],[80.1,13.1],[80,13.1]]"), "geometry", code: "invalid_geometry"),
        Bad(polygon("[[80,13],[80.1,13.1],[80.1,13],[80,13.1],[80,13]]"), "geometry", code: "invalid_geometry"),
        Bad(polygon("[[80,13],[80.1,13],[80.2,13],[80,13]]"), "geometry", code: "invalid_geometry"),
        Bad(polygon("[[13,80],[13.1,80],[13.1,80.1],[13,80]]"), "geometry", code: "invalid_geometry"),
        Bad(polygon("[[80,13],[1e308,13],[80.1,13.1],[80,13]]"), "geometry", code: "invalid_geometry"),
        Bad(polygon("[[76,8],[81,8],[81,14],[76,14],[76,8]]"), "geometry", code: "invalid_geometry"),
        Bad(
            polygon("[[80,13],[80.1,13],[80.1,13.1],[80,13]]", ",\"srid\":999999"), "geometry", code: "invalid_geometry"
        ),
    ]

    private static func polygon(_ ring: String, _ more: String = "") -> String {
        #"{"kind":"polygon","geometry":{"type":"Polygon","coordinates":["# + ring + "]}" + more + "}"
    }

    @Test(arguments: bad) func `what is wrong is named, and nothing is stored`(bad: Bad) async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let uri = "/api/providers/\(centre.id)/service-areas"
        try expectProblem(
            await server.send(.post, uri, as: owner, json: bad.body), bad.status, bad.code, field: bad.field)
        let area = try await server.draw(["kind": "radius", "radius_km": 1], of: centre.id, as: admin)
        var headers = admin.headers
        (headers[.ifMatch], headers[.contentType]) = (area.etag, "application/json")
        try expectProblem(
            await server.send(
                .put, "/api/service-areas/\(try #require(area.id))", headers: headers, body: bad.body), bad.status,
            bad.code, field: bad.field)
        #expect(try await server.area(area.id, as: admin) == area)
        let list: AreaPage = try await server.send(.get, uri, as: owner).decode()
        #expect(list.items.map(\.id) == [area.id])
    }

    @Test func `a ground that isn't taken says why, for programs`() async throws {
        let owner = try await server.person(.provider)
        let uri = "/api/providers/\(try await server.approvedCentre(of: owner).id)/service-areas"
        for (body, reason) in [
            (Self.polygon("[[80,13],[80.1,13.1],[80.1,13],[80,13.1],[80,13]]"), "self_intersection"),
            (Self.polygon("[[13,80],[13.1,80],[13.1,80.1],[13,80]]"), "swapped_axes"),
            (#"{"kind":"radius","radius_km":1e-9}"#, "outside_region"),
            (#"{"kind":"city","city":"Atlantis"}"#, nil),
        ] {
            let problem: ProblemBody = try await server.send(.post, uri, as: owner, json: body).decode()
            #expect(problem.errors?.map(\.reason) == [reason], "\(body)")
        }
    }

    @Test func `a body that is too long or of another type isn't read`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        let uri = "/api/providers/\(centre.id)/service-areas"
        let long = #"{"kind":"city","city":"\#(String(repeating: "x", count: 300_000))"}"#
        try expectProblem(await server.send(.post, uri, as: owner, json: long), 413, "too_large")
        try expectProblem(
            await server.send(.post, uri + "?srid=4326", as: owner, json: "{}"), 422, "unknown_parameter", field: "srid"
        )
        for type in [nil, "text/plain", "application/xml", "multipart/form-data; boundary=x"] {
            var headers = owner.headers
            headers[.contentType] = type
            try expectProblem(
                await server.send(.post, uri, headers: headers, body: "{}"), 415, "unsupported_type")
        }
    }

    @Test(arguments: [
        "/api/providers/7/service-areas?x=1", "/api/service-areas/7?x=1", "/api/service-areas/7/versions?x=1",
        "/api/service-areas/7/versions/1?x=1", "/api/admin/service-areas?x=1",
    ])
    func `no address drops a parameter that it doesn't know`(uri: String) async throws {
        let admin = try await server.person(.admin)
        try expectProblem(await server.send(.get, uri, as: admin), 422, "unknown_parameter", field: "x")
    }

    @Test func `ids that are none are nobody's`() async throws {
        let admin = try await server.person(.admin)
        for id in ["x", "-1", "0", "99999999999999999999", "1%27--"] {
            try expectProblem(
                await server.send(.get, "/api/service-areas/\(id)", as: admin), 404, "unknown_service_area")
            try expectProblem(
                await server.send(.post, "/api/service-areas/\(id)/approve", as: admin), 404, "unknown_service_area")
            try expectProblem(
                await server.send(.get, "/api/providers/\(id)/service-areas", as: admin), 404, "unknown_provider")
        }
        try expectProblem(
            await server.send(.get, "/api/admin/service-areas?status=withdrawn", as: admin), 422, "invalid_parameter",
            field: "status")
        try expectProblem(
            await server.send(.get, "/api/service-areas/1/versions?cursor=x", as: admin), 422, "invalid_parameter",
            field: "cursor")
    }
}
