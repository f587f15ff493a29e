import Testing

/// The typeahead over everything that has a name.
@Suite(.server) struct PlaceRoutesTests {
    struct Body: Decodable {
        let items: [PlaceBody]
    }

    private func places(_ text: String, _ options: String = "") async throws -> [PlaceBody] {
        try await server.read("/api/places?q=\(encoded(text))\(options)", as: Body.self).items
    }

    @Test(arguments: ["600001", "600 001", "௬௦௦௦௦௧", "௬௦௦ ௦௦௧"])
    func `a pincode is taken as people type it`(text: String) async throws {
        let first = try #require(try await places(text).first)
        #expect(first.kind == "pincode")
        #expect(first.pincode == "600001")
        #expect(first.district == "Chennai")
    }

    @Test(arguments: ["Coimbatore", "coimb", "Coimbatoor", "கோயம்புத்தூர்", "Kovai"])
    func `a name is taken in English or Tamil, misspelt, unfinished or as an alias`(text: String) async throws {
        let first = try #require(try await places(text).first)
        #expect(first.label == "Coimbatore")
        #expect(first.label_ta == "கோயம்புத்தூர்")
    }

    @Test func `a pincode is called in Tamil too, where its name has a Tamil form`() async throws {
        let first = try #require(try await places("641001").first)
        #expect(first.kind == "pincode" && first.label_ta == "641001 கோயம்புத்தூர்")
    }

    @Test func `each place has what the contract names`() async throws {
        let reply = try await server.get("/api/places?q=anna+nagar&limit=4")
        let members = try #require(try reply.object()["items"] as? [[String: Any]])
        #expect(members.count == 4)
        for item in members {
            #expect(
                Set(item.keys)
                    == ["kind", "label", "label_ta", "pincode", "district", "district_ta", "lat", "lng"])
        }
        #expect(reply.text.matches(of: /"(lat|lng)":\d+\.\d{7}[,}]/).count == 8)
    }

    @Test(arguments: [1, 3, 100]) func `limit bounds the list`(limit: Int) async throws {
        let all = try await places("nagar", "&limit=100").map(\.label)
        #expect(try await places("nagar", "&limit=\(limit)").map(\.label) == Array(all.prefix(limit)))
    }

    @Test func `twenty come when nobody says how many`() async throws {
        #expect(try await places("nagar").count == 20)
    }

    @Test func `nothing alike is an empty list, not an error`() async throws {
        #expect(try await places("zzzzqqqqxxxx").isEmpty)
        #expect(try await places("999999").isEmpty)
    }

    @Test(arguments: [
        ("", "q"), ("q=", "q"), ("q=+%09+", "q"), ("q=\(String(repeating: "a", count: 101))", "q"),
        ("q=a&limit=0", "limit"), ("q=a&limit=101", "limit"),
    ])
    func `what can't be searched for is refused`(query: String, field: String) async throws {
        try expectProblem(await server.get("/api/places?\(query)"), 422, "invalid_parameter", field: field)
    }

    @Test func `a hundred letters of any script are not too many`() async throws {
        #expect(try await places(String(repeating: "அ", count: 100)).count <= 20)
    }
}
