import Crypto
import Foundation
import SystemPackage

/// The SQL files of a schema: `migrations/NNNN_name.sql`, each applied once and in order, and those that can
/// be applied again at any time: `functions/*.sql`, `triggers/*.sql`, `rights/*.sql` (who may do what with the tables),
/// `seed/*.sql` (rows that every installation has).
public struct MigrationFiles: Sendable {
    public struct File: Sendable {
        /// The number in the file's name; 0 for a repeatable file.
        public let version: Int32
        public let name: String
        public let text: String
        /// SHA-256 of the text, in hexadecimal.
        let checksum: String

        init(version: Int32, name: String, text: String) {
            (self.version, self.name, self.text) = (version, name, text)
            checksum = Self.checksum(of: text)
        }

        static func checksum(of text: String) -> String { SHA256.hash(data: Data(text.utf8)).hexadecimal }
    }

    public let migrations: [File]
    public let repeatable: [File]

    /// - Throws: `MigrationError` when a name has no number, a number is used twice, or a file can't be read.
    public init(folder: FilePath) throws {
        guard FileManager.default.fileExists(atPath: folder.string) else {
            throw MigrationError.unreadable(folder: folder.string)
        }
        migrations = try Self.sqlFiles(in: folder.appending("migrations")).map { name, text in
            guard let version = Int32(name.prefix(4)), name.dropFirst(4).hasPrefix("_") else {
                throw MigrationError.badName(name)
            }
            return File(version: version, name: name, text: text)
        }
        for (one, next) in zip(migrations, migrations.dropFirst()) where one.version == next.version {
            throw MigrationError.badName(next.name)
        }
        repeatable = try ["functions", "triggers", "rights", "seed"].flatMap { kind in
            try Self.sqlFiles(in: folder.appending(kind)).map { name, text in
                File(version: 0, name: "\(kind)/\(name)", text: text)
            }
        }
    }

    /// In the order of their names; a schema may lack one of the folders.
    private static func sqlFiles(in folder: FilePath) throws -> [(name: String, text: String)] {
        guard FileManager.default.fileExists(atPath: folder.string) else { return [] }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.string)
            return try names.filter { $0.hasSuffix(".sql") }.sorted().map { name in
                (name, try String(contentsOfFile: folder.appending(name).string, encoding: .utf8))
            }
        } catch {
            throw MigrationError.unreadable(folder: folder.string)
        }
    }
}

extension SHA256Digest {
    fileprivate var hexadecimal: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

/// Why a schema could not be brought up to date.
public enum MigrationError: Error, CustomStringConvertible {
    case badName(String)
    case unreadable(folder: String)
    case changedAfterwards(name: String)
    case otherNodeTooSlow
    case failed(file: String, cause: PostgresError)

    public var description: String {
        switch self {
        case .badName(let name):
            "The migration '\(name)' needs a name like 0007_bookings.sql with a number of its own."
        case .unreadable(let folder):
            "The SQL files in \(folder) can't be read. Set ISTRI_SHARE_DIR to the folder that holds sql/ and geodata/."
        case .changedAfterwards(let name):
            "The migration '\(name)' was changed after it had been applied. Restore it and write a new one."
        case .otherNodeTooSlow:
            "Another node has been migrating this database for over two minutes. Try again when it is done."
        case .failed(let file, let cause):
            "\(file): \(cause)"
        }
    }
}
