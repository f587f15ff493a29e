import CLibpq

/// What a transaction sees of others; PostgreSQL's own words.
public enum IsolationLevel: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    /// Throws `SQLState.serializationFailure` when it has to be tried again from the start.
    case serializable = "SERIALIZABLE"
}

extension PostgresConnection {
    /// Commits if `body` returns and rolls back if it throws. Transactions don't nest: that throws `unsupported`.
    ///
    /// A connection lost during the commit throws `connectionLost`: the transaction may or may not have happened.
    @discardableResult
    public nonisolated(nonsending) func withTransaction<Output>(
        isolation: IsolationLevel? = nil, readOnly: Bool = false,
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        guard !isInTransaction else {
            throw PostgresError(.unsupported, "the connection is in a transaction already")
        }
        var begin = "BEGIN"
        if let isolation { begin += " ISOLATION LEVEL \(isolation.rawValue)" }
        if readOnly { begin += " READ ONLY" }
        try await command(begin, isCancellable: true)
        let output: Output
        do {
            output = try await body(self)
        } catch {
            // A lost connection has rolled back by itself.
            _ = try? await command("ROLLBACK", isCancellable: false)
            throw error
        }
        try await commit()
        return output
    }

    private func command(_ sql: String, isCancellable: Bool) async throws {
        _ = try await perform(isCancellable: isCancellable) { session throws(PostgresError) in
            try session.runScript(sql)
        }
    }

    private func commit() async throws {
        try await perform(isCancellable: false) { session throws(PostgresError) in
            guard try session.runScript("COMMIT") == "COMMIT" else {
                throw PostgresError(
                    .transactionAborted, "the commit rolled back, since a statement before it had failed")
            }
        }
    }
}
