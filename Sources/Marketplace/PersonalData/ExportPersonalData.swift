import Postgres

extension PersonalData {
    private static let pageSize = 500

    /// Everything that we hold about the person, as the text of a JSON object, piece by piece: however much it is,
    /// a page of it is in memory. That it was asked for is a line of the audit.
    ///
    /// - Parameter write: Takes a piece; while it waits, nothing of the database is held.
    package func export(
        _ user: Int64, by actor: Actor, to write: (String) async throws -> Void
    ) async throws {
        try await pool.withConnection {
            try await AuditEntry("user.exported", "user", user).record(by: actor, on: $0)
        }
        var separator = "{"
        for part in Self.parts {
            try await write("\(separator)\"\(part.name)\":")
            try await export(part, of: user, to: write)
            separator = ","
        }
        try await write("}")
    }

    private func export(_ part: PersonalDataPart, of user: Int64, to write: (String) async throws -> Void) async throws
    {
        guard !part.isSingle else {
            let rows = try await pool.query(part.rows(user, 0, 1))
            return try await write(try rows.first?.decode(Int64.self, String.self).1 ?? "null")
        }
        var after: Int64 = 0
        var separator = "["
        while true {
            let rows = try await pool.query(part.rows(user, after, Self.pageSize))
            for row in rows {
                let (id, json) = try row.decode(Int64.self, String.self)
                try await write(separator + json)
                separator = ","
                after = id
            }
            guard rows.count == Self.pageSize else { break }
            try Task.checkCancellation()
        }
        try await write(separator == "[" ? "[]" : "]")
    }
}
