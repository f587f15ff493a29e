extension Session {
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

    /// Returns the requests that have to be sent again.
    private func exchange(_ requests: [ReadRequest], sharingSync: Bool) throws(PostgresError) -> [ReadRequest] {
        var flights: [(request: ReadRequest, flight: Flight)] = []
        flights.reserveCapacity(requests.count)
        for request in requests where !request.hasEnded {
            flights.append((request, try send(request.query)))
            if !sharingSync { try sendSync() }
        }
        if sharingSync { try sendSync() }
        var again: [ReadRequest] = []
        for (request, flight) in flights {
            let answer = try receive(flight)
            if !sharingSync { try receiveReadsSync() }
            switch answer {
            case .rows(let rows): request.succeed(rows)
            case .failure(let error) where error.isStalePlan: again.append(request)
            case .failure(let error): request.fail(error)
            case .skipped: again.append(request)
            }
        }
        if sharingSync { try receiveReadsSync() }
        return again
    }

    private func receiveReadsSync() throws(PostgresError) {
        // Reads leave nothing for the end of their transaction that could fail.
        if let failure = try receiveSync() { throw failure }
    }

    /// Rare, so it may cost a round trip of its own.
    private func freeStatementsBetweenBatches() throws(PostgresError) {
        statements.trim()
        guard !statements.discarded.isEmpty else { return }
        try leavePipelineMode()
        try freeStatements()
        try enterPipelineMode()
    }
}
