/// Everything that can go wrong between a query and its rows.
///
/// `description` is fit for logs: it holds no values, neither parameters nor what the server quotes from the data.
/// `debugDescription` (`String(reflecting:)`) holds all there is.
public struct PostgresError: Error, Sendable {
    public enum Code: String, Sendable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// No connection could be made, or a read had no answer in time. Nothing was changed.
        case connectionUnavailable
        /// The connection broke before the answer came. A write may or may not have happened.
        case connectionLost
        /// Too many callers wait already. Nothing was sent.
        case queueFull
        /// No leased connection became free in time. Nothing was sent.
        case leaseTimedOut
        /// The pool is closed, or a leased connection was used after its closure returned.
        case closed
        /// A parameter can't be sent, such as text with a NUL byte. Nothing was sent.
        case invalidParameter
        /// The text of a connection string can't be read.
        case invalidConnectionString
        /// A column is not what the caller asked for.
        case decoding
        /// `COMMIT` rolled back, because a statement had failed and its error was swallowed.
        case transactionAborted
        /// The call can't carry out such a statement, for example `COPY` as an ordinary query.
        case unsupported
    }

    public var code: Code
    /// The server's, if `code` is `server`, or `connectionLost` by a server that said why.
    public var sqlState: SQLState?
    public var message: String
    public var detail: String?
    public var hint: String?
    public var schema: String?
    public var table: String?
    public var column: String?
    public var constraint: String?
    /// Where in `sql` the error was found, in characters from 1.
    public var position: Int?
    /// The text of the statement, without its values.
    public var sql: String?
    /// Where in the caller's source a row was decoded.
    public var file: String?
    public var line: UInt?
    /// A prepared statement no longer fits the schema or is gone; preparing it again helps.
    var isStalePlan = false

    package init(
        _ code: Code, _ message: String, sql: String? = nil, file: StaticString? = nil, line: UInt? = nil
    ) {
        self.code = code
        self.message = message
        self.sql = sql
        self.file = file.map { "\($0)" }
        self.line = line
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        var text = "PostgresError.\(code.rawValue)"
        if let sqlState { text += " \(sqlState)" }
        if let constraint { text += " constraint \(constraint)" }
        if let table { text += " table \(table)" }
        if let column { text += " column \(column)" }
        if messageHoldsNoValues { text += ": \(message)" }
        if let file, let line { text += " at \(file):\(line)" }
        return text
    }

    /// The classes whose messages name objects of the schema or states of the server, never data. A failed cast (22)
    /// and a function's own exception (P0) may quote what somebody typed.
    private var messageHoldsNoValues: Bool {
        guard let sqlState else { return true }
        return ["08", "23", "25", "26", "28", "3D", "40", "42", "53", "54", "55", "57", "58", "XX"]
            .contains(sqlState.classCode)
    }

    public var debugDescription: String {
        var lines = ["PostgresError.\(code.rawValue) \(sqlState?.rawValue ?? ""): \(message)"]
        func add(_ name: String, _ value: String?) {
            if let value { lines.append("  \(name): \(value)") }
        }
        add("detail", detail)
        add("hint", hint)
        add("schema", schema)
        add("table", table)
        add("column", column)
        add("constraint", constraint)
        add("position", position.map(String.init))
        add("sql", sql)
        if let file, let line { add("at", "\(file):\(line)") }
        return lines.joined(separator: "\n")
    }
}
