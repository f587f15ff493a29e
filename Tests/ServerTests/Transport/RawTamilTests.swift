import Foundation
import NIOCore
import Testing

@testable import Server

/// Tamil that nobody percent-encoded.
@Suite(.server) struct RawTamilTests {
    private func exchange(_ bytes: [UInt8]) async throws -> String {
        try await server.listening { port, _ in try await RawSocket.exchange(bytes, port: port) }
    }

    @Test func `a name in Tamil is understood as it is`() async throws {
        let raw = WireAnswer(try await exchange(wire("GET", "/api/places?q=மதுரை&limit=3")))
        let encoded = WireAnswer(try await exchange(wire("GET", "/api/places?q=\(encoded("மதுரை"))&limit=3")))
        #expect(raw.status == 200)
        #expect(raw.body == encoded.body)
        #expect(raw.body.contains("Madurai"))
    }

    @Test(arguments: [[0xFF], [0xE0, 0xAE], [0xC0, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func `bytes that aren't UTF-8 are refused, not guessed at`(bytes: [UInt8]) async throws {
        let request =
            Array("GET /api/places?q=chennai".utf8) + bytes
            + Array(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
        try expectProblem(WireAnswer(try await exchange(request)), 400, "invalid_encoding")
    }

    @Test func `it is understood on a connection that goes on, and bodies stay as they are`() async throws {
        let body = #"{"தமிழ்":"ம"}"#
        let post = wire(
            "POST", "/api/nothing", headers: ["Content-Length: \(body.utf8.count)"], body: body, close: false)
        let answers = try await exchange(
            wire("GET", "/api/places?q=சென்னை&limit=1", close: false) + post + wire("GET", "/healthz"))
        let statuses = answers.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
        #expect(statuses == ["200", "404", "200"])
    }

    @Test func `only the first line is encoded, wherever the bytes are cut`() {
        let text = Array("GET /?q=ம HTTP/1.1\r\nA: ம\r\n\r\n".utf8)
        for cut in 0...text.count {
            var line = RequestLine()
            var (first, second) = (ByteBuffer(bytes: text[..<cut]), ByteBuffer(bytes: text[cut...]))
            line.encode(&first)
            line.encode(&second)
            first.writeBuffer(&second)
            #expect(String(buffer: first) == "GET /?q=%E0%AE%AE HTTP/1.1\r\nA: ம\r\n\r\n")
        }
    }
}
