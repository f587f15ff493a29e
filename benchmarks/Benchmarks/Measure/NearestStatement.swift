import Foundation
import SystemPackage

/// The statement that the server sends for `/api/providers/nearest?pincode=`, as `sql/nearest.sql` holds it.
struct NearestStatement: Sendable {
    /// With pgbench's variables where values are bound.
    let text: String
    private let file: FilePath

    init(file: FilePath) throws {
        let lines = try String(contentsOfFile: file.string, encoding: .utf8).split(separator: "\n")
        text = lines.filter { !$0.hasPrefix("--") }.joined(separator: "\n")
            .trimmingCharacters(in: CharacterSet(charactersIn: "; \n"))
        self.file = file
    }

    /// Compares it with what the server's sessions have just run; the server must have been asked before.
    ///
    /// - Throws: `Failure` when it is another one: then pgbench would measure something else.
    func checkServerRunsIt(_ server: Server) async throws {
        let seen = try await server.cluster.ask(
            """
            SELECT regexp_replace(query, '\\s+', ' ', 'g') || CASE WHEN octet_length(query) >=
                pg_size_bytes(current_setting('track_activity_query_size')) - 1 THEN '…' ELSE '' END
            FROM pg_stat_activity WHERE datname = 'istri' AND pid <> pg_backend_pid()
            """
        ).split(separator: "\n").map(String.init)
        let ours = Self.normalised(text)
        let isRun = seen.contains { statement in
            // PostgreSQL cuts long statements short.
            statement.hasSuffix("…")
                ? ours.hasPrefix(Self.normalised(String(statement.dropLast()))) : ours == Self.normalised(statement)
        }
        guard isRun else {
            throw Failure(
                "\(file) is not what the server runs. Bring it up to date. The server's sessions ran:\n"
                    + seen.joined(separator: "\n"))
        }
    }

    /// Without what may differ: white space, and how a bound value is written (`$1` here, `:pincode` there).
    static func normalised(_ statement: String) -> String {
        statement.replacing(/\$[0-9]+/, with: "$")
            // Two colons are a cast.
            .replacing(/::?[a-z_0-9]+/) { $0.output.hasPrefix("::") ? String($0.output) : "$" }
            .replacing(/\s+/, with: " ")
            .trimmingCharacters(in: CharacterSet(charactersIn: "; "))
    }
}
