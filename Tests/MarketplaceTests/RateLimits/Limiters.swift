import Logging
import Marketplace
import Postgres
import Testing

extension RateLimiter {
    /// One node's, with the rules given and no others.
    static func test(
        _ pool: PostgresPool, _ rules: [RateLimit: String] = [:], freeForLoopback: Set<RateLimit> = []
    ) throws -> RateLimiter {
        var all = RateRules.off
        for (limit, text) in rules { all[limit] = RateRule(text)! }
        return RateLimiter(
            pool: pool, rules: all, secret: [UInt8](repeating: 7, count: 32), freeForLoopback: freeForLoopback,
            logger: .silent)
    }

    /// The seconds to wait; nil when it was admitted.
    func refusal(_ limit: RateLimit, _ key: String) async throws -> Int? {
        do {
            try await admit(limit, key)
            return nil
        } catch let error as RateLimited {
            #expect(error.limit == limit)
            return error.retryAfterSeconds
        }
    }

    /// How many of so many go through.
    func admitted(_ limit: RateLimit, _ key: String, of number: Int) async throws -> Int {
        var admitted = 0
        for _ in 0..<number where try await refusal(limit, key) == nil { admitted += 1 }
        return admitted
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
