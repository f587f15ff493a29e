import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import Server

/// Clients that keep a connection without using it.
@Suite(.server) struct SlowClientTests {
    /// How long it took, and what came back.
    private func timed(_ body: () async throws -> String) async throws -> (Duration, WireAnswer) {
        let start = ContinuousClock.now
        let answer = WireAnswer(try await body())
        return (.now - start, answer)
    }

    @Test func `a head that drips is cut off and told so`() async throws {
        try await server.listening(TestServer.hasty()) { port, server in
            let (time, answer) = try await timed {
                let drip = Array(repeating: UInt8(ascii: "a"), count: 200)
                return try await RawSocket.exchange(
                    Array("GET /healthz HTTP/1.1\r\nX: ".utf8), port: port, drip: (drip, .milliseconds(50)))
            }
            try expectProblem(answer, 408, "request_timeout")
            #expect(time > .milliseconds(390) && time < .seconds(5))
            #expect(server.transport.connections.tooSlow.load(ordering: .relaxed) == 1)
        }
    }

    @Test func `a connection on which nothing is asked is closed without a word`() async throws {
        try await server.listening(TestServer.hasty()) { port, _ in
            let (time, answer) = try await timed { try await RawSocket.exchange([], port: port) }
            #expect(answer.text.isEmpty)
            #expect(time > .milliseconds(390) && time < .seconds(5))
        }
    }

    @Test func `a second request may wait for the idle time, and no longer`() async throws {
        try await server.listening(TestServer.hasty(requestTime: .milliseconds(200), idleTime: .seconds(1))) {
            port, _ in
            let (time, answer) = try await timed {
                try await RawSocket.exchange(wire("GET", "/healthz", close: false), port: port)
            }
            #expect(answer.status == 200)
            #expect(time > .milliseconds(900) && time < .seconds(6))
        }
    }

    /// A route that reads the whole body.
    private static let counting = Route(.post, "/count") { request, _ in
        let fields = try await request.jsonBody()
        try fields.refuseOthers()
        return Answer.json { $0.object { $0.field("done", "yes") } }
    }

    private func post(_ length: Int) -> [UInt8] {
        wire("POST", "/count", headers: ["Content-Type: application/json", "Content-Length: \(length)"], close: false)
    }

    @Test func `a body that drips is cut off and told so`() async throws {
        let application = server.application([Self.counting], transport: TestServer.hasty())
        try await application.test(.live) { client in
            let (time, answer) = try await timed {
                let drip = Array(repeating: UInt8(ascii: " "), count: 200)
                return try await RawSocket.exchange(
                    post(500), port: client.port ?? 0, drip: (drip, .milliseconds(50)))
            }
            try expectProblem(answer, 408, "request_timeout")
            #expect(answer.header("Connection") == "close")
            #expect(time > .milliseconds(390) && time < .seconds(6))
        }
    }

    @Test func `a body that keeps the pace is taken`() async throws {
        let application = server.application([Self.counting], transport: TestServer.hasty(bytesPerSecond: 1))
        try await application.test(.live) { client in
            let body = Array((String(repeating: " ", count: 14) + "{}").utf8)
            let answer = WireAnswer(
                try await RawSocket.exchange(
                    post(body.count), port: client.port ?? 0, limit: .seconds(3), drip: (body, .milliseconds(50))))
            #expect(answer.status == 200)
        }
    }

    @Test func `a body that breaks off is refused, and never taken for whole`() async throws {
        try await server.application([Self.counting]).test(.live) { client in
            let text = try await RawSocket.onThread {
                let socket = try RawSocket.open(port: client.port ?? 0)
                defer { close(socket) }
                try RawSocket.send(post(50) + Array("{}".utf8), to: socket)
                shutdown(socket, Int32(SHUT_WR))
                return String(decoding: RawSocket.receiveAll(from: socket), as: UTF8.self)
            }
            #expect(WireAnswer(text).status == 400, "\(text)")
        }
    }

    @Test func `a body over the limit is refused before it has all come`() async throws {
        try await server.application([Self.counting]).test(.live) { client in
            let body = [UInt8](repeating: UInt8(ascii: " "), count: 70_000)
            let answer = WireAnswer(try await RawSocket.exchange(post(1 << 30) + body, port: client.port ?? 0))
            try expectProblem(answer, 413, "too_large")
            #expect(answer.header("Connection") == "close")
        }
    }

    @Test func `a body at a fair pace may take its time`() {
        let limits = TransportLimits()
        #expect(!limits.isTooSlow(after: .seconds(10), bytes: 0))
        #expect(limits.isTooSlow(after: .seconds(11), bytes: 0))
        #expect(!limits.isTooSlow(after: .seconds(60), bytes: 50 << 10))
        #expect(limits.isTooSlow(after: .seconds(61), bytes: 50 << 10))
    }

    @Test func `a GET with an endless body gets its answer and is then cut off`() async throws {
        try await server.listening(TestServer.hasty()) { port, _ in
            let text = try await RawSocket.onThread {
                let socket = try RawSocket.open(port: port)
                defer { close(socket) }
                try RawSocket.send(
                    wire("GET", "/healthz", headers: ["Content-Length: 1000000000"], close: false), to: socket)
                var sent = 0
                let chunk = [UInt8](repeating: 0x61, count: 65_536)
                while sent < 64 << 20 {
                    let count = Glibc.send(socket, chunk, chunk.count, Int32(MSG_NOSIGNAL))
                    if count <= 0 { break }
                    sent += count
                }
                return "\(sent) " + String(decoding: RawSocket.receiveAll(from: socket), as: UTF8.self)
            }
            let sent = try #require(text.split(separator: " ").first.flatMap { Int($0) })
            // What the system takes in between counts too.
            #expect(sent < 32 << 20)
        }
    }

    @Test func `an answer that leaves a body unread is the connection's last`() async throws {
        try await server.listening { port, _ in
            let request = wire("GET", "/healthz", headers: ["Content-Length: 5"], close: false)
            let answer = WireAnswer(try await RawSocket.exchange(request, port: port))
            #expect(answer.status == 200)
            #expect(answer.header("Connection") == "close")
            #expect(answer.body == #"{"status":"ok"}"#)
        }
    }

    @Test func `a client that doesn't take its answers is cut off`() async throws {
        let transport = TestServer.hasty(bytesPerSecond: 1 << 20)
        try await server.listening(transport) { port, server in
            let requests = Array(repeating: wire("GET", "/api/districts", close: false), count: 60).flatMap { $0 }
            let text = try await RawSocket.exchange(
                requests, port: port, window: 4096, readingAfter: .seconds(4))
            #expect(text.components(separatedBy: "HTTP/1.1 200").count < 60)
            #expect(server.transport.connections.tooSlow.load(ordering: .relaxed) == 1)
        }
    }

    @Test func `a client that takes its answers slowly but fairly gets them all`() async throws {
        try await server.listening(TestServer.hasty(bytesPerSecond: 1)) { port, _ in
            let requests = Array(repeating: wire("GET", "/api/districts", close: false), count: 5).flatMap { $0 }
            let text = try await RawSocket.exchange(
                requests + wire("GET", "/healthz"), port: port, window: 4096, readingAfter: .milliseconds(300))
            #expect(text.hasSuffix(#"{"status":"ok"}"#))
        }
    }

    private func untilListening(_ port: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if let socket = try? RawSocket.open(port: port) { return _ = close(socket) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `connections beyond the limit wait for a place`() async throws {
        var server = server.server
        server.transport = TestServer.hasty(requestTime: .seconds(1), connections: 4)
        server.port = Int.random(in: 20_000...32_000)
        let (port, application) = (server.port, server.application())
        let running = Task { try await application.run() }
        defer { running.cancel() }
        try await untilListening(port)
        let holders = try (0..<8).map { _ in try RawSocket.open(port: port) }
        defer { for socket in holders { close(socket) } }
        try await Task.sleep(for: .milliseconds(300))
        let open = server.transport.connections.current.load(ordering: .relaxed)
        #expect(open >= 4 && open < 8)
        // Those who ask nothing lose their places, so that whoever asks gets one.
        let answer = WireAnswer(try await RawSocket.exchange(wire("GET", "/healthz"), port: port))
        #expect(answer.status == 200)
    }

    @Test func `whoever asks before sending a body isn't left waiting`() async throws {
        try await server.listening { port, _ in
            let head = wire(
                "POST", "/api/nothing", headers: ["Content-Length: 2", "Expect: 100-continue"], close: false)
            let answer = try await RawSocket.exchange(head, port: port, drip: (Array("{}".utf8), .milliseconds(10)))
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404"))
        }
    }

    @Test(arguments: ["Upgrade: h2c\r\nConnection: Upgrade", "Connection: Close", "Connection: keep-alive, close"])
    func `a connection that can't go on is closed after the answer`(header: String) async throws {
        try await server.listening { port, _ in
            let (time, answer) = try await timed {
                try await RawSocket.exchange(wire("GET", "/healthz", headers: [header], close: false), port: port)
            }
            #expect(answer.status == 200)
            #expect(answer.header("Connection") == "close")
            #expect(time < .seconds(5))
        }
    }
}
