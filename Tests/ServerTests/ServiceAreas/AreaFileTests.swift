import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Areas that are sent as the files they were drawn in.
@Suite(.server) struct AreaFileTests {
    private static let ring = "80.2,13.0 80.25,13.0 80.25,13.05 80.2,13.05 80.2,13.0"
    private static let feature = """
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"<b>x</b>"},
         "geometry":{"type":"Polygon","coordinates":[[[80.2,13.0],[80.25,13.0],[80.25,13.05],[80.2,13.05],[80.2,13.0]]]}}]}
        """

    private static func kml(_ ring: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Ground</name><Polygon><outerBoundaryIs>
        <LinearRing><coordinates>\(ring)</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>
        """
    }

    private func send(
        _ method: HTTPRequest.Method, _ uri: String, _ type: String, _ body: String, tag: String? = nil,
        as person: Person
    ) async throws -> Reply {
        var headers = person.headers
        (headers[.contentType], headers[.ifMatch]) = (type, tag)
        return try await server.send(method, uri, headers: headers, body: body)
    }

    @Test func `a file means what its geometry would, and is kept as it was sent`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let uri = "/api/providers/\(centre.id)/service-areas"
        let drawn = try await server.draw(
            ["kind": "polygon", "geometry": square(lng: 80.2, lat: 13.0)], of: centre.id, as: admin)
        for (type, body) in [
            ("application/geo+json", Self.feature), ("Application/GEO+JSON; charset=utf-8", Self.feature),
            ("application/vnd.google-earth.kml+xml", Self.kml(Self.ring)),
        ] {
            let reply = try await send(.post, uri, type, body, as: admin)
            #expect(reply.status == 201, "\(reply.text)")
            let area: AreaBody = try reply.decode()
            #expect(area.kind == "polygon" && area.geometry == drawn.geometry && area.area_km2 == drawn.area_km2)
            #expect(area.content_type == String(type.lowercased().prefix { $0 != ";" }))
            let kept = try await server.pool.query(
                "SELECT request ->> 'text' FROM service_areas WHERE id = \(area.id)")[0].decode(String.self)
            #expect(kept == body)
        }
        let replaced = try await send(
            .put, "/api/service-areas/\(try #require(drawn.id))", "application/vnd.google-earth.kml+xml",
            Self.kml("80.3,13.0 80.35,13.0 80.35,13.05 80.3,13.0"), tag: drawn.etag, as: admin)
        #expect(try replaced.decode(AreaBody.self).version == 2)
        try await server.expectKeptCoverageIsRight()
    }

    @Test(arguments: [
        ("application/geo+json", "{", 400, "invalid_json"), ("application/geo+json", "", 400, "invalid_json"),
        ("application/geo+json", #"{"type":"Point","coordinates":[80,13]}"#, 422, "invalid_geometry"),
        ("application/vnd.google-earth.kml+xml", "<kml", 422, "invalid_geometry"),
        (
            "application/vnd.google-earth.kml+xml", "<!DOCTYPE kml [<!ENTITY a 'b'>]><kml>&a;</kml>", 422,
            "invalid_geometry"
        ),
        ("application/zip", "PK", 422, "invalid_geometry"), ("application/zip", "", 422, "invalid_geometry"),
    ])
    func `a file that is none is refused`(type: String, body: String, status: Int, code: String) async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        let uri = "/api/providers/\(centre.id)/service-areas"
        let reply = try await send(.post, uri, type, body, as: owner)
        try expectProblem(reply, status, code, field: status == 422 ? "geometry" : nil)
        let long = try await send(.post, uri, type, body + String(repeating: " ", count: 257 << 10), as: owner)
        try expectProblem(long, 413, "too_large")
        for srid in ["", "0", "x", "4326.5", "999999"] {
            try expectProblem(
                await send(.post, "\(uri)?srid=\(srid)", type, body, as: owner), 422, "invalid_parameter",
                field: "srid")
        }
        try expectProblem(
            await send(.post, "\(uri)?name=x", type, body, as: owner), 422, "unknown_parameter", field: "name")
        let list: AreaPage = try await server.send(.get, uri, as: owner).decode()
        #expect(list.items.isEmpty)
    }

    @Test func `a file's coordinates are in the system that the address names`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let body =
            #"{"type":"Polygon","coordinates":[[[410000,1440000],[413000,1440000],[413000,1442000],[410000,1442000],[410000,1440000]]]}"#
        let uri = "/api/providers/\(centre.id)/service-areas"
        let reply = try await send(.post, uri + "?srid=32644", "application/geo+json", body, as: admin)
        #expect(abs(try reply.decode(AreaBody.self).area_km2 - 6) < 0.06)
        try expectProblem(
            await send(.post, uri, "application/geo+json", body, as: admin), 422, "invalid_geometry", field: "geometry")
    }
}
