extension PostgresPool {
    /// Lends a connection for the time of `body`, from which it must not escape.
    ///
    /// Throws `leaseTimedOut` or `queueFull` if none becomes free, `CancellationError` if the task is cancelled.
    @discardableResult
    public nonisolated(nonsending) func withConnection<Output>(
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        let connection = PostgresConnection(try await leases.acquire())
        do {
            let output = try await body(connection)
            await leases.release(connection.giveBack())
            return output
        } catch {
            await leases.release(connection.giveBack())
            throw error
        }
    }

    /// Commits if `body` returns and rolls back if it throws.
    ///
    /// A connection lost during the commit throws `connectionLost`: the transaction may or may not have happened.
    ///
    /// - Parameter statementTimeout: For each of its statements, in place of `Leases.statementTimeout`.
    @discardableResult
    public nonisolated(nonsending) func withTransaction<Output>(
        isolation: IsolationLevel? = nil, readOnly: Bool = false, statementTimeout: Duration? = nil,
        _ body: nonisolated(nonsending) (PostgresConnection) async throws -> Output
    ) async throws -> Output {
        try await withConnection { connection in
            try await connection.withTransaction(
                isolation: isolation, readOnly: readOnly, statementTimeout: statementTimeout, body)
        }
    }

    /// Runs one statement that writes, as a transaction of its own, and returns how many rows it touched.
    @discardableResult
    public func execute(_ query: Query) async throws -> Int {
        try await withConnection { try await $0.execute(query) }
    }
}
