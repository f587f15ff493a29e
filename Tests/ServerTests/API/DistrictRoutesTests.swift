import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Testing

@Suite(.server) struct DistrictRoutesTests {
    @Test func `the districts are valid features with their names in two scripts`() async throws {
        let districts = try FeatureCollection(await server.get("/api/districts"))
        #expect(districts.features.count == 38)
        #expect(districts.attribution.contains("GODL") && districts.attribution.contains("GeoNames"))
        try await districts.expectValidGeometries(on: server.pool)
        for feature in districts.features {
            #expect(feature.properties["lgd"] is Int)
            #expect((feature.properties["name"] as? String)?.isEmpty == false)
            #expect((feature.properties["name_ta"] as? String)?.isEmpty == false)
        }
    }

    @Test func `a box gives those that meet it, whole`() async throws {
        let all = try await FeatureCollection(server.get("/api/districts"))
        // Around the border of Chennai and Tiruvallur.
        let near = try await FeatureCollection(server.get("/api/districts?bbox=80.15,13.1,80.25,13.2"))
        let names = near.features.compactMap { $0.properties["name"] as? String }
        #expect(names == ["Chennai", "Thiruvallur"])
        for feature in near.features {
            let same = try #require(
                all.features.first { $0.properties["lgd"] as? Int == feature.properties["lgd"] as? Int })
            #expect(NSDictionary(dictionary: same.geometry) == NSDictionary(dictionary: feature.geometry))
        }
        #expect(try await FeatureCollection(server.get("/api/districts?bbox=0,0,1,1")).features.isEmpty)
    }

    @Test(arguments: ["", "80,13,80.1", "a,b,c,d", "80.1,13,80,13.1", "80,13,181,14"])
    func `a box that is none is refused`(box: String) async throws {
        try expectProblem(await server.get("/api/districts?bbox=\(box)"), 422, "invalid_parameter", field: "bbox")
    }

    @Test(
        arguments: [
            (nil, "application/geo+json"), ("application/geo+json", "application/geo+json"),
            ("application/json", "application/json"),
        ] as [(String?, String)])
    func `the type follows Accept`(accept: String?, type: String) async throws {
        let reply = try await server.get("/api/districts", accept: accept)
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == type)
        #expect(reply.headers[.vary] == "Accept, Accept-Encoding")
    }

    @Test func `what has not changed is not sent again`() async throws {
        let first = try await server.get("/api/districts")
        let tag = try #require(first.headers[.eTag])
        #expect(first.headers[.cacheControl] == "public, max-age=3600")
        for known in [tag, String(tag.dropFirst(2)), "\"other\", \(tag)", "*"] {
            let again = try await server.send(.get, "/api/districts", headers: [.ifNoneMatch: known])
            #expect(again.status == 304)
            #expect(again.text.isEmpty)
            #expect(again.headers[.eTag] == tag)
            #expect(again.headers[.cacheControl] == first.headers[.cacheControl])
            #expect(again.headers[.vary] == "Accept, Accept-Encoding")
        }
        let other = try await server.send(.get, "/api/districts", headers: [.ifNoneMatch: "\"other\""])
        #expect(other.status == 200)
    }

    @Test func `they are sent compressed to whoever takes that`() async throws {
        let plain = try await server.get("/api/districts")
        let packed = try await server.send(.get, "/api/districts", headers: [.acceptEncoding: "br, gzip"])
        #expect(plain.headers[.contentEncoding] == nil && packed.headers[.contentEncoding] == "gzip")
        #expect(packed.body.readableBytes * 2 < plain.body.readableBytes)
        #expect(packed.headers[.eTag] == plain.headers[.eTag])
        #expect(try unpacked(Array(buffer: packed.body)) == Array(buffer: plain.body))
    }

    @Test func `another type is another entity`() async throws {
        let geo = try await server.get("/api/districts", accept: "application/geo+json")
        let plain = try await server.get("/api/districts", accept: "application/json")
        #expect(geo.text == plain.text)
        #expect(geo.headers[.eTag] != plain.headers[.eTag])
    }

    @Test func `a new load of the geodata is a new entity`() async throws {
        try await withServer { server in
            let before = try await server.get("/api/districts").headers[.eTag]
            try await server.pool.execute("INSERT INTO geodata_loads (source_sha256, report) VALUES ('', '{}')")
            let reply = try await server.send(.get, "/api/districts", headers: [.ifNoneMatch: before ?? ""])
            #expect(reply.status == 200)
            #expect(reply.headers[.eTag] != before)
        }
    }
}
