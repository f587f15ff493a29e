import Foundation
import Postgres
import SystemPackage

/// The checksums of the folder's files, as `sha256sum` writes them.
struct GeodataManifest: Sendable {
    let folder: FilePath
    /// The MANIFEST's own bytes; its checksum names the whole set of data.
    let bytes: [UInt8]
    private let checksums: [String: String]

    init(folder: FilePath) throws(GeodataError) {
        guard let data = FileManager.default.contents(atPath: folder.appending("MANIFEST").string) else {
            throw .noManifest(folder: folder.string)
        }
        self.folder = folder
        bytes = [UInt8](data)
        var checksums: [String: String] = [:]
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated() {
            guard let match = line.wholeMatch(of: /([0-9a-f]{64})  (\S+)/) else {
                throw .brokenManifest(line: index + 1)
            }
            checksums[String(match.2)] = String(match.1)
        }
        self.checksums = checksums
    }

    /// The text of a listed file, after comparing it with its checksum. The database computes the
    /// checksum: it is there anyway, and no other piece of this program needs one.
    func text(of file: String, on database: some PostgresQueryable) async throws -> String {
        guard let expected = checksums[file] else { throw GeodataError.unlisted(file: file) }
        guard let data = FileManager.default.contents(atPath: folder.pushing(FilePath(file)).string) else {
            throw GeodataError.unreadable(file: file)
        }
        let content = [UInt8](data)
        guard try await sha256(content, on: database) == expected else { throw GeodataError.differs(file: file) }
        // PostgreSQL's text holds no NUL.
        guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
            throw GeodataError.notText(file: file)
        }
        return text
    }
}

/// Lower-case hexadecimal.
func sha256(_ bytes: [UInt8], on database: some PostgresQueryable) async throws -> String {
    try await database.query("SELECT encode(sha256(\(bytes)), 'hex')")[0].decode(String.self)
}
