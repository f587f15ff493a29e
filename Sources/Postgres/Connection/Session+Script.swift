import CLibpq

extension Session {
    /// Runs one or several statements as one text by the simple protocol. Returns the last one's command tag.
    @discardableResult
    func runScript(_ text: String) throws(PostgresError) -> String {
        guard !text.utf8.contains(0) else {
            throw PostgresError(.invalidParameter, "the script contains a NUL byte")
        }
        guard PQsendQuery(connection, text) == 1 else { throw lost() }
        let result = try finish(text)
        return String(cString: PQcmdStatus(result.pointer))
    }
}
