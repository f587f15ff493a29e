import Foundation
import Glibc
import Marketplace
import Synchronization
import Testing

@testable import Server

/// Follows an event stream over a socket of its own, as a browser's EventSource does.
final class EventStreamClient: Sendable {
    struct Event: Equatable {
        let id: Int64
        let kind: String
        let pincode: String
    }

    private struct State {
        var text = ""
        var isOver = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    /// - Parameter lastEventID: What the client saw last.
    init(
        port: Int, as person: Person, _ path: String = "/api/coverage/events", lastEventID: Int64? = nil,
        query: String = ""
    ) async throws {
        let descriptor = try await RawSocket.onThread { try RawSocket.open(port: port, limit: .seconds(30)) }
        self.descriptor = descriptor
        var headers = ["Cookie: \(Credentials.cookieName)=\(person.cookie.text)", "Accept: text/event-stream"]
        if let lastEventID { headers.append("Last-Event-ID: \(lastEventID)") }
        let bytes = wire("GET", "\(path)\(query)", headers: headers, close: false)
        try await RawSocket.onThread { try RawSocket.send(bytes, to: descriptor) }
        Thread.detachNewThread { [self] in receive() }
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            state.withLock { $0.text += String(decoding: buffer[..<count], as: UTF8.self) }
        }
        state.withLock { $0.isOver = true }
        close(descriptor)
    }

    /// As a client whose network is gone.
    func leave() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    var text: String { state.withLock { $0.text } }
    var isOver: Bool { state.withLock { $0.isOver } }
    /// Whether the server has ended the stream: by its last chunk or with the connection.
    var hasEnded: Bool { isOver || text.hasSuffix("0\r\n\r\n") }
    var heartbeats: Int { text.components(separatedBy: ":\n\n").count - 1 }

    /// Those that came so far, in their order.
    var events: [Event] {
        text.matches(of: /id: (\d+)\nevent: (\w+)\ndata: \{"pincode":"(\d{6})"/).map {
            Event(id: Int64($0.1) ?? 0, kind: String($0.2), pincode: String($0.3))
        }
    }

    /// Of a booking: id and status of each.
    var steps: [StepEvent] {
        text.matches(of: /id: (\d+)\nevent: status\ndata: (\{.*\})\n/).compactMap { match in
            let step = try? JSONSerialization.jsonObject(with: Data(match.2.utf8)) as? [String: Any]
            guard let step, let id = Int64(match.1), (step["id"] as? NSNumber)?.int64Value == id else { return nil }
            return StepEvent(id: id, status: step["status"] as? String ?? "")
        }
    }

    struct StepEvent: Equatable {
        let id: Int64
        let status: String
    }

    /// Waits until `isSo`; fails after a long while.
    func until(_ words: String, _ isSo: (EventStreamClient) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !isSo(self) {
            try #require(ContinuousClock.now < deadline, "\(words): never; it got \(text.suffix(500))")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

extension TestServer {
    /// Runs the server on a socket, with its feeds.
    func feeding<Result: Sendable>(
        _ transport: Transport? = nil, _ body: @escaping @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        try await listening(transport) { port, server in
            let feed = Task { await server.feed.run() }
            let bookings = Task { await server.bookingFeed.run() }
            defer {
                feed.cancel()
                bookings.cancel()
            }
            let deadline = ContinuousClock.now + .seconds(10)
            while (try? server.feed.join()) == nil || !server.bookingFeed.isRunning, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            return try await body(port)
        }
    }
}
