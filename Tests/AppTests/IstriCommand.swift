import Postgres
import Subprocess
import SystemPackage
import TestSupport

@testable import App

/// One run of the program to its end, and what came of it.
struct IstriCommand {
    let status: Int32
    let output: String
    let errors: String

    init(_ arguments: [String], on url: String) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(IstriProcess.program)), arguments: Arguments(arguments),
            environment: .inherit.updating(["DATABASE_URL": url]), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        status = if case .exited(let code) = result.terminationStatus { code } else { -1 }
        output = result.standardOutput
        errors = result.standardError
    }

    /// What `DATABASE_URL` names the database of `pool` by, as its owner.
    static func url(of pool: PostgresPool) async throws -> String {
        let name = try await pool.query("SELECT current_database()::text")[0].decode(String.self)
        let connection = try await TestCluster.shared().conninfo(name)
        return "host=\(connection.host ?? "") dbname=\(name) user=\(connection.user ?? "")"
    }
}
