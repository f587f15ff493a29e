import Foundation
import Glibc

/// What happened, a line of JSON each, so that the book survives its process.
final class Journal: Sendable {
    /// What changed in one step; all of it or nothing is kept.
    struct Entry: Codable, Sendable {
        var orders: [Order] = []
        var payments: [Payment] = []
        var refunds: [Refund] = []
        var keys: [RefundKey] = []
        var events: [Event] = []
        /// Ids of events that nobody delivers any more.
        var ended: [String] = []
    }

    static let fileName = "sandbox-book.jsonl"
    private let file: FileHandle

    private init(file: FileHandle) { self.file = file }

    /// A line that was cut off when the process was killed counts as not written, and goes.
    static func open(in folder: String) throws -> (journal: Journal, entries: [Entry]) {
        let path = folder + "/" + fileName
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else { throw SandboxBookInUse(path: path) }
        let content = try file.readToEnd() ?? Data()
        let whole = content.lastIndex(of: UInt8(ascii: "\n")).map { content[...$0] } ?? Data()
        try file.truncate(atOffset: UInt64(whole.count))
        let decoder = JSONDecoder()
        let entries = try whole.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Entry.self, from: $0) }
        return (Journal(file: file), entries)
    }

    func close() { try? file.close() }

    /// A short write into the system's memory, which a kill of the process leaves there; nothing waits for a disk.
    func add(_ entry: Entry) {
        do {
            try file.write(contentsOf: Wire.encode(entry) + Data("\n".utf8))
        } catch {
            // A book that can't be kept is worth nothing to those who compare it with theirs.
            fatalError("The sandbox's book can't be written: \(error)")
        }
    }
}

/// Another sandbox writes into the book.
package struct SandboxBookInUse: Error, CustomStringConvertible {
    let path: String

    package var description: String { "\(path) is in use: another sandbox runs in this folder." }
}
