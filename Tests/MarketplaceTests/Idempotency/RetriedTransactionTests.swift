import Postgres
import TestSupport
import Testing

@testable import Marketplace

struct RetriedTransactionTests {
    /// Two that wait for each other: the database ends one of them, and nobody hears of it.
    @Test func `a deadlock is tried again`() async throws {
        try await withDatabase(.schema) { pool in
            let meeting = Meeting()
            async let one: Void = lock(1, 2, pool, meeting)
            async let other: Void = lock(2, 1, pool, meeting)
            _ = try await (one, other)
            #expect(await meeting.tries == 3)
        }
    }

    @Test func `what won't pass isn't tried again`() async throws {
        try await withDatabase(.schema) { pool in
            let tries = Counter()
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withRetriedTransaction { transaction in
                    tries.increment()
                    _ = try await transaction.query("SELECT 1 / 0")
                }
            }
            #expect(error?.sqlState == .divisionByZero && tries.value == 1)
        }
    }

    private func lock(_ first: Int64, _ second: Int64, _ pool: PostgresPool, _ meeting: Meeting) async throws {
        try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query("SELECT pg_advisory_xact_lock(\(first))")
            await meeting.meet()
            _ = try await transaction.query("SELECT pg_advisory_xact_lock(\(second))")
        }
    }
}

/// Lets the first two go on when both have come, and whoever comes later at once.
private actor Meeting {
    private(set) var tries = 0
    private var waiting: CheckedContinuation<Void, Never>?

    func meet() async {
        tries += 1
        guard tries <= 2 else { return }
        guard let other = waiting else { return await withCheckedContinuation { waiting = $0 } }
        waiting = nil
        other.resume()
    }
}
