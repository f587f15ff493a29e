import Foundation
import Postgres

/// What a load found. The newest row of `geodata_loads` keeps the same.
package struct GeodataReport: Codable, Sendable, Equatable {
    package struct Offices: Codable, Sendable, Equatable {
        package let read: Int
        /// By `ok`, `missing`, `repaired:<how>`, `dropped:<why>`.
        package let byStatus: [String: Int]
        /// The offices behind each kind of repair and drop, in the order of the directory.
        package let lists: [String: [Office]]

        enum CodingKeys: String, CodingKey {
            case read, byStatus = "by_status", lists
        }
    }

    package struct Office: Codable, Sendable, Equatable {
        package let id: Int
        package let pincode: Int
        package let name: String
        /// As the directory writes them.
        package let latRaw, lngRaw: String

        enum CodingKeys: String, CodingKey {
            case id, pincode, name, latRaw = "lat_raw", lngRaw = "lng_raw"
        }
    }

    package struct Pincodes: Codable, Sendable, Equatable {
        package let placed: Int
        /// By `good`, `fair`, `poor`, `estimated`, `override`.
        package let byQuality: [String: Int]
        /// The pincodes that are poor, estimated or overridden, ascending.
        package let lists: [String: [Int]]

        enum CodingKeys: String, CodingKey {
            case placed, byQuality = "by_quality", lists
        }
    }

    /// A line of a file that could not be used.
    package struct BrokenLine: Codable, Sendable, Equatable {
        package let file: String
        package let lineNumber: Int
        package let reason: String
        package let line: String

        enum CodingKeys: String, CodingKey {
            case file, lineNumber = "line_number", reason, line
        }
    }

    package let offices: Offices
    package let pincodes: Pincodes
    package let districts: Int
    package let cells: Int
    package let brokenLines: [BrokenLine]

    enum CodingKeys: String, CodingKey {
        case offices, pincodes, districts, cells, brokenLines = "broken_lines"
    }

    init(json: JSONBytes) throws {
        self = try JSONDecoder().decode(GeodataReport.self, from: Data(json.bytes))
    }

    /// The report of the data in force; nil before the first load.
    package static func latest(on database: some PostgresQueryable) async throws -> GeodataReport? {
        let rows = try await database.query("SELECT report FROM geodata_loads ORDER BY id DESC LIMIT 1")
        return try rows.first.map { try GeodataReport(json: $0.decode(JSONBytes.self)) }
    }
}
