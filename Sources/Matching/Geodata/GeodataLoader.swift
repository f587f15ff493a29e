import Postgres
import SystemPackage

/// Loads the state's geodata from its folder, all or nothing: readers see the old data or the new.
///
/// The files travel as they are; each step of the pipeline is a SQL function of its own
/// (`sql/functions/geodata_*.sql`), so that psql can run and look at any of them.
package struct GeodataLoader: Sendable {
    let folder: FilePath
    let pool: PostgresPool

    package init(folder: FilePath, pool: PostgresPool) {
        self.folder = folder
        self.pool = pool
    }

    /// Takes some seconds. Loading the same data again changes nothing.
    ///
    /// - Parameter progress: Told what is being done and how far the whole is, from 0 to 1.
    /// - Throws: `GeodataError` when a file is not as the MANIFEST says; `PostgresError`, among others
    ///   `dataException` when a file's heading is wrong, and `foreignKeyViolation` when other data hang on
    ///   a district that is no longer there.
    @discardableResult
    package func load(
        progress: (_ step: String, _ fraction: Double) -> Void = { _, _ in }
    ) async throws -> GeodataReport {
        progress("reading the files", 0)
        let files = try await pool.withConnection { try await GeodataFiles(folder: folder, on: $0) }
        // Read committed, because what is kept about coverage can't be brought up to date at any other level.
        let report = try await pool.withTransaction(isolation: .readCommitted) { connection in
            try await connection.runScript("SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'")
            var done = 0.0
            for step in GeodataStep.steps(files) {
                progress(step.name, done)
                _ = try await connection.query(step.query)
                done += step.share
            }
            let row = try await connection.query("SELECT geodata_record(\(files.sha256))")[0]
            return try GeodataReport(json: row.decode(JSONBytes.self))
        }
        try await pool.withConnection { connection in
            try await connection.runScript(
                """
                ANALYZE districts, pincodes, pincode_cells, pincode_demand, coverage_pieces, piece_coverage, post_offices,
                    places, place_names
                """)
        }
        progress("done", 1)
        return report
    }
}
