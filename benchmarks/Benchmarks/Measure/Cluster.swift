import Foundation
import SystemPackage

/// The running private cluster of a data folder, as its own files tell.
struct Cluster: Sendable {
    let postmaster: Int32
    let socketFolder: String

    /// - Throws: `Failure` when none runs in that folder.
    init(of folder: FilePath) throws {
        for data in Self.dataFolders(of: folder) {
            let file = data.appending("postmaster.pid").string
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
            // PostgreSQL's own layout: the process on the first line, the socket's folder on the fifth.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.count > 4, let postmaster = Int32(lines[0]) else { continue }
            self.postmaster = postmaster
            socketFolder = String(lines[4])
            return
        }
        throw Failure("No cluster runs in \(folder)")
    }

    /// Where a cluster's files may lie: in the data folder or, when the server was started by root and
    /// PostgreSQL's account can't enter that one, in a folder named by the FNV-1a hash of its path.
    static func dataFolders(of folder: FilePath) -> [FilePath] {
        let hash = folder.string.utf8.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) {
            $0 = ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return [
            folder.appending("postgres").appending("data"),
            FilePath("/var/lib/istri").appending(String(hash, radix: 16)).appending("data"),
        ]
    }

    var connection: [String] { ["-h", socketFolder, "-U", "istri"] }

    /// What psql prints for a statement: a line per row, columns separated by `|`.
    func ask(_ statement: String) async throws -> String {
        let arguments = ["-d", "istri", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement]
        let output = try await Program.require(["psql"] + connection + arguments, limit: .seconds(120))
        return output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
