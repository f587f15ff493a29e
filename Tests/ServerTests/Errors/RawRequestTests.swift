import Hummingbird
import HummingbirdTesting
import Testing

/// Over a real socket: what the HTTP parser makes of odd bytes, and what really goes over the wire.
@Suite(.server) struct RawRequestTests {
    /// - Parameter then: Sent on the same connection behind the first request.
    private func exchange(_ requests: [[UInt8]]) async throws -> String {
        try await server.application.test(.live) { client in
            guard let port = client.port else { return "" }
            return try await RawSocket.exchange(requests.flatMap { $0 }, port: port)
        }
    }

    private func request(_ method: String, _ target: [UInt8], close: Bool = true) -> [UInt8] {
        Array("\(method) ".utf8) + target
            + Array(" HTTP/1.1\r\nHost: localhost\r\n\(close ? "Connection: close\r\n" : "")\r\n".utf8)
    }

    @Test(arguments: [[0xFF], [0xE0, 0xAE], [0xC0, 0x80]] as [[UInt8]])
    func `bytes that no URL may hold are refused, not guessed at`(bytes: [UInt8]) async throws {
        let target = Array("/api/providers/nearest?place=chennai".utf8) + bytes
        let answer = try await exchange([request("GET", target)])
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(!answer.contains("chennai"))
    }

    @Test(
        arguments: [
            "/api/providers/nearest", "/api/nothing", "/api/pincodes/110001", "/api/providers/nearest?pincode=600001",
            "/api/districts",
        ] as [String])
    func `HEAD sends no byte that the next answer would begin with`(target: String) async throws {
        let answer = try await exchange([
            request("HEAD", Array(target.utf8), close: false), request("GET", Array("/healthz".utf8)),
        ])
        let parts = answer.split(separator: "HTTP/1.1 ")
        #expect(parts.count == 2)
        #expect(parts.first?.hasSuffix("\r\n\r\n") == true)
        #expect(parts.first?.contains("X-Request-Id: ") == true)
        #expect(parts.last?.hasPrefix("200 OK") == true)
        #expect(parts.last?.hasSuffix(#"{"status":"ok"}"#) == true)
    }

    @Test(arguments: [
        "GET /api/services HTTP/9.9\r\n\r\n", "nonsense\r\n\r\n", "GET  \r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n",
    ])
    func `what is not HTTP is refused and the connection closed`(text: String) async throws {
        let answer = try await exchange([Array(text.utf8)])
        #expect(answer.hasPrefix("HTTP/1.1 400 ") || answer.hasPrefix("HTTP/1.1 505 "))
    }

    @Test func `a query of 10 KB is refused in a readable answer`() async throws {
        let target = Array("/api/places?q=".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 10_240)
        let answer = try await exchange([request("GET", target)])
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.contains(#""code":"query_too_long""#))
    }

    @Test(arguments: ["PROPFIND", "PURGE", "MKCOL", "REPORT", "M-SEARCH", "OPTIONS"])
    func `a method of another protocol is refused with those that are allowed`(method: String) async throws {
        let answer = try await exchange([request(method, Array("/api/pincodes/600001".utf8))])
        #expect(answer.hasPrefix("HTTP/1.1 405 "))
        #expect(answer.contains("Allow: GET, HEAD"))
        #expect(answer.contains(#""code":"method_not_allowed""#))
        let nowhere = try await exchange([request(method, Array("/api/nothing".utf8))])
        #expect(nowhere.hasPrefix("HTTP/1.1 404 "))
    }

    @Test(arguments: [[0xFF], [0xE0, 0xAE]] as [[UInt8]])
    func `bytes in a path that no text has are refused`(bytes: [UInt8]) async throws {
        let answer = try await exchange([request("GET", Array("/api/pincodes/".utf8) + bytes)])
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
    }

    @Test(arguments: ["TRACE", "PATCH", "FROBNICATE"])
    func `a method from elsewhere is refused`(method: String) async throws {
        let answer = try await exchange([request(method, Array("/api/services".utf8))])
        let status = answer.split(separator: " ").dropFirst().first
        #expect(["405", "400"].contains(status))
        if status == "405" { #expect(answer.contains("Allow: GET, HEAD")) }
    }
}
