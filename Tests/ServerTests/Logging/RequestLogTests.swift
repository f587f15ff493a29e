import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Marketplace
import NIOCore
import Testing

@testable import Server

/// A line for each request that is worth one, without what people asked.
@Suite(.server) struct RequestLogTests {
    private func lines(
        _ logging: RequestLogging, level: Logger.Level = .info,
        _ requests: [(HTTPRequest.Method, String, HTTPFields)]
    ) async throws -> [CapturedLog.Line] {
        let log = CapturedLog()
        var server = server.server
        server.logger = log.logger(level: level)
        server.monitor = RequestMonitor(meters: server.monitor.meters, logging: logging)
        try await server.application().test(.router) { client in
            for (method, uri, headers) in requests {
                _ = try await client.executeRequest(uri: uri, method: method, headers: headers, body: nil)
            }
        }
        return log.lines("Request")
    }

    private static let requests: [(HTTPRequest.Method, String, HTTPFields)] = [
        (.get, "/api/pincodes/600001", [:]), (.get, "/api/nothing", [:]), (.post, "/api/services", [:]),
        (
            .get, "/api/services",
            [.cookie: "__Host-istri=abcdefghijklmnopqrstuvwxyz0123456789", .secFetchSite: "cross-site"]
        ),
        (
            .delete, "/api/services",
            [.cookie: "__Host-istri=abcdefghijklmnopqrstuvwxyz0123456789", .secFetchSite: "cross-site"]
        ),
    ]

    @Test(arguments: [(RequestLogging.all, 5), (.changes, 2), (.none, 0)])
    func `the setting says which requests get a line`(logging: RequestLogging, count: Int) async throws {
        let lines = try await lines(logging, Self.requests)
        #expect(lines.count == count)
        #expect(lines.allSatisfy { $0.level == .info })
    }

    @Test func `the others have theirs at debug`() async throws {
        let lines = try await lines(.changes, level: .debug, Self.requests)
        #expect(lines.map(\.level) == [.debug, .debug, .info, .debug, .info])
    }

    @Test func `a line says what an operator needs, and nothing of what was asked`() async throws {
        let lines = try await lines(.all, [(.get, "/api/pincodes/600001?secret=word", [:])])
        let line = try #require(lines.first)
        #expect(
            Set(line.metadata.keys) == ["hb.request.id", "method", "route", "status", "duration_ms", "bytes", "code"])
        #expect(line.metadata["method"] == "GET" && line.metadata["status"] == "422")
        #expect(line.metadata["route"] == "/api/pincodes/{pincode}")
        #expect(Double(line.metadata["duration_ms"] ?? "") != nil)
        #expect(!"\(line)".contains("600001") && !"\(line)".contains("secret"))
    }

    @Test func `who was refused, and from where, can be looked into`() async throws {
        let lines = try await lines(.changes, [(.get, "/api/me", [:]), (.get, "/api/services", [:])])
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line.metadata["status"] == "401" && line.metadata["code"] == "not_signed_in")
        #expect(line.metadata["address"] != nil)
    }

    @Test func `whoever has signed in stands in it by id`() async throws {
        let person = try await server.person(.admin, name: "Somebody Known")
        let log = CapturedLog()
        let mine = Route(.get, "/mine", for: .everybodySignedIn) { _, _ in Answer.json { $0.object { _ in } } }
        let application = server.application([mine], logging: .all, logger: log.logger())
        try await application.test(.router) { client in
            _ = try await client.executeRequest(uri: "/mine", method: .get, headers: person.headers, body: nil)
        }
        let line = try #require(log.lines("Request").first)
        #expect(line.metadata["status"] == "200")
        #expect(line.metadata["user_id"] == String(person.id))
        #expect(!"\(log.all)".contains("Known") && !"\(log.all)".contains(person.cookie.text))
    }
}
