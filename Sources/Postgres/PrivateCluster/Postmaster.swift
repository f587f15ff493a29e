import Foundation
import SystemPackage

/// The living postmaster of a cluster's folder, as its `postmaster.pid` tells and `/proc` confirms.
struct Postmaster {
    let socketFolder: FilePath

    /// Nil when none runs. Reads the process's command line too, because after a crash of the machine
    /// the process id in the file may belong to a stranger by now.
    init?(of data: FilePath) {
        guard let lines = Self.pidFileLines(of: data), lines.count > 4, let pid = Int(lines[0]),
            let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline")
        else { return nil }
        let command = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard command.contains(data.string), command.first?.contains("postgres") == true else { return nil }
        socketFolder = FilePath(lines[4])
    }

    /// Removes the lock files that a killed postmaster left, when its process id is in use (by a
    /// stranger, or by its own unreaped remains): PostgreSQL would refuse to start. Waits until the last
    /// process that works in the folder is gone, for two servers on one folder would ruin it.
    static func clearStaleFiles(of data: FilePath, socketFolder: FilePath) async throws {
        guard let pid = pidFileLines(of: data)?.first.flatMap(Int.init),
            FileManager.default.fileExists(atPath: "/proc/\(pid)")
        else { return }
        for _ in 0..<100 {
            if !isWorkedIn(data) {
                for file in [data.appending("postmaster.pid"), socketFolder.appending(".s.PGSQL.5432.lock")] {
                    try? FileManager.default.removeItem(atPath: file.string)
                }
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw ClusterError.folderNotUsable(
            folder: data.string, reason: "server processes without a postmaster still work in it")
    }

    private static func pidFileLines(of data: FilePath) -> [String]? {
        guard let bytes = FileManager.default.contents(atPath: data.appending("postmaster.pid").string) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// Every server process has the cluster's folder as its working folder.
    private static func isWorkedIn(_ data: FilePath) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { name in
            guard Int(name) != nil else { return false }
            let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
            return folder == data.string
        }
    }
}
