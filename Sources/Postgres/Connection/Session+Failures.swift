import CLibpq

extension Session {
    /// What went wrong according to a result; `nil` if nothing did.
    func failure(in result: ResultHandle, sql: String) -> PostgresError? {
        switch PQresultStatus(result.pointer) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            if isBroken || result.endsConnection { return PostgresError(lost: result, sql: sql) ?? lost() }
            return PostgresError(result, sql: sql)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            return PostgresError(.unsupported, "COPY is not possible here", sql: sql)
        default:
            return nil
        }
    }

    /// Ends a COPY that nobody is going to feed or read.
    func leaveCopy(_ result: ResultHandle) throws(PostgresError) {
        switch PQresultStatus(result.pointer) {
        case PGRES_COPY_IN:
            try endCopy(failure: "COPY is not possible here")
        case PGRES_COPY_OUT, PGRES_COPY_BOTH:
            // Reading what may be a whole table only to throw it away is worse than a new connection.
            isAbandoned = true
            throw PostgresError(.unsupported, "COPY TO STDOUT is not possible here")
        default: break
        }
    }
}

extension ResultHandle {
    func field(_ code: Int) -> String? {
        PQresultErrorField(pointer, Int32(code)).map { String(cString: $0) }
    }

    /// The server closes the connection after an error of this severity.
    var endsConnection: Bool {
        ["FATAL", "PANIC"].contains(field(PG_FIELD_SEVERITY))
    }
}

extension PostgresError {
    init(_ result: ResultHandle, sql: String) {
        self.init(.server, result.field(PG_FIELD_MESSAGE) ?? "unknown error", sql: sql)
        sqlState = result.field(PG_FIELD_SQLSTATE).map { SQLState(rawValue: $0) }
        if isInterruptedGEOS { sqlState = .queryCanceled }
        detail = result.field(PG_FIELD_DETAIL)
        hint = result.field(PG_FIELD_HINT)
        schema = result.field(PG_FIELD_SCHEMA)
        table = result.field(PG_FIELD_TABLE)
        column = result.field(PG_FIELD_COLUMN)
        constraint = result.field(PG_FIELD_CONSTRAINT)
        position = result.field(PG_FIELD_POSITION).flatMap { Int($0) }
        let source = result.field(PG_FIELD_SOURCE_FUNCTION)
        // The message is translated, the function that raised it is not.
        isStalePlan =
            sqlState == .invalidStatementName
            || (sqlState == .featureNotSupported && source == "RevalidateCachedQuery")
    }

    /// When a statement is ended within one of GEOS's functions, PostGIS 3.3 tells of some of them as of internal errors,
    /// and of ST_IsValidDetail without saying that it was interrupted, the one thing that makes it throw.
    private var isInterruptedGEOS: Bool {
        sqlState == .internalError
            && (message.hasSuffix("InterruptedException: Interrupted!")
                || message == "GEOS isvaliddetail() threw an exception!")
    }

    /// The server's last words before it closed the connection; `nil` if it had none.
    init?(lost result: ResultHandle, sql: String) {
        guard let state = result.field(PG_FIELD_SQLSTATE) else { return nil }
        self.init(.connectionLost, result.field(PG_FIELD_MESSAGE) ?? "", sql: sql)
        sqlState = SQLState(rawValue: state)
    }
}
