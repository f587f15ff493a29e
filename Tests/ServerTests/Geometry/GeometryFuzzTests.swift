import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

@testable import Server

/// Generated geometries, right ones and all sorts of wrong ones, against the real route and the real database. A slice of
/// what `make fuzz-geometry` sends.
struct GeometryFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = environment["ISTRI_FUZZ_GEOMETRIES"].flatMap(Int.init) ?? 500
    private static let seed = environment["ISTRI_FUZZ_SEED"].flatMap(UInt64.init) ?? 1

    @Test func `no geometry brings down the server, and what is accepted is valid`() async throws {
        try await withServer { server in
            let person = try await server.person(.admin)
            // Over a connection: the test of a router makes a channel for each request and never closes it.
            let run = try await server.live { client in
                var run = GeometryFuzzRun(server: server, client: client, person: person)
                var generator = GeometryGenerator(seed: Self.seed)
                let step = max(1, Self.count / 10)
                for index in 0..<Self.count {
                    try await run.send(generator.next())
                    if index % step == step - 1 { try await run.measure() }
                    if index % 1000 == 999 { print("\(index + 1) geometries, the slowest took \(run.slowest)") }
                }
                return run
            }
            run.report()
            #expect(run.failures.isEmpty, "\(run.failures.prefix(20).joined(separator: "\n"))")
            #expect(run.accepted > Self.count / 8 && run.refused > Self.count / 3)
            // So few requests don't fill the allocators' caches.
            if Self.count >= 5000 {
                #expect(run.serverGrowth < 1.2 && run.databaseGrowth < 1.2)
            }
        }
    }
}

private struct GeometryFuzzRun: Sendable {
    let server: TestServer
    let client: LiveClient
    let person: Person
    private(set) var failures: [String] = []
    private(set) var accepted = 0
    private(set) var refused = 0
    private(set) var slowest = Duration.zero
    private var byKind: [String: (accepted: Int, refused: Int)] = [:]
    private var memory: [(server: Int, database: Int)] = []

    init(server: TestServer, client: LiveClient, person: Person) {
        self.server = server
        self.client = client
        self.person = person
    }

    var serverGrowth: Double { growth(\.server) }
    var databaseGrowth: Double { growth(\.database) }

    mutating func send(_ given: GeneratedGeometry) async throws {
        let start = ContinuousClock.now
        let outcome = try await ask(given)
        slowest = max(slowest, ContinuousClock.now - start)
        switch outcome {
        case .accepted(let geometry):
            accepted += 1
            byKind[given.kind, default: (0, 0)].accepted += 1
            if given.outcome == .refused { fail(given, "was accepted") }
            if try await !isStorable(geometry) { fail(given, "was accepted and is not valid: \(geometry.prefix(200))") }
        case .refused(let why):
            refused += 1
            byKind[given.kind, default: (0, 0)].refused += 1
            if given.outcome == .accepted || why.contains("too long") { fail(given, "was refused: \(why)") }
        case .broken(let how): fail(given, how)
        }
    }

    private enum Outcome {
        case accepted(String)
        case refused(String)
        case broken(String)
    }

    private func ask(_ given: GeneratedGeometry) async throws -> Outcome {
        let reply = try await reply(to: given)
        guard reply.status == 200 else {
            return reply.status < 500 ? .refused(reply.text) : .broken("\(reply.status) \(reply.text)")
        }
        let verdict = try reply.object()
        guard verdict["valid"] as? Bool == true else { return .refused(reply.text) }
        let geometry = try JSONSerialization.data(withJSONObject: verdict["geometry"] as Any)
        return .accepted(String(decoding: geometry, as: UTF8.self))
    }

    private func reply(to given: GeneratedGeometry) async throws -> Reply {
        var headers = person.headers
        if let file = given.file {
            headers[.contentType] = file.rawValue
            let query = given.srid.map { "?srid=\($0)" } ?? ""
            return try await client.send(.post, "/api/geometry/check\(query)", fields: headers, bytes: given.bytes)
        }
        headers[.contentType] = "application/json"
        let srid = given.srid.map { ",\"srid\":\($0)" } ?? ""
        let body = Array("{\"geometry\":".utf8) + given.bytes + Array("\(srid)}".utf8)
        return try await client.send(.post, "/api/geometry/check", fields: headers, bytes: body)
    }

    /// Valid as text and as stored, within the limits, and where it may be.
    private func isStorable(_ geometry: String) async throws -> Bool {
        let rows = try await server.pool.query(
            """
            SELECT ST_IsValid(g) AND NOT ST_IsEmpty(g) AND ST_NPoints(g) <= 5000 AND ST_Area(g::geography) > 0
                AND ST_Covers(allowed_region(), g) AND ST_AsGeoJSON(g, 7, 0)::jsonb = \(geometry)::jsonb
            FROM ST_GeomFromGeoJSON(\(geometry)) AS g
            """)
        return try rows[0].decode(Bool.self)
    }

    private mutating func fail(_ given: GeneratedGeometry, _ how: String) {
        failures.append("\(given.kind) \(how)")
    }

    // MARK: Memory

    mutating func measure() async throws {
        let database = try await server.pool.query("SELECT current_database()::text")[0].decode(String.self)
        // By their titles, since PostgreSQL shows a login's processes to its own role alone.
        let backends = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
            .filter { process in
                let title = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
                let words = String(decoding: title, as: UTF8.self).split(separator: " ")
                return words.first == "postgres:" && words.contains(Substring(database))
            }
        let largest = try #require(backends.compactMap { try? Self.memory(of: $0) }.max(), "no backend was found")
        memory.append((try Self.memory(of: "self"), largest))
    }

    /// What the process alone holds in memory, in kB.
    private static func memory(of process: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    private func growth(_ part: KeyPath<(server: Int, database: Int), Int>) -> Double {
        guard memory.count > 2, memory[1][keyPath: part] > 0 else { return 1 }
        // The first fifth is to warm up.
        return Double(memory[memory.count - 1][keyPath: part]) / Double(memory[1][keyPath: part])
    }

    func report() {
        guard ProcessInfo.processInfo.environment["ISTRI_FUZZ_GEOMETRIES"] != nil else { return }
        for (kind, counts) in byKind.sorted(by: { $0.key < $1.key }) {
            print("\(kind): \(counts.accepted) accepted, \(counts.refused) refused")
        }
        print("memory in kB, server and largest backend: \(memory); slowest \(slowest)")
    }
}
