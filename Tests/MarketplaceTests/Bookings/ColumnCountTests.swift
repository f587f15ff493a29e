import Matching
import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// What stands in a row after a booking, a centre or an area's version is found by how many columns those have.
struct ColumnCountTests {
    @Test func `each has as many columns as it says`() async throws {
        let area: (Bool) -> Query = { withGeometry in
            AreaVersion.columns(
                "a", created: "a.updated_at", during: "NULL::tstzrange", withGeometry: withGeometry)
        }
        let told: [(query: Query, count: Int)] = [
            ("SELECT \(Booking.columns) FROM \(Booking.tables)", Booking.columnCount),
            ("SELECT \(Centre.columns) FROM service_providers s", Centre.columnCount),
            ("SELECT \(area(true)) FROM service_areas a", AreaVersion.columnCount),
            ("SELECT \(area(false)) FROM service_areas a", AreaVersion.columnCount),
        ]
        try await withDatabase(.schema) { pool in
            for (query, count) in told {
                let names = try await pool.query(query).columnNames
                #expect(names.count == count, "\(names)")
            }
        }
    }
}
