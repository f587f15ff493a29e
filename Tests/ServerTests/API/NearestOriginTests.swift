import Matching
import Testing

/// The four ways to say where.
@Suite(.server) struct NearestOriginTests {
    @Test func `a point is given back as it was asked`() async throws {
        let answer: NearestBody = try await server.read("/api/providers/nearest?lat=13.0836939&lng=80.2870123&limit=3")
        #expect(answer.origin.kind == "point")
        #expect(answer.origin.lat == 13.0836939)
        #expect(answer.origin.lng == 80.2870123)
        #expect(answer.origin.name == nil)
        #expect(answer.origin.pincode == nil)
        #expect(answer.items.count == 3)
    }

    @Test func `a pincode and its point have the same centres`() async throws {
        let pincode: NearestBody = try await server.read("/api/providers/nearest?pincode=625001")
        let (lat, lng) = (pincode.origin.lat, pincode.origin.lng)
        let point: NearestBody = try await server.read("/api/providers/nearest?lat=\(lat)&lng=\(lng)")
        #expect(point.ids == pincode.ids)
        #expect(point.coverage_count == pincode.coverage_count)
    }

    @Test func `a DIGIPIN is read with or without hyphens, in any case, and stands for its middle`() async throws {
        let digipin = try #require(GeoPoint(lat: 13.0827, lng: 80.2707).flatMap(Digipin.init(containing:)))
        for text in [digipin.description, digipin.code, digipin.description.lowercased()] {
            let answer: NearestBody = try await server.read("/api/providers/nearest?digipin=\(text)")
            #expect(answer.origin.kind == "digipin")
            #expect(answer.origin.digipin == digipin.description)
            #expect(abs(answer.origin.lat - digipin.center.lat) < 1e-7)
            #expect(abs(answer.origin.lng - digipin.center.lng) < 1e-7)
            #expect(answer.items.count == 10)
        }
    }

    @Test func `a name is taken for the best known place, and the others are offered`() async throws {
        let answer: NearestBody = try await server.read("/api/providers/nearest?place=anna+nagar&limit=1")
        #expect(answer.origin.kind == "place")
        #expect(answer.origin.district == "Chennai")
        #expect(answer.origin.name?.contains("Anna Nagar") == true)
        let alternatives = answer.origin.alternatives ?? []
        #expect(alternatives.contains { $0.district == "Madurai" })
        #expect(!alternatives.contains { $0.lat == answer.origin.lat && $0.lng == answer.origin.lng })
    }

    @Test(arguments: ["மதுரை", "Madurai", "Maduri"])
    func `a name may be Tamil or misspelt`(place: String) async throws {
        let answer: NearestBody = try await server.read("/api/providers/nearest?place=\(encoded(place))")
        #expect(answer.origin.district == "Madurai")
    }

    @Test(arguments: ["600 001", "௬௦௦ ௦௦௧"])
    func `a place may be a pincode as people type it`(place: String) async throws {
        let answer: NearestBody = try await server.read("/api/providers/nearest?place=\(encoded(place))&limit=1")
        #expect(answer.origin.pincode == "600001")
    }

    @Test func `a point at sea near the coast is served, one far out is not`() async throws {
        let near: NearestBody = try await server.read("/api/providers/nearest?lat=13.08&lng=80.6")
        #expect(near.items.count == 10)
        let far = try await server.get("/api/providers/nearest?lat=13.08&lng=81.5")
        try expectProblem(far, 422, "outside_service_region")
    }
}
