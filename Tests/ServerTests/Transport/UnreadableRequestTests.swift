import Foundation
import Testing

@testable import Server

/// What the HTTP parser refuses is answered like everything else, and nothing is read behind it.
@Suite(.server) struct UnreadableRequestTests {
    private func exchange(_ bytes: [UInt8]) async throws -> WireAnswer {
        try await server.listening { port, _ in WireAnswer(try await RawSocket.exchange(bytes, port: port)) }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n", "GET / HTTP/1.1\r\nHost x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n : y\r\n\r\n", "FROBNICATE / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: \u{0}\r\n\r\n",
    ])
    func `bytes that aren't HTTP are refused in the form of every error`(text: String) async throws {
        try expectProblem(await exchange(Array(text.utf8)), 400, "bad_request")
    }

    @Test(arguments: [
        "GET  \r\n\r\n", "GET /a\u{1}b HTTP/1.1\r\nHost: x\r\n\r\n", "GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func `an address that can't be one is refused by that name`(text: String) async throws {
        try expectProblem(await exchange(Array(text.utf8)), 400, "invalid_url")
    }

    @Test func `another version of HTTP is refused by its name`() async throws {
        try expectProblem(await exchange(Array("GET / HTTP/3.0\r\nHost: x\r\n\r\n".utf8)), 505, "http_version")
    }

    @Test(arguments: [
        "Content-Length: -1", "Content-Length: 5x", "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 99999999999999999999", "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: xchunked", "Content-Length: +5",
        "Content-Length: 5, 6", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: \u{b}chunked",
    ])
    func `a body whose length can be understood in two ways is refused, and what follows isn't taken for a request`(
        header: String
    ) async throws {
        let smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        let answer = try await exchange(wire("POST", "/api/services", headers: [header], body: "0\r\n\r\n" + smuggled))
        #expect(answer.status == 400, "\(answer.text)")
        #expect(!answer.text.contains(#""status":"ok""#))
        #expect(answer.text.components(separatedBy: "HTTP/1.1 ").count == 2)
        #expect(answer.header("Connection") == "close")
        #expect(answer.header("X-Request-Id")?.isEmpty == false)
    }

    @Test func `a body that breaks off in its middle is refused`() async throws {
        let answer = try await exchange(
            wire("POST", "/api/services", headers: ["Transfer-Encoding: chunked"], body: "zz\r\nhello\r\n"))
        #expect([400, 405].contains(answer.status))
        #expect(answer.header("Connection") == "close")
        #expect(answer.text.components(separatedBy: "HTTP/1.1 ").count == 2)
    }

    @Test func `headers beyond the limit are refused, up to it they aren't`() async throws {
        let limits = TransportLimits()
        let most = String(repeating: "a", count: limits.headerFieldBytes - 100)
        #expect(try await exchange(wire("GET", "/healthz", headers: ["X-A: \(most)"])).status == 200)
        let tooLong = String(repeating: "a", count: limits.headerFieldBytes + 1)
        try expectProblem(
            await exchange(wire("GET", "/healthz", headers: ["X-A: \(tooLong)"])), 431, "headers_too_large")
        try expectProblem(await exchange(wire("GET", "/healthz?\(tooLong)")), 431, "headers_too_large")
        let several = (1...4).map { "X-\($0): \(most)" }
        try expectProblem(await exchange(wire("GET", "/healthz", headers: several)), 431, "headers_too_large")
        let many = (1...limits.headerCount).map { "X-\($0): 1" }
        try expectProblem(await exchange(wire("GET", "/healthz", headers: many)), 431, "headers_too_large")
    }

    @Test func `a megabyte of headers gets its answer while it is still being sent`() async throws {
        let headers = (1...1000).map { "X-\($0): \(String(repeating: "a", count: 1000))" }
        try expectProblem(await exchange(wire("GET", "/healthz", headers: headers)), 431, "headers_too_large")
    }

    @Test func `what was asked before it is answered first`() async throws {
        let bytes =
            wire("GET", "/healthz", close: false) + wire("GET", "/api/services", close: false)
            + Array("junk\r\n\r\n".utf8)
        let answers = try await exchange(bytes).text.components(separatedBy: "HTTP/1.1 ").dropFirst()
        #expect(answers.map { String($0.prefix(3)) } == ["200", "200", "400"])
        #expect(answers.last?.contains(#""code":"bad_request""#) == true)
    }

    @Test(arguments: [nil, "", "a b", "a,b", "a@b", "x:port", "x:123456", "[::1", "a/b", "இஸ்திரி"] as [String?])
    func `a request that doesn't name one host is refused`(host: String?) async throws {
        try expectProblem(await exchange(wire("GET", "/healthz", host: host)), 400, "bad_host")
    }

    @Test func `two hosts are refused`() async throws {
        let answer = try await exchange(wire("GET", "/healthz", host: "a.example", headers: ["Host: b.example"]))
        try expectProblem(answer, 400, "bad_host")
    }

    @Test(arguments: ["x", "istri.example:8080", "127.0.0.1:1", "[::1]:8080", "a_b-c.example"])
    func `a host with or without a port is taken`(host: String) async throws {
        #expect(try await exchange(wire("GET", "/healthz", host: host)).status == 200)
    }
}
