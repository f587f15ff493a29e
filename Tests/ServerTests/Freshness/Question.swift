import Matching
import Postgres
import Testing

/// A question whose answer a test changes.
struct Question: Sendable {
    let uri: String

    init(nearest pincode: Int32, _ options: String = "") {
        uri = "/api/providers/nearest?pincode=\(pincode)\(options)"
    }

    init(coverage pincode: Int32) {
        uri = "/api/coverage?pincode=\(pincode)"
    }

    func answer(of server: TestServer) async throws -> String {
        let reply = try await server.get(uri)
        #expect(reply.status == 200)
        return reply.text
    }

    /// Asks until the node keeps the answer, which it does as soon as it is sure to hear of changes.
    func prime(_ server: TestServer) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while server.kept.answer(for: key) == nil {
            try #require(ContinuousClock.now < deadline, "the answer is never kept")
            _ = try await answer(of: server)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Whether the node keeps an answer to it.
    func isKept(by server: TestServer) -> Bool { server.kept.answer(for: key) != nil }

    /// Whether the node still keeps an answer to it; asked again while the node, on a busy machine, trusts none.
    func isStillKept(by server: TestServer) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while !isKept(by: server), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(2)) }
        return isKept(by: server) || ContinuousClock.now < deadline
    }

    private var key: String { String(uri.dropFirst(uri.contains("nearest") ? "/api/providers/".count : "/api/".count)) }
}

extension TestServer {
    /// The approved centre nearest to the pincode.
    func nearestCentre(to pincode: Int32) async throws -> Int64 {
        let rows = try await pool.query("SELECT id FROM nearest_to_pincode(\(pincode), 1, NULL)")
        return try rows[0].decode(Int64.self)
    }
}

extension [Question] {
    func answers(of server: TestServer) async throws -> [String] {
        var answers: [String] = []
        for question in self { answers.append(try await question.answer(of: server)) }
        return answers
    }
}
