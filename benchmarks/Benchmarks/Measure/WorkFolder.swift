import Foundation
import SystemPackage

/// The folder of the databases, taken by one run at a time.
struct WorkFolder: Sendable {
    let path: FilePath
    /// Held until the process ends, however it ends.
    private let lock: FileDescriptor

    /// Makes the folder if need be, and ends servers in it that outlived a killed run: they would be measured too.
    ///
    /// - Throws: `Failure` when another run is using it.
    init(_ path: FilePath) async throws {
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        self.path = path
        lock = try FileDescriptor.open(
            path.appending("lock"), .writeOnly, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure("Another run is measuring in \(path). Wait for it, or choose another folder by --data.")
        }
        for process in leftOver { try await end(process) }
    }

    private var leftOver: [Int32] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(Int32.init) ?? []
        return processes.filter { process in
            let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
            let command = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return environment.split(separator: 0).contains {
                $0.starts(with: Data("ISTRI_DATA_DIR=\(path)/".utf8))
            } && command.split(separator: 0).dropFirst().first == Data("serve".utf8)
        }
    }

    private func end(_ process: Int32) async throws {
        say("Ending a server that outlived an earlier run (process \(process))")
        kill(process, SIGTERM)
        for _ in 0..<300 {
            guard kill(process, 0) == 0 else { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        kill(process, SIGKILL)
    }
}
