import Foundation
import SystemPackage

/// A database with the state's geodata and a sample network, kept between runs.
struct Dataset: Sendable {
    let centres: Int
    let istri: Istri
    let checkout: FilePath

    /// Makes the database unless it is there already, made from the same files.
    ///
    /// - Parameter anew: Make it in any case.
    func prepare(anew: Bool) async throws {
        let fingerprint = try await fingerprint()
        let marker = istri.dataFolder.appending("made-from").string
        let known = try? String(contentsOfFile: marker, encoding: .utf8)
        if !anew, known == fingerprint { return }
        say("Loading Tamil Nadu and \(centres) sample centres")
        try await istri.removeData()
        try await istri.run("migrate")
        try await istri.run("geodata", "load")
        try await istri.run("sample", "--centres", String(centres), "--seed", "1", limit: .seconds(600))
        try fingerprint.write(toFile: marker, atomically: true, encoding: .utf8)
    }

    /// Runs a server on it. What PostgreSQL would do in the background, at a moment of its own choosing, is done first.
    func serving<Result: Sendable>(
        keptAnswersBytes: Int?, _ body: (Server) async throws -> Result
    ) async throws -> Result {
        try await istri.serving(centres: centres, keptAnswersBytes: keptAnswersBytes) { server in
            _ = try await server.cluster.ask("VACUUM (ANALYZE)")
            _ = try await server.cluster.ask("CHECKPOINT")
            return try await body(server)
        }
    }

    /// Changes when the schema or the geodata do.
    private func fingerprint() async throws -> String {
        let script = "cd \"$1\" && find sql geodata/MANIFEST -type f -print0 | sort -z | xargs -0 sha256sum"
        return try await Program.require(["sh", "-c", script, "sh", checkout.string], limit: .seconds(20))
    }
}

/// Tells whoever waits what is being done.
func say(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
