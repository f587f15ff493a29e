import CLibpq
import Glibc

extension Session {
    /// Begins `COPY ... FROM STDIN`.
    func beginCopy(_ sql: String) throws(PostgresError) {
        guard PQsendQuery(connection, sql) == 1 else { throw lost() }
        guard let result = try nextResult() else { throw lost() }
        if PQresultStatus(result.pointer) == PGRES_COPY_IN { return }
        try leaveCopy(result)
        let failure = PQresultStatus(result.pointer) == PGRES_FATAL_ERROR ? failure(in: result, sql: sql) : nil
        while try nextResult() != nil {}
        throw failure ?? PostgresError(.unsupported, "copyIn needs a COPY ... FROM STDIN", sql: sql)
    }

    /// Blocks until libpq has taken the data, which it does as fast as the server reads.
    func putCopyData(_ bytes: [UInt8]) throws(PostgresError) {
        while true {
            let taken = bytes.withUnsafeBytes { bytes in
                PQputCopyData(
                    connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            switch taken {
            case 1: return try flush()
            case 0: try wait(for: POLLIN | POLLOUT)
            default: throw lost()
            }
        }
    }

    /// Ends a COPY; with a `failure` the server throws everything away. Its answer is still to be read.
    func endCopy(failure: String?) throws(PostgresError) {
        while true {
            switch PQputCopyEnd(connection, failure) {
            case 1: return try flush()
            case 0: try wait(for: POLLIN | POLLOUT)
            default: throw lost()
            }
        }
    }
}
