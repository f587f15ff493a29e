import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Marketplace

struct RetriedTransactionTests {
    /// Two that wait for each other: the database ends one of them, and nobody hears of it.
    @Test func `a deadlock is tried again`() async throws {
        try await withDatabase(.schema) { pool in
            let both = Meeting()
            let tries = Mutex(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1]] as [[Int64]] {
                    group.addTask {
                        try await pool.withRetriedTransaction { transaction in
                            let isFirstTry = tries.withLock { count in
                                count += 1
                                return count <= 2
                            }
                            _ = try await transaction.query("SELECT pg_advisory_xact_lock(\(order[0]))")
                            if isFirstTry { await both.meet() }
                            _ = try await transaction.query("SELECT pg_advisory_xact_lock(\(order[1]))")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(tries.withLock { $0 } == 3)
        }
    }

    @Test func `what won't pass isn't tried again`() async throws {
        try await withDatabase(.schema) { pool in
            let tries = Mutex(0)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withRetriedTransaction { transaction in
                    tries.withLock { $0 += 1 }
                    _ = try await transaction.query("SELECT 1 / 0")
                }
            }
            #expect(error?.sqlState == .divisionByZero && tries.withLock { $0 } == 1)
        }
    }
}

/// Lets two go on when both have come.
private actor Meeting {
    private var waiting: CheckedContinuation<Void, Never>?

    func meet() async {
        if let other = waiting {
            waiting = nil
            return other.resume()
        }
        await withCheckedContinuation { waiting = $0 }
    }
}
