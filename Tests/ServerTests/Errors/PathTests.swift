import HTTPTypes
import Hummingbird
import Postgres
import Testing

@testable import Server

/// Paths as they come over the wire.
@Suite(.server) struct PathTests {
    @Test(arguments: ["/api/pincodes/6%30%30001", "/api/pincodes/%36%30%30%30%30%31"])
    func `a parameter means what its encoding says`(address: String) async throws {
        let reply = try await server.get(address)
        #expect(reply.status == 200)
        #expect(try reply.object()["pincode"] as? String == "600001")
        #expect(try await server.send(.head, address).status == 200)
    }

    @Test func `an id too, and another's name stays a name`() async throws {
        let id = try await server.pool.query("SELECT min(id) FROM service_providers WHERE status = 'approved'")[0]
            .decode(Int64.self)
        let encoded = String(id).utf8.map { "%" + String($0, radix: 16) }.joined()
        #expect(try await server.get("/api/providers/\(encoded)").status == 200)
        #expect(try await server.get("/api/providers/\(encoded)/service-area").status == 200)
        try expectProblem(await server.get("/api/providers/%2e%2e"), 404, "unknown_provider")
        try expectProblem(await server.get("/api/pincodes/600001%2Foffices"), 422, "invalid_pincode", field: "pincode")
        try expectProblem(await server.get("/api/pincodes/600%20001"), 422, "invalid_pincode", field: "pincode")
        try expectProblem(await server.get("/api/pincodes/600+001"), 422, "invalid_pincode", field: "pincode")
    }

    @Test(arguments: ["%", "%6", "%zz", "60000%", "%ff", "%c0%80", "%ed%a0%80", "%e0%ae", "%00", "600001%00"])
    func `what is no text is refused`(segment: String) async throws {
        try expectProblem(await server.get("/api/pincodes/\(segment)"), 400, "invalid_encoding")
        try expectProblem(await server.get("/api/providers/\(segment)/service-area"), 400, "invalid_encoding")
    }

    @Test(arguments: ["PROPFIND", "PURGE", "BREW", "get", "FOO-BAR"])
    func `a method that nobody knows is refused with those that are allowed`(name: String) async throws {
        let method = try #require(HTTPRequest.Method(name))
        for address in ["/api/providers/nearest", "/api/providers/1/service-area", "/api/services/", "/healthz"] {
            let reply = try await server.send(method, address)
            try expectProblem(reply, 405, "method_not_allowed")
            #expect(reply.headers[.allow] == "GET, HEAD")
        }
        try expectProblem(await server.send(method, "/api/nothing"), 404, "not_found")
    }

    @Test func `of two paths that fit, the one in plain letters counts`() {
        let nothing: Route.PublicHandler = { _, _ in Response(status: .ok) }
        let table = PathTable([
            Route(.get, "/a/{id}", nothing), Route(.put, "/a/{id}", nothing), Route(.post, "/a/list", nothing),
            Route(.delete, "/tiles/{z}/{y}.mvt", nothing),
        ])
        func allow(_ method: HTTPRequest.Method, _ path: String) -> String? {
            let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path)
            let error = table.explain(HTTPError(.notFound), Request(head: head, body: .init(buffer: .init())))
            return (error as? Problem)?.headers[.allow]
        }
        #expect(allow(.patch, "/a/7") == "GET, HEAD, PUT")
        #expect(allow(.patch, "/a/list") == "POST")
        #expect(allow(.get, "/a/list") == "POST")
        #expect(allow(.get, "/tiles/3/4.mvt?x=1") == "DELETE")
        #expect(allow(.get, "/tiles/3/4.png") == nil)
        #expect(allow(.get, "/tiles/3/.mvt") == nil)
        #expect(allow(.get, "/a") == nil)
        #expect(allow(.get, "/a/7/8") == nil)
        #expect(allow(.get, "/a/7") == nil, "what isn't found there isn't found")
    }
}
