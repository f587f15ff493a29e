import Postgres

/// A centre with what it repairs.
package struct CentreDetail: Sendable {
    package struct Offer: Sendable {
        package let service: RepairService
        package let price_paise: Int64
        package let minutes: Int32
    }

    package let centre: Centre
    /// In the catalogue's order.
    package let offers: [Offer]

    /// - Parameter approvedOnly: False for its owner and for admins.
    /// - Throws: `MatchingError.unknownCentre`, also for one that isn't approved.
    package static func find(
        _ id: Int64, approvedOnly: Bool = true, on database: some PostgresQueryable
    ) async throws -> CentreDetail {
        let rows = try await database.query(
            """
            SELECT \(Centre.columns), o.service, o.name, o.name_ta, o.price_paise, o.minutes
            FROM service_providers s
            LEFT JOIN (provider_services JOIN services USING (service)) o ON o.provider_id = s.id
            WHERE s.id = \(id) AND (s.status = 'approved' OR NOT \(approvedOnly))
            ORDER BY o.position, o.service
            """)
        guard let first = rows.first else { throw MatchingError.unknownCentre(id) }
        return CentreDetail(centre: try Centre(first), offers: try rows.compactMap(Offer.init))
    }

    /// The union of its areas in force as GeoJSON; nil when it has none.
    ///
    /// - Throws: `MatchingError.unknownCentre`.
    package static func serviceArea(
        of id: Int64, on database: some PostgresQueryable
    ) async throws -> (center_name: String, geojson: String?) {
        let rows = try await database.query(
            """
            SELECT center_name, provider_service_area(id) FROM service_providers
            WHERE id = \(id) AND status = 'approved'
            """)
        guard let row = rows.first else { throw MatchingError.unknownCentre(id) }
        return try row.decode(String.self, String?.self)
    }
}

extension CentreDetail.Offer {
    /// Nil for the row of a centre without offers.
    fileprivate init?(_ row: PostgresRow) throws {
        guard let name = try row.column(Centre.columnCount, as: String?.self) else { return nil }
        service = RepairService(
            service: name, name: try row.column(Centre.columnCount + 1), name_ta: try row.column(Centre.columnCount + 2)
        )
        price_paise = try row.column(Centre.columnCount + 3)
        minutes = try row.column(Centre.columnCount + 4)
    }
}
