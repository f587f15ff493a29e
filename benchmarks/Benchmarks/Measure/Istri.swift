import Foundation
import SystemPackage

/// The built program, working in a data folder of its own.
struct Istri: Sendable {
    let program: FilePath
    /// Absolute: the place of the cluster's files follows from it.
    let dataFolder: FilePath

    /// Runs a command of the program to its end.
    @discardableResult
    func run(_ arguments: String..., limit: Duration = .seconds(300)) async throws -> String {
        try await Program.require([program.string] + arguments, settings: settings(), limit: limit)
    }

    /// The environment of the program: what the caller's own says about Istri doesn't count.
    func settings(_ further: Program.Settings = [:]) -> Program.Settings {
        var settings: Program.Settings = ["ISTRI_DATA_DIR": dataFolder.string]
        for name in ProcessInfo.processInfo.environment.keys
        where (name.hasPrefix("ISTRI_") || name == "DATABASE_URL") && settings[name] == nil {
            settings.updateValue(nil, forKey: name)
        }
        return settings.merging(further) { $1 }
    }

    /// Removes the data folder, its cluster included.
    func removeData() async throws {
        if let leftOver = try? Cluster(of: dataFolder) { try await stop(leftOver) }
        for data in Cluster.dataFolders(of: dataFolder) {
            // Beside `data` lies its log; the parent of both is this folder's alone.
            try removeIfPresent(data.removingLastComponent())
        }
        try removeIfPresent(dataFolder)
    }

    /// Ends a postmaster that outlived a killed run, without ceremony: its data go next.
    private func stop(_ cluster: Cluster) async throws {
        let command = (try? String(contentsOfFile: "/proc/\(cluster.postmaster)/cmdline", encoding: .utf8)) ?? ""
        guard command.contains("postgres"), command.contains("-D") else { return }
        kill(cluster.postmaster, SIGQUIT)
        for _ in 0..<100 where kill(cluster.postmaster, 0) == 0 { try await Task.sleep(for: .milliseconds(100)) }
    }

    private func removeIfPresent(_ path: FilePath) throws {
        guard FileManager.default.fileExists(atPath: path.string) else { return }
        try FileManager.default.removeItem(atPath: path.string)
    }
}
