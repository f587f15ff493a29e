import CLibpq

extension Session {
    typealias Statement = StatementCache.Statement

    /// Queues the preparation of a statement; its answer is one result and an end.
    func sendPrepare(_ statement: Statement, for query: Query) throws(PostgresError) {
        let types = statement.types.map(\.rawValue)
        guard PQsendPrepare(connection, statement.name, query.sql, Int32(types.count), types) == 1 else {
            throw lost()
        }
    }

    /// Queues the execution of a statement; its answer is one result and an end. Values travel binary.
    func sendExecute(_ statement: Statement, for query: Query) throws(PostgresError) {
        let sent = arguments.lend(query.parameters) { count, values, lengths, formats in
            PQsendQueryPrepared(connection, statement.name, count, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
    }

    /// Runs one statement and returns its rows. Outside pipeline mode only.
    func execute(_ query: Query) throws(PostgresError) -> PostgresRows {
        do {
            return try executeOnce(query)
        } catch let error where isIdle && error.isStalePlan {
            // The schema changed under a prepared statement. Nothing was done and no transaction is spoilt.
            return try executeOnce(query)
        }
    }

    private func executeOnce(_ query: Query) throws(PostgresError) -> PostgresRows {
        let statement = statements.statement(for: query)
        do throws(PostgresError) {
            if !statement.isPrepared {
                try sendPrepare(statement, for: query)
                _ = try finish(query.sql)
                statement.isPrepared = true
            }
            try sendExecute(statement, for: query)
            let rows = PostgresRows(try finish(query.sql))
            try freeStatements()
            return rows
        } catch {
            if !statement.isPrepared || error.isStalePlan { statements.discard(statement, of: query) }
            throw error
        }
    }

    /// Reads the running command to its end.
    func finish(_ sql: String) throws(PostgresError) -> ResultHandle {
        var last: ResultHandle?
        var failure: PostgresError?
        while let result = try nextResult() {
            last = result
            failure = failure ?? self.failure(in: result, sql: sql)
            try leaveCopy(result)
        }
        if let failure { throw failure }
        guard let last else { throw lost() }
        return last
    }

    /// Frees on the server what the statement cache let go. Not inside a transaction, which a failure would spoil.
    func freeStatements() throws(PostgresError) {
        guard isIdle else { return }
        statements.trim()
        for name in statements.takeDiscarded() {
            guard PQsendQuery(connection, "DEALLOCATE \(name)") == 1 else { throw lost() }
            while try nextResult() != nil {}
        }
    }
}
