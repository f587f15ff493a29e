import Matching
import Postgres

extension Providers {
    /// Which centres an admin's list shows.
    package struct Filter: Sendable {
        package var status: CentreStatus?
        /// True: only those with changes that no admin has accepted yet.
        package var hasChanges = false
        package var city: String?
        /// A district's name or LGD code.
        package var district: String?
        package var pincode: Pincode?
        /// A part of the centre's name.
        package var q: String?

        package init() {}
    }

    /// As `record`, but nil when it is somebody else's.
    package func recordIfTheirs(_ id: Int64, for user: SignedInUser) async throws -> ProviderRecord? {
        do {
            return try await record(of: id, for: user)
        } catch ProviderError.unknownProvider {
            return nil
        }
    }

    /// - Throws: `ProviderError.unknownProvider`, also when it is somebody else's.
    package func record(of id: Int64, for user: SignedInUser) async throws -> ProviderRecord {
        let rows = try await pool.query(
            """
            SELECT \(ProviderRecord.columns) FROM \(ProviderRecord.tables)
            WHERE s.id = \(id) AND (s.user_id = \(user.id) OR \(user.role == .admin))
            """)
        guard let row = rows.first else { throw ProviderError.unknownProvider }
        return try ProviderRecord(row)
    }

    /// The user's own centres, the oldest first.
    package func own(of user: SignedInUser, after id: Int64?, limit: Int) async throws -> Page<ProviderRecord, Int64> {
        try await page(["s.user_id = \(user.id)"], after: id, limit: limit)
    }

    /// All centres, the one that has waited longest first.
    package func all(_ filter: Filter, after id: Int64?, limit: Int) async throws -> Page<ProviderRecord, Int64> {
        try await page(filter.conditions, after: id, limit: limit)
    }

    /// - Throws: `ProviderError.unknownProvider` unless the user owns the centre or is an admin.
    func checkAccess(to id: Int64, for user: SignedInUser) async throws {
        guard user.role != .admin else {
            let rows = try await pool.query("SELECT 1 FROM service_providers WHERE id = \(id)")
            guard !rows.isEmpty else { throw ProviderError.unknownProvider }
            return
        }
        let rows = try await pool.query(
            "SELECT 1 FROM service_providers WHERE id = \(id) AND user_id = \(user.id)")
        guard !rows.isEmpty else { throw ProviderError.unknownProvider }
    }

    private func page(
        _ conditions: [Query], after id: Int64?, limit: Int
    ) async throws -> Page<ProviderRecord, Int64> {
        let conditions = conditions + ["s.id > \(id ?? 0)"]
        let rows = try await pool.query(
            """
            SELECT \(ProviderRecord.columns) FROM \(ProviderRecord.tables)
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY s.id LIMIT \(limit + 1)
            """)
        return Page(try rows.map(ProviderRecord.init), limit: limit, position: \.centre.id)
    }
}

extension Providers.Filter {
    /// Only those that are asked for, so that each kind of question gets a plan of its own.
    fileprivate var conditions: [Query] {
        var conditions: [Query] = []
        // As a literal, for the partial index of what waits.
        if let status { conditions.append(Query(unsafeSQL: "s.status = '\(status.rawValue)'")) }
        if hasChanges { conditions.append("s.changed_since_approval <> '{}'") }
        if let city { conditions.append("lower(s.city) = lower(\(city))") }
        if let district {
            conditions.append(
                """
                s.district_lgd IN (
                    SELECT lgd FROM districts WHERE lower(name) = lower(\(district)) OR lgd::text = \(district))
                """)
        }
        if let pincode { conditions.append("s.pincode = \(pincode.number)") }
        if let q { conditions.append("strpos(lower(s.center_name), lower(\(q))) > 0") }
        return conditions
    }
}
