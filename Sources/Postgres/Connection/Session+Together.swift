extension Session {
    /// Runs statements in one round trip, outside pipeline mode. Throws the first one's error that fails; outside a
    /// transaction nothing was done then.
    func execute(together queries: [Query]) throws(PostgresError) -> [PostgresRows] {
        do {
            return try executeTogetherOnce(queries)
        } catch let error where isIdle && error.isStalePlan {
            // As with one statement: the schema changed, and nothing was done.
            return try executeTogetherOnce(queries)
        }
    }

    private func executeTogetherOnce(_ queries: [Query]) throws(PostgresError) -> [PostgresRows] {
        let answers: [Answer]
        do throws(PostgresError) {
            answers = try exchange(queries)
        } catch {
            // Where the conversation broke off nobody knows.
            isAbandoned = true
            throw error
        }
        var rows: [PostgresRows] = []
        for answer in answers {
            switch answer {
            case .rows(let found): rows.append(found)
            case .failure(let error): throw error
            case .skipped: throw PostgresError(.server, "a statement was skipped, and none before it failed")
            }
        }
        try freeStatements()
        return rows
    }

    private func exchange(_ queries: [Query]) throws(PostgresError) -> [Answer] {
        try enterPipelineMode()
        var flights: [Flight] = []
        for query in queries { flights.append(try send(query)) }
        try sendSync()
        var answers: [Answer] = []
        for flight in flights { answers.append(try receive(flight)) }
        if let failure = try receiveSync() { answers.append(.failure(failure)) }
        try leavePipelineMode()
        return answers
    }
}
