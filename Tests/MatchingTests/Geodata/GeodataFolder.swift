import Foundation
import Postgres
import SystemPackage
import TestSupport

/// A geodata folder of a test's own: the real districts, and the real offices of Ariyalur and Perambalur alone, so
/// that a load takes a second.
struct GeodataFolder {
    let path: FilePath

    init() throws {
        path = FilePath(NSTemporaryDirectory()).appending("istri-geodata-\(UUID().uuidString)")
        for part in ["pincodes", "districts", "names"] {
            try FileManager.default.createDirectory(
                atPath: path.appending(part).string, withIntermediateDirectories: true)
        }
        for file in ["districts/districts.csv", "districts/districts.geojson", "pincodes/taluks.csv"] {
            try write(try Self.real(file), to: file)
        }
        for file in ["pincodes/corrections.csv", "pincodes/shifts.csv", "pincodes/overrides.csv", "names/places.csv"] {
            try write(Self.heading(try Self.real(file)) + "\n", to: file)
        }
        let offices = try Self.real("pincodes/offices.csv")
        let ours = offices.split(separator: "\n").filter { $0.contains(/,(Ariyalur|Perambalur),Tamil Nadu,/) }
        try write(([Self.heading(offices)] + ours.map(String.init)).joined(separator: "\n") + "\n", to: Self.offices)
    }

    static let offices = "pincodes/offices.csv"

    func text(of file: String) throws -> String {
        try String(contentsOfFile: path.pushing(FilePath(file)).string, encoding: .utf8)
    }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: path.pushing(FilePath(file)).string, atomically: false, encoding: .utf8)
    }

    /// Adds a line to a file; gives its number, the heading being 1.
    @discardableResult
    func add(_ line: String, to file: String = offices) throws -> Int {
        let lines = try text(of: file).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        try write((lines + [Substring(line)]).joined(separator: "\n") + "\n", to: file)
        return lines.count + 1
    }

    /// Writes the MANIFEST for the files as they stand.
    func seal(_ pool: PostgresPool) async throws {
        var manifest = ""
        for file in try FileManager.default.subpathsOfDirectory(atPath: path.string).sorted() {
            guard file.contains(".") else { continue }
            let data = try Data(contentsOf: URL(filePath: path.pushing(FilePath(file)).string))
            let sum = try await pool.query("SELECT encode(sha256(\([UInt8](data))), 'hex')")[0].decode(String.self)
            manifest += "\(sum)  \(file)\n"
        }
        try write(manifest, to: "MANIFEST")
    }

    func remove() { try? FileManager.default.removeItem(atPath: path.string) }

    private static func real(_ file: String) throws -> String {
        try String(contentsOfFile: Checkout.geodata.pushing(FilePath(file)).string, encoding: .utf8)
    }

    private static func heading(_ text: String) -> String { String(text.prefix { $0 != "\n" }) }
}

/// A database with the schema alone and a folder to load into it.
func withGeodataFolder(_ body: (PostgresPool, GeodataFolder) async throws -> Void) async throws {
    let folder = try GeodataFolder()
    defer { folder.remove() }
    try await withDatabase(.schema, as: .owner) { pool in try await body(pool, folder) }
}
