import Testing

/// What `/api/providers/nearest` refuses, and how.
@Suite(.server) struct RefusalTests {
    @Test(arguments: [
        "", "limit=5", "pincode=600001&place=madurai", "pincode=600001&lat=13&lng=80",
        "lat=13&lng=80&digipin=4T384LL5L9",
        "pincode=600001&lat=13", "pincode=600001&place=", "pincode=600001&digipin=4T384LL5L9&place=a&lat=1&lng=2",
    ])
    func `none or several origins are refused`(query: String) async throws {
        try expectProblem(await nearest(query), 422, "one_origin_required")
    }

    @Test(arguments: [
        "60000", "6000011", "060001", "000000", "600%20001", "+600001", "600001+", "%E0%AF%AC00001", "௬௦௦௦௦௧", "60000a",
        "", "-60001", "6e5", "0x1234", "６００００１", "600001.0",
    ])
    func `a pincode that is not six ASCII digits is refused`(pincode: String) async throws {
        try expectProblem(await nearest("pincode=\(pincode)"), 422, "invalid_pincode", field: "pincode")
    }

    @Test(arguments: ["110001", "999999", "560001", "100000"])
    func `a pincode of elsewhere is not found`(pincode: String) async throws {
        try expectProblem(await nearest("pincode=\(pincode)"), 404, "unknown_pincode")
    }

    @Test(arguments: [
        "", "4T3", "4T3-84L-L5L", "4T3-84L-L5L99", "4T38-4LL-5L9", "4A384LL5L9", "4T3 84L L5L9", "௪T384LL5L9",
    ])
    func `what is not a DIGIPIN is refused`(digipin: String) async throws {
        try expectProblem(await nearest("digipin=\(encoded(digipin))"), 422, "invalid_digipin", field: "digipin")
    }

    @Test(
        arguments: [
            ("lat=NaN&lng=80", "lat"), ("lat=nan&lng=nan", "lat"), ("lat=13&lng=inf", "lng"), ("lat=13", "lng"),
            ("lng=80", "lat"),
            ("lat=&lng=80", "lat"), ("lat=91&lng=80", "lat"), ("lat=-91&lng=80", "lat"), ("lat=13&lng=181", "lng"),
            ("lat=13,08&lng=80", "lat"), ("lat=0x0D&lng=80", "lat"), ("lat=13&lng=1e999", "lng"),
            ("lat=௧௩&lng=80", "lat"),
            ("lat=13%00&lng=80", nil),
        ] as [(String, String?)])
    func `what is not a point is refused`(query: String, field: String?) async throws {
        let reply = try await nearest(query)
        guard let field else { return _ = try expectProblem(reply, 400, "invalid_encoding") }
        try expectProblem(reply, 422, "invalid_parameter", field: field)
    }

    @Test(arguments: [
        "lat=28.61&lng=77.21", "lat=0&lng=0", "lat=80.27&lng=13.08", "lat=-90&lng=180", "digipin=39J49LL8T4",
    ])
    func `a point far outside the state is refused`(query: String) async throws {
        try expectProblem(await nearest(query), 422, "outside_service_region")
    }

    @Test func `a place that nobody knows is not found`() async throws {
        let problem = try expectProblem(await nearest("place=zzzzqqqqxxxx"), 404, "unknown_place")
        #expect(problem.detail.contains("zzzzqqqqxxxx"))
    }

    @Test(arguments: ["", "+", "%09", String(repeating: "x", count: 101)])
    func `a place that is no name is refused by the parameter that gave it`(place: String) async throws {
        try expectProblem(await nearest("place=\(place)"), 422, "invalid_parameter", field: "place")
    }

    @Test(arguments: [
        ("limit", "0"), ("limit", "51"), ("limit", "x"), ("limit", "-1"), ("limit", "1.5"), ("limit", ""),
        ("limit", "1e1"),
        ("limit", "%2B5"), ("limit", "௫"), ("radius_km", "0"), ("radius_km", "501"), ("radius_km", "nan"),
        ("radius_km", "-3"),
        ("radius_km", ""), ("radius_km", "inf"), ("radius_km", "500.0001"), ("mode", "drone"), ("mode", ""),
        ("mode", "Doorstep"),
        ("service", "frobnicating"), ("service", ""), ("service", "Steam Leak"), ("service", "steam_leak'"),
        ("explain", "yes"),
        ("explain", ""), ("explain", "1"),
    ])
    func `a wrong option is refused by its name`(name: String, value: String) async throws {
        let query = "pincode=600001&\(name)=\(value)"
        try expectProblem(await nearest(query), 422, "invalid_parameter", field: name)
    }

    @Test func `an unknown service is refused even where nobody is near`() async throws {
        let query = "pincode=600001&radius_km=0.001&mode=doorstep&service=frobnicating"
        try expectProblem(await nearest(query), 422, "invalid_parameter", field: "service")
    }

    @Test(arguments: ["Limit=5", "lmit=5", "cursor=x", "x", "=5", "page=2", "pincode[]=600001"])
    func `an unknown parameter is refused by its name`(parameter: String) async throws {
        let name = parameter.split(separator: "=", omittingEmptySubsequences: false)[0]
        try expectProblem(await nearest("pincode=600001&\(parameter)"), 422, "unknown_parameter", field: String(name))
    }

    @Test func `a parameter given twice is refused, the same value too`() async throws {
        for query in [
            "pincode=600001&pincode=600002", "pincode=600001&limit=5&limit=5", "pincode=600001&%6Cimit=5&limit=5",
        ] {
            let reply = try await nearest(query)
            try expectProblem(reply, 422, "invalid_parameter", field: query.contains("limit") ? "limit" : "pincode")
        }
    }

    @Test func `a query of 10 KB is refused`() async throws {
        try expectProblem(await nearest("place=" + String(repeating: "a", count: 10_240)), 413, "query_too_long")
        try expectProblem(await nearest(String(repeating: "a&", count: 5_120)), 413, "query_too_long")
    }

    @Test(arguments: [
        "place=%FF", "place=%E0%AE", "place=%C0%80", "place=%ED%A0%80", "place=%", "place=%zz", "%FF=1&pincode=600001",
    ])
    func `what is not UTF-8 is refused`(query: String) async throws {
        try expectProblem(await nearest(query), 400, "invalid_encoding")
    }

    @Test func `a refusal shows what was asked without being fooled by it`() async throws {
        let wild = "\"},{\"<script>\u{202E}\\\u{7F}\n'"
        let reply = try await nearest("pincode=600001&\(encoded(wild))=1")
        try expectProblem(reply, 422, "unknown_parameter", field: wild)
    }

    private func nearest(_ query: String) async throws -> Reply {
        try await server.get("/api/providers/nearest?\(query)")
    }
}
