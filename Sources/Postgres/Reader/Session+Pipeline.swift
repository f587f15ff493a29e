import CLibpq

extension Session {
    func enterPipelineMode() throws(PostgresError) {
        guard PQenterPipelineMode(connection) == 1 else { throw lost() }
    }

    /// Sends reads as one batch and ends the wait of their callers. Throws if the connection is lost; requests that
    /// have not ended then got no answer.
    ///
    /// The whole batch shares one sync, that is one round of the protocol and one implicit transaction. When one
    /// fails the server therefore skips those behind it; they are sent again, now with a sync each. Being read-only,
    /// nothing happens twice.
    func answer(_ requests: [ReadRequest]) throws(PostgresError) {
        let skipped = try exchange(requests, sharingSync: true)
        if !skipped.isEmpty {
            for request in try exchange(skipped, sharingSync: false) {
                request.fail(PostgresError(.server, "the statement's plan keeps changing", sql: request.query.sql))
            }
        }
        guard isIdle else {
            isAbandoned = true
            throw PostgresError(.connectionLost, "a read left a transaction open")
        }
        try freeStatementsBetweenBatches()
    }

    private struct Flight {
        var request: ReadRequest
        var statement: Statement
        var prepares: Bool
    }

    /// Returns the requests that have to be sent again.
    private func exchange(_ requests: [ReadRequest], sharingSync: Bool) throws(PostgresError) -> [ReadRequest] {
        var flights: [Flight] = []
        flights.reserveCapacity(requests.count)
        for request in requests where !request.hasEnded {
            flights.append(try send(request))
            if !sharingSync { try sendSync() }
        }
        if sharingSync { try sendSync() }
        var again: [ReadRequest] = []
        for flight in flights {
            let answer = try receive(flight)
            if !sharingSync { try receiveSync() }
            switch answer {
            case .rows(let rows): flight.request.succeed(rows)
            case .failure(let error): flight.request.fail(error)
            case .skipped: again.append(flight.request)
            }
        }
        if sharingSync { try receiveSync() }
        return again
    }

    private func send(_ request: ReadRequest) throws(PostgresError) -> Flight {
        let statement = statements.statement(for: request.query)
        let prepares = !statement.isPrepared
        if prepares {
            try sendPrepare(statement, for: request.query)
            statement.isPrepared = true
        }
        try sendExecute(statement, for: request.query)
        return Flight(request: request, statement: statement, prepares: prepares)
    }

    private func sendSync() throws(PostgresError) {
        guard PQpipelineSync(connection) == 1 else { throw lost() }
    }

    private func receiveSync() throws(PostgresError) {
        guard let result = try nextResult(), PQresultStatus(result.pointer) == PGRES_PIPELINE_SYNC else {
            throw lost()
        }
    }

    private enum Answer {
        case rows(PostgresRows)
        case failure(PostgresError)
        case skipped
    }

    private func receive(_ flight: Flight) throws(PostgresError) -> Answer {
        let (statement, query) = (flight.statement, flight.request.query)
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
        if case .failure(let error) = answer, error.isStalePlan {
            statements.discard(statement, of: query)
            return .skipped
        }
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

    /// Rare, so it may cost a round trip of its own.
    private func freeStatementsBetweenBatches() throws(PostgresError) {
        statements.trim()
        guard !statements.discarded.isEmpty else { return }
        guard PQexitPipelineMode(connection) == 1 else { throw lost() }
        try freeStatements()
        try enterPipelineMode()
    }
}
