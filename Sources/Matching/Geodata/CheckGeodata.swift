import Postgres
import SystemPackage

/// A measure of the data in force, and the bar it must clear.
package struct GeodataBar: Codable, Sendable, Equatable {
    package let bar: String
    package let value: Double
    package let bound: Double
    /// Whether the value must reach the bound or must not exceed it.
    package let atLeast: Bool
    package let ok: Bool

    enum CodingKeys: String, CodingKey {
        case bar, value, bound, atLeast = "at_least", ok
    }
}

/// Measures the bars: first those that need no outside truth, then those of the known places in `folder`, whose points come
/// from elsewhere (`geodata_check_known`). Takes some seconds; on a leased connection, because the readers' time limit is
/// for requests; `pool` should have none for leases.
///
/// - Throws: `GeodataError` when the folder's known places aren't the ones that its MANIFEST was written for;
///   `PostgresError`.
package func checkGeodata(on pool: PostgresPool, knownIn folder: FilePath) async throws -> [GeodataBar] {
    let known = try await GeodataManifest(folder: folder).text(of: "known/places.csv", on: pool)
    return try await pool.withConnection { connection in
        let rows = try await connection.query(
            """
            SELECT bar, value, bound, at_least, ok FROM geodata_check()
            UNION ALL
            SELECT bar, value, bound, at_least, ok FROM geodata_check_known(\(known))
            """)
        return try rows.map { row in
            let (bar, value, bound, atLeast, ok) = try row.decode(
                String.self, Double?.self, Double.self, Bool.self, Bool.self)
            // Of an empty database most measures are null, and fail.
            return GeodataBar(bar: bar, value: value ?? 0, bound: bound, atLeast: atLeast, ok: ok)
        }
    }
}
