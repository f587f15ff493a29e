import HTTPTypes
import Hummingbird
import Testing

@testable import Server

/// Credentials travel by https, or within one machine.
@Suite(.server) struct RequestOriginTests {
    private static let cookie = "Cookie: __Host-istri=abcdefghijklmnopqrstuvwxyz0123456789"
    private static let bearer = "Authorization: Bearer abc.def.ghi"

    private func exchange(_ bytes: [UInt8]) async throws -> WireAnswer {
        try await server.listening { port, _ in WireAnswer(try await RawSocket.exchange(bytes, port: port)) }
    }

    @Test(arguments: [
        "istri.example", "192.168.1.7:8080", "[2001:db8::1]", "127.0.0.1.evil.example", "127.1", "localhost.example",
    ])
    func `over plain http from elsewhere nobody signs in, changes anything or shows credentials`(host: String)
        async throws
    {
        for header in [Self.cookie, Self.bearer] {
            try expectProblem(
                await exchange(wire("GET", "/api/services", host: host, headers: [header])), 403, "https_required")
        }
        let login = wire(
            "POST", "/api/login", host: host, headers: ["Content-Type: application/json", "Content-Length: 2"],
            body: "{}")
        try expectProblem(await exchange(login), 403, "https_required")
        #expect(try await exchange(wire("GET", "/api/services", host: host)).status == 200)
        #expect(
            try await exchange(wire("GET", "/api/services", host: host, headers: ["Cookie: theme=dark"])).status == 200)
    }

    @Test(arguments: ["127.0.0.1:8080", "localhost", "[::1]:8080", "127.9.9.9", "istri.localhost:1"])
    func `within one machine plain http is enough`(host: String) async throws {
        for header in [Self.cookie, Self.bearer] {
            #expect(try await exchange(wire("GET", "/api/services", host: host, headers: [header])).status == 200)
        }
        #expect(try await exchange(wire("POST", "/api/nothing", host: host)).status == 404)
    }

    @Test func `another site can't have a browser change anything with its cookie`() async throws {
        var headers: HTTPFields = [
            .cookie: "__Host-istri=abcdefghijklmnopqrstuvwxyz0123456789", .secFetchSite: "cross-site",
        ]
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            try expectProblem(await server.send(method, "/api/services", headers: headers), 403, "cross_site")
        }
        #expect(try await server.send(.get, "/api/services", headers: headers).status == 200)
        headers[.secFetchSite] = "same-origin"
        try expectProblem(await server.send(.post, "/api/services", headers: headers), 405, "method_not_allowed")
    }

    @Test func `a proxy of ours may say that it was https, and which id the request has`() async throws {
        let loopback = [AddressRange("127.0.0.1"), AddressRange("::1")].compactMap(\.self)
        try await withServer(NodeSettings(proxies: TrustedProxies(loopback))) { node in
            try await node.listening { port, _ in
                func post(_ headers: String...) async throws -> WireAnswer {
                    let bytes = wire("POST", "/api/nothing", host: "istri.example", headers: headers)
                    return WireAnswer(try await RawSocket.exchange(bytes, port: port))
                }
                let secure = try await post("X-Forwarded-Proto: https", "X-Request-Id: proxy-1.a_B")
                #expect(secure.status == 404)
                #expect(secure.header("Strict-Transport-Security")?.hasPrefix("max-age=31536000") == true)
                #expect(secure.header("X-Request-Id") == "proxy-1.a_B")
                #expect(secure.body.contains(#""request_id":"proxy-1.a_B""#))
                for wild in ["a b", "<script>", String(repeating: "a", count: 129), "id\u{e9}"] {
                    let answer = try await post("X-Forwarded-Proto: https", "X-Request-Id: \(wild)")
                    #expect(answer.header("X-Request-Id") != wild)
                }
                try expectProblem(await post("X-Forwarded-Proto: http"), 403, "https_required")
                try expectProblem(await post(), 403, "https_required")
            }
        }
    }

    @Test func `whoever comes from elsewhere by a proxy that names our own address is told from this machine`()
        async throws
    {
        let loopback = [AddressRange("127.0.0.1"), AddressRange("::1")].compactMap(\.self)
        try await withServer(NodeSettings(proxies: TrustedProxies(loopback))) { node in
            try await node.listening { port, _ in
                func post(_ headers: String...) async throws -> WireAnswer {
                    let bytes = wire("POST", "/api/nothing", host: "127.0.0.1:8080", headers: headers)
                    return WireAnswer(try await RawSocket.exchange(bytes, port: port))
                }
                try expectProblem(await post("X-Forwarded-For: 203.0.113.7"), 403, "https_required")
                #expect(try await post("X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https").status == 404)
                #expect(try await post("X-Forwarded-For: 127.0.0.1").status == 404)
                #expect(try await post().status == 404)
            }
        }
    }

    @Test(arguments: [(true, true, true), (true, false, false), (false, true, false)])
    func `plain http is enough where both the host and the sender are this machine`(
        isLocal: Bool, toLoopback: Bool, isEnough: Bool
    ) {
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: toLoopback ? "localhost" : "istri.example", path: "/")
        let request = Request(head: head, body: .init(buffer: .init()))
        var code: String?
        do {
            try RequestOrigin.check(request, isSecure: false, isLocal: isLocal)
        } catch { code = (error as? Problem)?.code }
        #expect(code == (isEnough ? nil : "https_required"))
    }

    @Test func `nobody else's word counts`() async throws {
        let headers = ["X-Forwarded-Proto: https", "X-Request-Id: made-up"]
        let answer = try await exchange(wire("POST", "/api/nothing", host: "istri.example", headers: headers))
        try expectProblem(answer, 403, "https_required")
        #expect(answer.header("X-Request-Id") != "made-up")
        #expect(answer.header("Strict-Transport-Security") == nil)
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("[::1]", true), ("127.0.0.256", false), ("10.0.0.1", false),
        ("[::2]", false), ("a.localhost", true), ("localhost.a", false), ("128.0.0.1", false),
    ])
    func `this machine is told from others`(authority: String, isLoopback: Bool) {
        #expect(RequestHost(authority: authority)?.isLoopback == isLoopback)
    }
}
