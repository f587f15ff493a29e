/// A SQL statement and the values bound to it.
///
/// Write it as a literal. Every interpolated value travels apart from the text as a binary bind parameter, so no
/// value can change the statement; another `Query` is spliced in with the values it carries.
///
/// ```swift
/// let filter: Query = "AND status = \(status)"
/// let rows = try await pool.query("SELECT id FROM centres WHERE pincode = \(pincode) \(filter)")
/// ```
///
/// The text, with `$1`, `$2` where values stood, is the key of each connection's prepared statements: keep what
/// varies in values and let the text come from literals.
///
/// A `String` behaves like a quoted SQL literal: it takes the type that its place asks for (text, an enum, `date`,
/// `numeric`...). Where nothing tells the type, say it: `\(name)::text`. Every other value has one type of its own,
/// such as `bigint` for `Int`; cast where a function wants another: `\(count)::integer`.
public struct Query: Sendable {
    public private(set) var sql: String
    package private(set) var parameters = Parameters()

    /// Takes text from elsewhere as SQL, unchecked. Never hand it anything that a user could have written.
    public init(unsafeSQL sql: String) {
        self.sql = sql
    }

    /// A name (of a table, a channel...) as a quoted identifier.
    public init(identifier name: String) {
        sql = "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension Query: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        sql = value
    }

    public init(stringInterpolation interpolation: Interpolation) {
        self = interpolation.query
    }

    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var query: Query

        public init(literalCapacity: Int, interpolationCount: Int) {
            query = Query(unsafeSQL: "")
            query.sql.reserveCapacity(literalCapacity + interpolationCount * 3)
            query.parameters.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            query.sql += literal
        }

        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            query.bind(value)
        }

        /// `nil` is sent as NULL. The compiler warns of optionals that no overload takes as such.
        public mutating func appendInterpolation(_ value: (some PostgresEncodable)?) {
            query.bind(value)
        }

        public mutating func appendInterpolation(_ fragment: Query) {
            query += fragment
        }

        /// A name as a quoted identifier.
        public mutating func appendInterpolation(identifier name: String) {
            query += Query(identifier: name)
        }
    }
}

extension Query {
    private mutating func bind(_ value: some PostgresEncodable) {
        parameters.append(value, placeholderOffset: sql.utf8.count)
        appendPlaceholder(parameters.count)
    }

    private mutating func appendPlaceholder(_ number: Int) {
        sql += "$"
        sql += String(number)
    }

    /// Appends another statement's text and values, its placeholders renumbered.
    public static func += (query: inout Query, fragment: Query) {
        guard fragment.parameters.count > 0 else {
            query.sql += fragment.sql
            return
        }
        let text = fragment.sql.utf8
        var copied = text.startIndex
        for (index, offset) in fragment.parameters.placeholderOffsets.enumerated() {
            let placeholder = text.index(text.startIndex, offsetBy: offset)
            query.sql += fragment.sql[copied..<placeholder]
            query.parameters.append(index, of: fragment.parameters, placeholderOffset: query.sql.utf8.count)
            query.appendPlaceholder(query.parameters.count)
            copied = text.index(placeholder, offsetBy: 1 + String(index + 1).utf8.count)
        }
        query.sql += fragment.sql[copied...]
    }
}

extension Sequence<Query> {
    /// One statement of several fragments, such as the conditions of a `WHERE` with `" AND "` between them.
    public func joined(separator: Query) -> Query {
        var result: Query = ""
        for (index, fragment) in enumerated() {
            if index > 0 { result += separator }
            result += fragment
        }
        return result
    }
}

extension Query: CustomStringConvertible, CustomReflectable {
    /// The text alone; the values may be private.
    public var description: String { sql }

    public var customMirror: Mirror {
        Mirror(self, children: ["sql": sql, "parameterCount": parameters.count], displayStyle: .struct)
    }
}

extension Query {
    /// Throws what an interpolation could not.
    func check() throws(PostgresError) {
        guard !sql.utf8.contains(0) else {
            throw PostgresError(.invalidParameter, "the statement contains a NUL byte")
        }
        try parameters.check(sql: sql)
    }
}
