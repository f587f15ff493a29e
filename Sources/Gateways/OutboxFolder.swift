import Foundation
import SystemPackage

/// A folder of messages, a file each, named so that they sort by time. A file is there whole or not at all.
struct OutboxFolder: Sendable {
    let path: FilePath
    let suffix: String
    private let threads = BlockingThreads<Void>(name: "outbox", count: 1, queueLimit: 1000) {}

    init(path: FilePath, suffix: String) {
        self.path = path
        self.suffix = suffix
    }

    /// - Throws: `DeliveryFailure.temporary` when the file can't be written.
    func add(_ bytes: [UInt8]) async throws {
        try await threads.run { _, _ in
            do {
                try write(bytes)
            } catch {
                throw DeliveryFailure.temporary("a message can't be written to the folder '\(path)': \(error)")
            }
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        try FileManager.default.createDirectory(
            atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let name = "\(Self.timestamp())-\(String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16))"
        let draft = path.appending(".\(name)")
        let file = try FileDescriptor.open(
            draft, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        do {
            try file.closeAfter { _ = try file.writeAll(bytes) }
            try FileManager.default.moveItem(atPath: draft.string, toPath: path.appending("\(name).\(suffix)").string)
        } catch {
            try? FileManager.default.removeItem(atPath: draft.string)
            throw error
        }
    }

    /// UTC to the millisecond, without the colons that some systems don't take in a file's name.
    private static func timestamp() -> String {
        Date().formatted(
            .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: true)
                .timeSeparator(.omitted).timeZone(separator: .omitted))
    }
}
