import Foundation
import Glibc
import Postgres
import Synchronization
import Testing

@testable import Marketplace
@testable import Server

/// As many as follow bookings on one node: 500, or as many as ISTRI_LISTENERS says.
@Suite(.serialized) struct ManyListenersTests {
    private static let listeners = ProcessInfo.processInfo.environment["ISTRI_LISTENERS"].flatMap { Int($0) } ?? 500

    @Test func `many listeners are told of their bookings, and cost little`() async throws {
        var settings = NodeSettings()
        settings.bookingFeed.heartbeat = .seconds(4)
        try await withServer(settings) { server in
            let (centre, owner) = try await server.ownedCentre()
            let bookings = try await Self.bookings(Self.listeners, of: owner, at: centre, on: server)
            var limits = TransportLimits()
            limits.connections = Self.listeners + 100
            try await server.feeding(Transport(limits: limits)) { port in
                try await Self.follow(bookings, port, owner, server)
            }
        }
    }

    private static func follow(
        _ bookings: [Int64], _ port: Int, _ person: Person, _ server: TestServer
    ) async throws {
        allowFiles(2 * bookings.count + 500)
        let before = residentBytes
        let start = ContinuousClock.now
        let crowd = try await RawSocket.onThread { try Crowd(bookings, port, person) }
        defer { crowd.leave() }
        try await crowd.until("each has its history") { $0.allSatisfy { $0.contains("\"status\":\"pending\"") } }
        let joined = ContinuousClock.now - start
        let perListener = (residentBytes - before) / bookings.count
        // Every turn has come once.
        try await crowd.until("each has a heartbeat") { $0.allSatisfy { $0.contains(":\n\n") } }

        let changed = Array(bookings.prefix(bookings.count / 10))
        let changing = ContinuousClock.now
        try await server.pool.execute(
            """
            UPDATE bookings SET status = 'accepted', changed_role = 'provider', changed_by = \(person.id)
            WHERE id = ANY (\(changed))
            """)
        let committed = ContinuousClock.now - changing
        try await crowd.until("a tenth is told") { texts in
            texts.prefix(changed.count).allSatisfy { $0.contains("\"status\":\"accepted\"") }
        }
        let told = ContinuousClock.now - changing
        #expect(!crowd.texts.dropFirst(changed.count).contains { $0.contains("accepted") })
        print(
            "\(bookings.count) listeners: \(joined) to join, \(perListener) bytes each;",
            "\(changed.count) steps written in \(committed), told after \(told)")
        #expect(perListener < 100_000)
        #expect(told - committed < .seconds(10))
    }

    /// On one bench, one after the other.
    private static func bookings(
        _ count: Int, of owner: Person, at centre: Int64, on server: TestServer
    ) async throws -> [Int64] {
        try await server.pool.withConnection { connection in
            try await connection.query(
                """
                INSERT INTO bookings (customer_id, provider_id, resource_id, status, mode, pincode, scheduled_at,
                    ends_at, during, total_paise, changed_by, changed_role)
                SELECT \(owner.id), r.provider_id, r.id, 'pending', 'walk_in', 600001, t, t + interval '1 hour',
                    tstzrange(t, t + interval '1 hour'), 35000, \(owner.id), 'customer'
                FROM booking_resources r
                CROSS JOIN generate_series(1, \(Int32(count))) AS n
                CROSS JOIN LATERAL (SELECT date_trunc('hour', now()) + n * interval '1 hour') AS x (t)
                WHERE r.provider_id = \(centre) AND r.kind = 'bench' AND r.number = 1 RETURNING id
                """
            ).map { try $0.decode(Int64.self) }
        }
    }

    private static func allowFiles(_ count: Int) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        getrlimit(resource, &limit)
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, rlim_t(count)))
        setrlimit(resource, &limit)
    }

    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    }
}

/// Clients that each follow a booking, all read by one thread.
private final class Crowd: Sendable {
    private let descriptors: [Int32]
    private let state: CrowdTexts

    init(_ bookings: [Int64], _ port: Int, _ person: Person) throws {
        var descriptors: [Int32] = []
        for booking in bookings {
            let descriptor = try RawSocket.open(port: port, limit: .seconds(60))
            let headers = ["Cookie: \(Credentials.cookieName)=\(person.cookie.text)", "Accept: text/event-stream"]
            try RawSocket.send(
                wire("GET", "/api/bookings/\(booking)/events", headers: headers, close: false), to: descriptor)
            descriptors.append(descriptor)
        }
        self.descriptors = descriptors
        state = CrowdTexts(count: descriptors.count)
        Thread.detachNewThread { [descriptors, state] in Self.read(descriptors, into: state) }
    }

    private static func read(_ descriptors: [Int32], into state: CrowdTexts) {
        var sources = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !state.isOver {
            guard poll(&sources, nfds_t(sources.count), 100) > 0 else { continue }
            for index in sources.indices where sources[index].revents != 0 {
                let count = recv(sources[index].fd, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 { state.add(String(decoding: buffer[..<count], as: UTF8.self), to: index) }
                // Poll passes over what is negative.
                if count == 0 { sources[index].fd = -1 }
            }
        }
        for descriptor in descriptors { close(descriptor) }
    }

    func leave() { state.end() }
    var texts: [String] { state.texts }

    func until(_ words: String, _ isSo: ([String]) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while !isSo(texts) {
            try #require(ContinuousClock.now < deadline, "\(words): never; the first has \(texts[0].suffix(300))")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// What each client of a crowd has got.
private final class CrowdTexts: Sendable {
    private let state: Mutex<(texts: [String], isOver: Bool)>

    init(count: Int) { state = Mutex(([String](repeating: "", count: count), false)) }

    var texts: [String] { state.withLock { $0.texts } }
    var isOver: Bool { state.withLock { $0.isOver } }
    func add(_ text: String, to index: Int) { state.withLock { $0.texts[index] += text } }
    func end() { state.withLock { $0.isOver = true } }
}
