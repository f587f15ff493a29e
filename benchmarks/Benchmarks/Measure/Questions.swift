import Foundation
import SystemPackage

/// What is asked, written to files for wrk and pgbench.
struct Questions: Sendable {
    let pincodes: [String]
    let nearestPaths: FilePath
    let helloPath: FilePath
    let pgbenchScript: FilePath

    /// All pincodes of the state, from a database that has it loaded.
    init(of cluster: Cluster, statement: NearestStatement, folder: FilePath) async throws {
        pincodes = try await cluster.ask("SELECT pincode FROM pincodes ORDER BY pincode")
            .split(separator: "\n").map(String.init)
        guard pincodes.count > 1000 else { throw Failure("Only \(pincodes.count) pincodes are loaded") }
        nearestPaths = folder.appending("nearest.paths")
        helloPath = folder.appending("hello.paths")
        pgbenchScript = folder.appending("nearest.pgbench")
        let paths = pincodes.map { Self.nearest($0) + "\n" }.joined()
        try paths.write(toFile: nearestPaths.string, atomically: true, encoding: .utf8)
        try "/healthz\n".write(toFile: helloPath.string, atomically: true, encoding: .utf8)
        try Pgbench.writeScript(statement.text, pincodes: pincodes, to: pgbenchScript)
    }

    static func nearest(_ pincode: String) -> String { "/api/providers/nearest?pincode=\(pincode)" }

    /// Asks for each pincode once, so that every answer that can be kept is.
    ///
    /// - Throws: `Failure` when one is refused or names no centre.
    func askAll(_ server: Server) async throws {
        let first = try await Server.get(server.address + Self.nearest(pincodes[0]))
        guard first.status == 200, first.body.contains(#""distance_m""#) else {
            throw Failure("The server's answer for \(pincodes[0]) names no centre: \(first.status) \(first.body)")
        }
        // curl expands the braces.
        let addresses = server.address + Self.nearest("{\(pincodes.joined(separator: ","))}")
        _ = try await Program.require(
            ["curl", "-sS", "--fail-early", "-f", "-m", "60", "-o", "/dev/null", addresses], limit: .seconds(120))
    }
}
