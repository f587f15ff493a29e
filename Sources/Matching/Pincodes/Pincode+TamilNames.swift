import Postgres

extension Pincode {
    /// The Tamil form of a pincode's name, for each whose name is that of a place in it whose Tamil name is listed.
    package static func tamilNames(on database: some PostgresQueryable) async throws -> [Pincode: String] {
        let rows = try await database.query(
            """
            SELECT pincode, name_ta
            FROM (SELECT pincode::integer AS pincode, pincode_name_ta(pincode, name) AS name_ta FROM pincodes) AS named
            WHERE name_ta IS NOT NULL
            """)
        return Dictionary(
            try rows.map { (try $0.pincode(column: 0), try $0.column(1, as: String.self)) },
            uniquingKeysWith: { first, _ in first })
    }
}
