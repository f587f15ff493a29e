import Postgres

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

/// Measures the bars that need no outside truth. Takes some seconds; on a leased connection,
/// because the readers' time limit is for requests; `pool` should have none for leases.
package func checkGeodata(on pool: PostgresPool) async throws -> [GeodataBar] {
    try await pool.withConnection { connection in
        try await connection.query("SELECT bar, value, bound, at_least, ok FROM geodata_check()").map { row in
            let (bar, value, bound, atLeast, ok) = try row.decode(
                String.self, Double?.self, Double.self, Bool.self, Bool.self)
            // Of an empty database most measures are null, and fail.
            return GeodataBar(bar: bar, value: value ?? 0, bound: bound, atLeast: atLeast, ok: ok)
        }
    }
}
