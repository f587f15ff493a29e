import Postgres

/// The cities and towns of the gazetteer, by their names. One round trip.
package func towns(on database: some PostgresQueryable) async throws -> [Place] {
    try await database.query(
        """
        SELECT p.kind, p.label, p.label_ta, p.pincode::integer, d.lgd, d.name, d.name_ta, p.lat, p.lng
        FROM places p JOIN districts d ON d.lgd = p.district_lgd
        WHERE p.kind IN ('city', 'town')
        ORDER BY p.label, p.id
        """
    ).map(Place.init(row:))
}
