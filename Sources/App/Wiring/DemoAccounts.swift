import Foundation
import Marketplace
import SystemPackage

/// One account per role for a demonstration, with random passwords in `demo-accounts.json`, which only its owner
/// may read. Both are kept between starts.
struct DemoAccounts: Sendable {
    private struct Entry: Codable, Equatable {
        var email: String
        var password: String
    }

    static let fileName = "demo-accounts.json"
    let accounts: Accounts
    let folder: FilePath

    /// Makes what isn't there. Whether the passwords are still those of the file is `renew`'s to see: it takes as long as
    /// a sign-in of each.
    ///
    /// - Throws: `Refusal` when the file can't be read or written.
    func prepare() async throws {
        let known = try read()
        let emails = known.mapValues(\.email)
        guard emails == Self.emails, try await accounts.hasDemoUsers(emails) else { return try await renew() }
    }

    /// Has each account open to the password in the file, and the file name all of them.
    ///
    /// - Throws: As `prepare`.
    func renew() async throws {
        let known = try read()
        var entries: [String: Entry] = [:]
        for role in Role.allCases {
            let email = Self.email(of: role)
            let kept = known[role.rawValue].flatMap { $0.email == email ? $0 : nil }
            let entry = kept ?? Entry(email: email, password: OpaqueToken.random(bytes: 15).text)
            let id = try await accounts.ensureDemoUser(role, email: entry.email, password: entry.password)
            if role == .provider { try await giveSampleCentre(to: id, on: accounts.pool) }
            entries[role.rawValue] = entry
        }
        if entries != known { try write(entries) }
    }

    private static func email(of role: Role) -> String { "\(role.rawValue)@istri.example" }

    private static var emails: [String: String] {
        Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, email(of: $0)) })
    }

    private var file: String { folder.appending(Self.fileName).string }

    private func read() throws -> [String: Entry] {
        guard FileManager.default.fileExists(atPath: file) else { return [:] }
        do {
            return try JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw Refusal("\(file) can't be read. Delete it, and the next start makes new demo accounts.")
        }
    }

    /// Under another name first, so that a start that is killed leaves no half file; never open to others.
    private func write(_ entries: [String: Entry]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            let draft = FilePath(file + ".draft")
            let descriptor = try FileDescriptor.open(
                draft, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
            try descriptor.closeAfter { _ = try descriptor.writeAll(encoder.encode(entries) + Data("\n".utf8)) }
            guard rename(draft.string, file) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw Refusal("\(file) can't be written: \(error)")
        }
    }
}
