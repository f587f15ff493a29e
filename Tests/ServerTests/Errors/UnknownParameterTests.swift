import Testing

@Suite(.server) struct UnknownParameterTests {
    @Test(arguments: [
        "/api/providers/nearest?pincode=600001", "/api/coverage?pincode=600001", "/api/places?q=madurai",
        "/api/pincodes/600001?", "/api/pincodes/cells?bbox=80,13,80.1,13.1", "/api/districts?", "/api/services?",
        "/api/providers?", "/api/providers/1?", "/api/providers/1/service-area?",
    ])
    func `no address drops a parameter that it doesn't know`(address: String) async throws {
        try expectProblem(await server.get("\(address)&typo=1"), 422, "unknown_parameter", field: "typo")
    }
}
