import CLibpq

/// Where the database is and who asks, as libpq reads it: `host=a,b port=5432 dbname=istri user=web password=...` or
/// `postgresql://web@a,b/istri?target_session_attrs=read-write`. What it leaves out comes from libpq's environment
/// variables (`PGHOST`...) and files.
///
/// Printing or reflecting it shows stars for the password.
public struct PostgresConnectionInfo: Sendable {
    private(set) var values: [String: String]

    /// Throws `PostgresError.Code.invalidConnectionString`, whose message quotes nothing that follows `password`.
    public init(_ text: String) throws(PostgresError) {
        guard !text.utf8.contains(0) else {
            throw PostgresError(.invalidConnectionString, "the connection string contains a NUL byte")
        }
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &complaint) else {
            defer { PQfreemem(complaint) }
            throw PostgresError(.invalidConnectionString, Self.reason(complaint, text: text))
        }
        defer { PQconninfoFree(options) }
        values = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
    }

    /// The same server and user, another database.
    public func with(database: String) -> Self {
        var copy = self
        copy.values["dbname"] = database
        return copy
    }

    /// With a parameter that the text left open, in libpq's words.
    public func with(default value: String, for keyword: String) -> Self {
        var copy = self
        if copy.values[keyword] == nil { copy.values[keyword] = value }
        return copy
    }

    /// The same server and login, which must be a member of `role`, with the rights of that role alone.
    public func working(as role: String) -> Self {
        var copy = self
        let options = [values["options"], "-c role=\(role.escapedOption)"]
        copy.values["options"] = options.compactMap(\.self).joined(separator: " ")
        return copy
    }

    /// Whether several hosts are to be tried.
    public var hasSeveralHosts: Bool { (values["host"] ?? values["hostaddr"] ?? "").contains(",") }

    public var host: String? { values["host"] }
    public var database: String? { values["dbname"] }
    public var user: String? { values["user"] }

    private static let secrets: Set = ["password", "sslpassword"]

    /// libpq's complaint about a string may quote the part it could not read, which may be the password.
    private static func reason(_ complaint: UnsafeMutablePointer<CChar>?, text: String) -> String {
        let reason = complaint.map { String(cString: $0).onOneLine } ?? "out of memory"
        return text.contains("password") || text.contains("://")
            ? "the connection string can't be read" : "the connection string can't be read: \(reason)"
    }
}

extension PostgresConnectionInfo: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        values.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.secrets.contains($0.key) ? "***" : $0.value)" }
            .joined(separator: " ")
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(self, children: ["parameters": description], displayStyle: .struct)
    }
}
