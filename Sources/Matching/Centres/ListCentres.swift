import Postgres

/// A list of centres in the order of their names.
package struct CentreList: Sendable {
    /// Where a page ends: stays right while centres are added.
    package struct Position: Sendable, Equatable {
        package let center_name: String
        package let id: Int64

        package init(center_name: String, id: Int64) {
            self.center_name = center_name
            self.id = id
        }
    }

    /// Visitors are shown approved ones only.
    package var status: CentreStatus
    package var city: String?
    /// A district's name or LGD code.
    package var district: String?
    package var pincode: Pincode?
    /// A part of the centre's name.
    package var q: String?
    package var service: String?
    package var after: Position?
    /// 1-100.
    package var limit: Int

    package init(
        status: CentreStatus = .approved, city: String? = nil, district: String? = nil, pincode: Pincode? = nil,
        q: String? = nil, service: String? = nil,
        after: Position? = nil, limit: Int = 20
    ) {
        self.status = status
        self.city = city
        self.district = district
        self.pincode = pincode
        self.q = q
        self.service = service
        self.after = after
        self.limit = limit
    }

    /// A page, and where the next one begins; nil when this is the last.
    ///
    /// - Throws: `MatchingError.unknownService`.
    package func page(on database: some PostgresQueryable) async throws -> (centres: [Centre], next: Position?) {
        let rows = try await database.query(
            """
            SELECT \(Centre.columns) FROM list_centres(\(status.rawValue), \(city), \(district), \(pincode?.number),
                \(q), \(service), \(after?.center_name), \(after?.id), \(Int32(limit + 1))) s
            """)
        if rows.isEmpty, let service { try await RepairService.checkExists(service, on: database) }
        let centres = try rows.prefix(limit).map(Centre.init)
        let next = rows.count > limit ? centres.last.map { Position(center_name: $0.center_name, id: $0.id) } : nil
        return (centres, next)
    }
}
