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
    ///
    /// - Parameter statementTimeout: For each of its statements, in place of the connection's own.
    @discardableResult
    public nonisolated(nonsending) func withTransaction<Output>(
        isolation: IsolationLevel? = nil, readOnly: Bool = false, statementTimeout: Duration? = nil,
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        guard !isInTransaction else {
            throw PostgresError(.unsupported, "the connection is in a transaction already")
        }
        var begin = "BEGIN"
        if let isolation { begin += " ISOLATION LEVEL \(isolation.rawValue)" }
        if readOnly { begin += " READ ONLY" }
        try await self.begin(begin, statementTimeout)
        let output: Output
        do {
            output = try await body(self)
        } catch {
            // A lost connection has rolled back by itself.
            try? await rollback()
            throw error
        }
        try await commit()
        return output
    }

    private func begin(_ sql: String, _ statementTimeout: Duration?) async throws {
        try await perform { session throws(PostgresError) in
            guard let statementTimeout else {
                try session.runScript(sql)
                return
            }
            let milliseconds = PostgresConfiguration.milliseconds(statementTimeout)
            try session.runScript("\(sql); SET LOCAL statement_timeout = \(milliseconds)")
            session.silenceLimit = statementTimeout + PostgresConfiguration.answerMargin
        }
    }

    private func rollback() async throws {
        try await perform(isCancellable: false) { session throws(PostgresError) in
            defer { session.silenceLimit = session.settings.silenceLimit }
            try session.runScript("ROLLBACK")
        }
    }

    private func commit() async throws {
        try await perform(isCancellable: false) { session throws(PostgresError) in
            defer { session.silenceLimit = session.settings.silenceLimit }
            guard try session.runScript("COMMIT") == "COMMIT" else {
                throw PostgresError(
                    .transactionAborted, "the commit rolled back, since a statement before it had failed")
            }
        }
    }
}
