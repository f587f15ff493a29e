import CLibpq

/// Statements sent one behind the other before their answers are read, up to a sync.
extension Session {
    /// A statement that was sent.
    struct Flight {
        let query: Query
        fileprivate let statement: Statement
        fileprivate let prepares: Bool
    }

    enum Answer {
        case rows(PostgresRows)
        case failure(PostgresError)
        /// One before it, up to the same sync, failed.
        case skipped
    }

    func enterPipelineMode() throws(PostgresError) {
        guard PQenterPipelineMode(connection) == 1 else { throw lost() }
    }

    /// Once all answers have been received.
    func leavePipelineMode() throws(PostgresError) {
        guard PQexitPipelineMode(connection) == 1 else { throw lost() }
    }

    func send(_ query: Query) throws(PostgresError) -> Flight {
        let statement = statements.statement(for: query)
        let prepares = !statement.isPrepared
        if prepares {
            try sendPrepare(statement, for: query)
            statement.isPrepared = true
        }
        try sendExecute(statement, for: query)
        return Flight(query: query, statement: statement, prepares: prepares)
    }

    func sendSync() throws(PostgresError) {
        guard PQpipelineSync(connection) == 1 else { throw lost() }
    }

    /// - Returns: Why the implicit transaction that ends with the sync was rolled back, when no statement of it failed: a
    ///   deferred constraint, say.
    func receiveSync() throws(PostgresError) -> PostgresError? {
        guard let result = try nextResult() else { throw lost() }
        if PQresultStatus(result.pointer) == PGRES_PIPELINE_SYNC { return nil }
        guard let failure = failure(in: result, sql: "COMMIT"), failure.code == .server, try nextResult() == nil,
            let sync = try nextResult(), PQresultStatus(sync.pointer) == PGRES_PIPELINE_SYNC
        else { throw lost() }
        return failure
    }

    func receive(_ flight: Flight) throws(PostgresError) -> Answer {
        let (statement, query) = (flight.statement, flight.query)
        if flight.prepares {
            let answer = try receiveResult(sql: query.sql)
            if case .failure(let error) = answer { statement.failure = error }
            if case .rows = answer {
            } else {
                statement.isPrepared = false
                statements.discard(statement, of: query)
            }
        }
        let answer = try receiveResult(sql: query.sql)
        // Whoever shares a statement that could not be prepared would meet the same error.
        if let failure = statement.failure { return .failure(failure) }
        if case .failure(let error) = answer, error.isStalePlan { statements.discard(statement, of: query) }
        return answer
    }

    /// One command's result and its end.
    private func receiveResult(sql: String) throws(PostgresError) -> Answer {
        guard let result = try nextResult() else { throw lost() }
        if PQresultStatus(result.pointer) == PGRES_PIPELINE_ABORTED {
            guard try nextResult() == nil else { throw lost() }
            return .skipped
        }
        let failure = failure(in: result, sql: sql)
        if let failure, failure.code != .server {
            isAbandoned = true
            throw failure
        }
        guard try nextResult() == nil else { throw lost() }
        return failure.map(Answer.failure) ?? .rows(PostgresRows(result))
    }
}
