import Foundation
import Glibc
import Marketplace
import SystemPackage
import Testing

@testable import App

struct SecretKeyFileTests {
    private func withFolder(_ body: (FilePath) async throws -> Void) async throws {
        let folder = FilePath(NSTemporaryDirectory()).appending("istri-key-\(UInt64.random(in: 0...UInt64.max))")
        mkdir(folder.string, 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        try await body(folder)
    }

    private func text(_ folder: FilePath) throws -> String {
        try String(contentsOfFile: folder.appending(SecretKeyFile.name).string, encoding: .utf8)
    }

    @Test func `the first start makes a private file, and later ones leave it alone`() async throws {
        try await withFolder { folder in
            _ = try SecretKeyFile.open(in: folder)
            let first = try text(folder)
            #expect(Data(base64Encoded: String(first.dropLast()))?.count == 32)
            var status = stat()
            #expect(stat(folder.appending(SecretKeyFile.name).string, &status) == 0 && status.st_mode & 0o777 == 0o600)
            _ = try SecretKeyFile.open(in: folder)
            #expect(try text(folder) == first)
        }
    }

    @Test func `starts that race end up with one key and leave no drafts`() async throws {
        try await withFolder { folder in
            for round in 0..<20 {
                let place = folder.appending("\(round)")
                mkdir(place.string, 0o755)
                let boxes = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                    for _ in 0..<8 {
                        group.addTask { try SecretBox(SecretKeyFile.open(in: place)).seal([1, 2, 3], for: "a") }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let box = SecretBox(try SecretKeyFile.open(in: place))
                for sealed in boxes { #expect(try box.open(sealed, for: "a") == [1, 2, 3]) }
                #expect(try FileManager.default.contentsOfDirectory(atPath: place.string) == [SecretKeyFile.name])
            }
        }
    }

    @Test func `further lines open what was sealed before`() async throws {
        try await withFolder { folder in
            let sealed = try SecretBox(SecretKeyFile.open(in: folder)).seal([1], for: "a")
            let path = folder.appending(SecretKeyFile.name).string
            try (MasterKeys.randomText() + "\n" + text(folder)).write(toFile: path, atomically: false, encoding: .utf8)
            #expect(try SecretBox(SecretKeyFile.open(in: folder)).open(sealed, for: "a") == [1])
        }
    }

    @Test(arguments: ["", "\n", "secret", "AAAA\n", String(repeating: "A", count: 5000)])
    func `a file without a key is refused and kept`(content: String) async throws {
        try await withFolder { folder in
            let path = folder.appending(SecretKeyFile.name).string
            try content.write(toFile: path, atomically: false, encoding: .utf8)
            chmod(path, 0o600)
            let refusal = #expect(throws: Refusal.self) { try SecretKeyFile.open(in: folder) }
            #expect(refusal?.description.contains("openssl rand -base64 32") == true)
            #expect(try text(folder) == content)
        }
    }

    @Test(arguments: [mode_t(0o640), 0o604, 0o644, 0o660])
    func `a file that others can read is refused`(mode: mode_t) async throws {
        try await withFolder { folder in
            _ = try SecretKeyFile.open(in: folder)
            chmod(folder.appending(SecretKeyFile.name).string, mode)
            let refusal = #expect(throws: Refusal.self) { try SecretKeyFile.open(in: folder) }
            #expect(refusal?.description.contains("chmod 600") == true)
        }
    }

    @Test func `a folder that isn't there is refused in one line`() {
        let refusal = #expect(throws: Refusal.self) { try SecretKeyFile.open(in: "/nowhere/at/all") }
        #expect(refusal?.description.contains("/nowhere/at/all/secret.key") == true)
    }
}
