import Foundation
import Glibc
import Testing

/// The server as a process of its own, on a cluster of its own.
@Suite(.serialized) struct ServeTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/istri-serve-\(UInt32.random(in: 0...UInt32.max))"
        mkdir(folder, 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func postmasterRuns(in folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/postgres/data/postmaster.pid")
    }

    @Test func `a demonstration starts from nothing, answers, stops, survives a kill and starts again`() async throws {
        try await withFolder { folder in
            let first = try IstriProcess(["serve", "--demo"], folder: folder)
            #expect(try await first.get("/readyz").status == 200)
            let answer = try await first.get("/api/providers/nearest?pincode=600001&limit=3")
            #expect(answer.status == 200)
            #expect(answer.body.contains(#""pincode":"600001""#))
            first.signal(SIGTERM)
            #expect(try await first.status(within: .seconds(20)) == 0)
            #expect(!postmasterRuns(in: folder))

            let second = try IstriProcess(["serve"], folder: folder)
            #expect(try await second.get("/readyz").status == 200)
            second.signal(SIGKILL)
            _ = try await second.status(within: .seconds(5))
            #expect(postmasterRuns(in: folder))

            let third = try IstriProcess(["serve"], folder: folder)
            #expect(try await third.get("/api/providers/nearest?pincode=600001&limit=3").body == answer.body)
            third.signal(SIGINT)
            #expect(try await third.status(within: .seconds(20)) == 0)
            #expect(!postmasterRuns(in: folder))
        }
    }

    @Test func `a port in use ends the start at once with one line`() async throws {
        try await withFolder { folder in
            let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(socket) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let port = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int in
                    guard bind(socket, address, length) == 0, listen(socket, 1) == 0 else { return 0 }
                    getsockname(socket, address, &length)
                    return Int(UInt16(bigEndian: pointer.pointee.sin_port))
                }
            }
            let istri = try IstriProcess(["serve"], folder: folder, port: port)
            #expect(try await istri.status(within: .seconds(10)) == 1)
            let errors = istri.errors()
            #expect(errors.contains("Port \(port) on 127.0.0.1 is in use"))
            #expect(errors.split(separator: "\n").count == 1)
            #expect(!FileManager.default.fileExists(atPath: folder + "/postgres"))
        }
    }

    @Test(arguments: [
        (["serve"], ["ISTRI_PORT": "http"], Int32(1), "ISTRI_PORT is 'http'"),
        (["serve", "--fast"], [:], 2, "--fast"),
        (["nearest"], [:], 2, "origin"),
        (["nearest", "600001", "--limit", "0"], [:], 2, "limit"),
        (["work", "--concurrency", "0"], [:], 2, "concurrency"),
        (["sample", "--centres", "0"], [:], 2, "centres"),
        (["frobnicate"], [:], 2, "frobnicate"),
    ])
    func `wrong settings exit with 1, wrong usage with 2`(
        arguments: [String], settings: [String: String], status: Int32, part: String
    ) async throws {
        try await withFolder { folder in
            let istri = try IstriProcess(arguments, folder: folder, settings: settings)
            #expect(try await istri.status(within: .seconds(20)) == status)
            #expect(istri.errors().contains(part))
        }
    }
}
