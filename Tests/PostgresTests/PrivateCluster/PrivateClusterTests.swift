import Foundation
import Glibc
import Postgres
import SystemPackage
import Testing

/// Each test makes a cluster of its own, which takes about a second.
@Suite(.serialized) struct PrivateClusterTests {
    private func withFolder(_ body: (FilePath) async throws -> Void) async throws {
        let folder = FilePath("/tmp/istri-cluster-\(UInt32.random(in: 0...UInt32.max))")
        mkdir(folder.string, 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        try await body(folder)
    }

    private func postmaster(of cluster: PrivateCluster) -> pid_t? {
        let file = try? String(contentsOfFile: cluster.dataFolder.appending("postmaster.pid").string, encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    @Test func `a cluster is made, listens on its socket alone, and is stopped by the last to close it`() async throws {
        try await withFolder { folder in
            let first = try await PrivateCluster.open(in: folder)
            let second = try await PrivateCluster.open(in: folder)
            let pid = try #require(postmaster(of: first))
            #expect(postmaster(of: second) == pid)
            #expect(first.socketFolder.length < 90)
            var info = stat()
            #expect(lstat(first.socketFolder.string, &info) == 0 && info.st_mode & 0o077 == 0)

            try await first.close()
            #expect(postmaster(of: second) == pid)
            try await second.createDatabase("kept")
            try await second.close()
            #expect(postmaster(of: second) == nil)

            let again = try await PrivateCluster.open(in: folder)
            try await again.createDatabase("kept")
            try await again.close()
        }
    }

    @Test func `many that open at once share one postmaster`() async throws {
        try await withFolder { folder in
            let clusters = try await withThrowingTaskGroup(of: PrivateCluster.self) { group in
                for _ in 0..<5 { group.addTask { try await PrivateCluster.open(in: folder) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(clusters.map(postmaster)).count == 1)
            for cluster in clusters { try await cluster.close() }
            #expect(postmaster(of: clusters[0]) == nil)
        }
    }

    @Test func `a killed postmaster is replaced`() async throws {
        try await withFolder { folder in
            let first = try await PrivateCluster.open(in: folder)
            let pid = try #require(postmaster(of: first))
            kill(pid, SIGKILL)
            let second = try await PrivateCluster.open(in: folder)
            #expect(postmaster(of: second) != pid)
            try await second.createDatabase("lives")
            try await first.close()
            try await second.close()
            #expect(postmaster(of: second) == nil)
        }
    }

    @Test func `a cluster of another version is refused and left alone`() async throws {
        try await withFolder { folder in
            let cluster = try await PrivateCluster.open(in: folder)
            try await cluster.close()
            let version = cluster.dataFolder.appending("PG_VERSION").string
            try "9".write(toFile: version, atomically: false, encoding: .utf8)
            let error = await #expect(throws: ClusterError.self) { try await PrivateCluster.open(in: folder) }
            #expect(error?.description.contains("belongs to PostgreSQL 9") == true)
            #expect(try String(contentsOfFile: version, encoding: .utf8) == "9")
        }
    }

    @Test func `a half-made cluster is made again`() async throws {
        try await withFolder { folder in
            let cluster = try await PrivateCluster.open(in: folder)
            try await cluster.close()
            // What an initdb that was killed leaves: its draft, and no cluster.
            try FileManager.default.moveItem(
                atPath: cluster.dataFolder.string, toPath: cluster.dataFolder.string + ".new")
            try FileManager.default.removeItem(atPath: cluster.dataFolder.string + ".new/global")
            let again = try await PrivateCluster.open(in: folder)
            try await again.createDatabase("whole")
            try await again.close()
        }
    }

    @Test(.enabled(if: geteuid() == 0, "mounting a small disk needs root"))
    func `a full disk is said to be full and leaves nothing half-made`() async throws {
        try await withFolder { folder in
            let disk = folder.appending("disk").string
            mkdir(disk, 0o755)
            try #require(mount("tmpfs", disk, "tmpfs", 0, "size=20m") == 0)
            defer { umount(disk) }
            let error = await #expect(throws: ClusterError.self) { try await PrivateCluster.open(in: FilePath(disk)) }
            guard case .noSpace = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk + "/postgres").isEmpty)
        }
    }

    @Test func `a folder that can't be made is refused with its name`() async throws {
        try await withFolder { folder in
            let file = folder.appending("file")
            try "".write(toFile: file.string, atomically: true, encoding: .utf8)
            let error = await #expect(throws: ClusterError.self) {
                try await PrivateCluster.open(in: file.appending("inside"))
            }
            #expect(error?.description.contains(file.string) == true)
        }
    }
}
