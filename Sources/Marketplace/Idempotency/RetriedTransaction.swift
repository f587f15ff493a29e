import Postgres

extension PostgresPool {
    private static var attempts: Int { 8 }

    /// As `withTransaction`, and again from the start when the database had to choose between it and another: nobody
    /// who asks has to know of that.
    package nonisolated(nonsending) func withRetriedTransaction<Output>(
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        try await retried { try await withTransaction(isolation: .readCommitted, body) }
    }

    /// The same for a body that asks the database once, by `query` or `query(together:)`: that is a transaction by
    /// itself, without the two round trips that begin and end another.
    package nonisolated(nonsending) func withRetriedRoundTrip<Output>(
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        try await retried { try await withConnection(body) }
    }

    private nonisolated(nonsending) func retried<Output>(
        _ body: nonisolated(nonsending) () async throws -> Output
    ) async throws -> Output {
        var attempt = 1
        while true {
            do {
                return try await body()
            } catch let error as PostgresError where error.passesWhenTriedAgain && attempt < Self.attempts {
                // Those who met here shouldn't meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(5 << attempt))))
                attempt += 1
            }
        }
    }
}

extension PostgresError {
    /// A deadlock, a snapshot that is too old, or somebody who took the resource without its lock.
    fileprivate var passesWhenTriedAgain: Bool {
        guard code == .server else { return false }
        return sqlState == .deadlockDetected || sqlState == .serializationFailure || constraint == "booking_slot_free"
    }
}
