import Foundation
import SystemPackage

/// The sandbox's keys, random, in `sandbox.json`, which only its owner may read; kept between starts.
struct SandboxKeys: Codable, Equatable {
    static let fileName = "sandbox.json"

    var key_id: String
    var key_secret: String
    var webhook_secret: String
    /// Where it answers at present.
    var url: String?

    private init() {
        key_id = "rzp_test_" + Self.random(14)
        key_secret = Self.random(24)
        webhook_secret = Self.random(32)
    }

    /// Reads the file, or makes it.
    ///
    /// - Throws: `Refusal`.
    static func open(in folder: FilePath) throws -> SandboxKeys {
        let file = folder.appending(fileName).string
        guard FileManager.default.fileExists(atPath: file) else {
            let keys = SandboxKeys()
            try keys.write(in: folder)
            return keys
        }
        do {
            return try JSONDecoder().decode(SandboxKeys.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw Refusal("\(file) can't be read. Delete it and sandbox-book.jsonl, and the next start makes new keys.")
        }
    }

    /// Under another name first, so that a start that is killed leaves no half file; never open to others.
    func write(in folder: FilePath) throws {
        let file = folder.appending(Self.fileName)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            let draft = FilePath(file.string + ".draft")
            let descriptor = try FileDescriptor.open(
                draft, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
            try descriptor.closeAfter { _ = try descriptor.writeAll(encoder.encode(self) + Data("\n".utf8)) }
            guard rename(draft.string, file.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw Refusal("\(file) can't be written: \(error)")
        }
    }

    private static func random(_ count: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
    }
}
