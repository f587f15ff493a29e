import Postgres

extension Pincode {
    /// The Tamil form of a pincode's name, for each whose name is that of a place in it whose Tamil name is listed.
    package static func tamilNames(on database: some PostgresQueryable) async throws -> [Pincode: String] {
        let rows = try await database.query(
            """
            SELECT DISTINCT ON (p.pincode) p.pincode::integer, l.label_ta
            FROM pincodes p
            JOIN places l ON l.pincode = p.pincode AND l.kind <> 'district' AND l.label_ta IS NOT NULL
            JOIN place_names n ON n.place_id = l.id AND n.name_key = name_key(p.name)
            ORDER BY p.pincode, l.rank, l.id
            """)
        return Dictionary(
            try rows.map { (try $0.pincode(column: 0), try $0.column(1, as: String.self)) },
            uniquingKeysWith: { first, _ in first })
    }
}
