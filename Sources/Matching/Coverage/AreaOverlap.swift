import Postgres

/// Two areas in force, of two centres, that share ground.
package struct AreaOverlap: Sendable {
    /// The area of the centre that was asked about.
    package let area: Int64
    package let otherArea: Int64
    package let otherCentre: Int64
    package let otherName: String
    /// Geodesic, as are the others.
    package let shared_km2: Double
    package let area_km2: Double
    package let other_km2: Double
}

/// Which areas of other centres share ground with those of one centre: the most first, then by ids.
package struct OverlapList: Sendable {
    package struct Position: Sendable, Equatable {
        package let shared_km2: Double
        package let area: Int64
        package let otherArea: Int64

        package init(shared_km2: Double, area: Int64, otherArea: Int64) {
            self.shared_km2 = shared_km2
            self.area = area
            self.otherArea = otherArea
        }
    }

    package var provider: Int64
    package var after: Position?
    /// 1-100.
    package var limit: Int

    package init(provider: Int64, after: Position? = nil, limit: Int = 20) {
        self.provider = provider
        self.after = after
        self.limit = limit
    }

    /// A page, and where the next one begins; nil when this is the last. One round trip, two when there is nothing. Takes
    /// the longer the more areas lie around the centre's: for a whole district 40 ms among 5,000 and 300 ms among 50,000.
    ///
    /// - Throws: `MatchingError.unknownCentre`, also for one that isn't approved: its areas don't count.
    package func page(on database: some PostgresQueryable) async throws -> (overlaps: [AreaOverlap], next: Position?) {
        let rows = try await database.query(
            """
            SELECT area_id, other_area_id, other_id, other_name, shared_km2, area_km2, other_km2
            FROM coverage_overlaps(\(provider), \(after?.shared_km2), \(after?.area), \(after?.otherArea),
                \(Int32(limit + 1)))
            WHERE EXISTS (SELECT FROM service_providers s WHERE s.id = \(provider) AND s.status = 'approved')
            """)
        if rows.isEmpty { _ = try await CentreDetail.find(provider, on: database) }
        let overlaps = try rows.prefix(limit).map(AreaOverlap.init)
        let next = rows.count > limit ? overlaps.last.map(\.position) : nil
        return (overlaps, next)
    }

    /// The same over a connection of its own and with an end after 5 s, since it may take a while.
    package func pageInTime(on pool: PostgresPool) async throws -> (overlaps: [AreaOverlap], next: Position?) {
        try await pool.withTransaction(readOnly: true) { connection in
            try await connection.runScript("SET LOCAL statement_timeout = '5s'")
            return try await page(on: connection)
        }
    }
}

extension AreaOverlap {
    fileprivate var position: OverlapList.Position {
        OverlapList.Position(shared_km2: shared_km2, area: area, otherArea: otherArea)
    }

    fileprivate init(_ row: PostgresRow) throws {
        area = try row.column(0)
        otherArea = try row.column(1)
        otherCentre = try row.column(2)
        otherName = try row.column(3)
        shared_km2 = try row.column(4)
        area_km2 = try row.column(5)
        other_km2 = try row.column(6)
    }
}
