import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// A service area, or a version of one, as it is answered.
struct AreaBody: Decodable, Equatable {
    struct Geometry: Decodable, Equatable {
        let type: String
        let coordinates: [[[[Double]]]]
    }
    struct Replacement: Decodable, Equatable {
        let version: Int
        let status: String
        let kind: String
        let geometry: Geometry
        let radius_km: Double?
        let pincodes_covered: Int
        let author_id: Int64?
    }
    let id: Int64?
    let provider_id: Int64?
    let version: Int
    let status: String
    let kind: String
    let city: String?
    let district_lgd: Int32?
    let pincodes: [String]?
    let radius_km: Double?
    let geometry: Geometry?
    let area_km2: Double
    let pincodes_covered: Int?
    let author_id: Int64?
    let content_type: String?
    let decided_at: String?
    let decision_reason: String?
    let created_at: String
    let from: String?
    let to: String?
    let etag: String?
    let replacement: Replacement?
}

struct AreaPage: Decodable {
    let items: [AreaBody]
    let next_cursor: String?
}

/// A square of some kilometres, as the geometry of a drawing.
func square(lng: Double, lat: Double, side: Double = 0.05) -> [String: Any] {
    let (e, n) = (lng + side, lat + side)
    return ["type": "Polygon", "coordinates": [[[lng, lat], [e, lat], [e, n], [lng, n], [lng, lat]]]]
}

func toTheMillisecond(_ time: Date) -> String {
    time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}

extension TestServer {
    func draw(_ body: [String: Any], of centre: Int64, as person: Person) async throws -> AreaBody {
        let reply = try await send(
            .post, "/api/providers/\(centre)/service-areas", as: person, json: json(body))
        try #require(reply.status == 201, "\(reply.text)")
        let area: AreaBody = try reply.decode()
        #expect(reply.headers[.eTag] == area.etag)
        #expect(reply.headers[.location] == "/api/service-areas/\(try #require(area.id))")
        return area
    }

    func area(_ id: Int64?, as person: Person) async throws -> AreaBody {
        let reply = try await send(.get, "/api/service-areas/\(try #require(id))", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        let area: AreaBody = try reply.decode()
        #expect(reply.headers[.eTag] == area.etag)
        return area
    }

    /// - Parameter tag: The header `If-Match`; nil leaves it out.
    func change(
        _ method: HTTPRequest.Method, _ id: Int64?, if tag: String?, _ body: [String: Any]? = nil, as person: Person
    ) async throws -> Reply {
        var headers = person.headers
        headers[.ifMatch] = tag
        if body != nil { headers[.contentType] = "application/json" }
        return try await send(
            method, "/api/service-areas/\(try #require(id))", headers: headers, body: body.map { json($0) })
    }

    /// - Parameter tag: The header `If-Match`; nil leaves it out.
    func withdrawProposal(of id: Int64?, if tag: String?, as person: Person) async throws -> Reply {
        var headers = person.headers
        headers[.ifMatch] = tag
        return try await send(
            .delete, "/api/service-areas/\(try #require(id))/proposal", headers: headers, body: nil as String?)
    }

    func redraw(_ area: AreaBody, _ body: [String: Any], as person: Person) async throws -> AreaBody {
        let reply = try await change(.put, area.id, if: area.etag, body, as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    func decideArea(
        _ verb: String, _ id: Int64?, if tag: String? = nil, reason: String? = nil, as admin: Person
    ) async throws -> Reply {
        var headers = admin.headers
        headers[.ifMatch] = tag
        if reason != nil { headers[.contentType] = "application/json" }
        return try await send(
            .post, "/api/service-areas/\(try #require(id))/\(verb)", headers: headers,
            body: reason.map { json(["reason": $0]) })
    }

    func versions(of area: AreaBody, as person: Person) async throws -> [AreaBody] {
        let reply = try await send(.get, "/api/service-areas/\(try #require(area.id))/versions?limit=100", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode(AreaPage.self).items
    }

    /// Whether the centre covers the point, asked as visitors do; at a past time, or now.
    func covers(_ centre: Int64, lat: Double, lng: Double, at time: Date? = nil) async throws -> Bool {
        let at = time.map { "&at=" + toTheMillisecond($0) } ?? ""
        let answer: CoverageRoutesTests.Body = try await read("/api/coverage?lat=\(lat)&lng=\(lng)\(at)")
        #expect(answer.coverage_count == answer.providers.count && answer.covered == (answer.coverage_count > 0))
        return answer.providers.contains { $0.id == centre }
    }

    /// The database's clock, a moment later than all that was done before.
    func moment() async throws -> Date {
        let now = try await pool.query("SELECT clock_timestamp() FROM pg_sleep(0.002)")[0].decode(Date.self)
        try await Task.sleep(for: .milliseconds(5))
        return now
    }

    /// What is kept, against what it would be if it were worked out anew.
    func expectKeptCoverageIsRight(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let wrong = try await pool.withTransaction {
            try await $0.query("SELECT coverage_rebuild()")[0].decode(Int.self)
        }
        #expect(wrong == 0, sourceLocation: sourceLocation)
    }
}
