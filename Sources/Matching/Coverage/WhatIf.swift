import Postgres

/// What the coverage would be after changes that nobody has made.
package struct WhatIf: Sendable {
    package enum Ground: Sendable {
        case drawn(GivenGeometry)
        case circle(GeoPoint, radius_km: Double)
    }

    package enum Change: Sendable {
        /// One more area in force, of that centre or of a new one.
        case add(Ground, provider: Int64?)
        /// The centre is there no more, nor any of its areas.
        case remove(provider: Int64)
        /// The centre has this area in place of all it has.
        case replace(provider: Int64, Ground)
    }

    package static let mostChanges = 20
    /// Of the centres that an added area overlaps with, so many are named.
    package static let mostOverlapping = 20

    /// In the order in which they are made.
    package let changes: [Change]

    package init(_ changes: [Change]) { self.changes = changes }
}

/// A change that can't be imagined, with its place in the list.
package enum WhatIfError: Error, Sendable {
    case unknownProvider(Int64, change: Int)
    /// Its areas don't count, whatever they are.
    case notApproved(Int64, CentreStatus, change: Int)
    /// Nothing of the circle lies in Tamil Nadu or within 50 km of it.
    case emptyCircle(change: Int)
    case geometry(GeometryRefusal, change: Int)
}

extension WhatIf {
    /// Writes nothing. Works on one moment's coverage, over a connection of its own, so that searches don't wait for it:
    /// 10 to 20 ms for a change at 5,000 areas, some 60 ms for the 20 worst.
    ///
    /// - Throws: `WhatIfError`, `PostgresError`.
    package func answer(on pool: PostgresPool) async throws -> WhatIfAnswer {
        try await pool.withTransaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await connection.runScript(
                """
                SET LOCAL statement_timeout = '\(GeometryLimits.statementSeconds)s';
                SET LOCAL plan_cache_mode = force_generic_plan
                """)
            try await checkProviders(on: connection)
            var removed: [Int64] = []
            var added: [(provider: Int64?, ewkb: [UInt8])] = []
            for (index, change) in changes.enumerated() {
                switch change {
                case .add(let ground, let provider):
                    added.append((provider, try await Self.ewkb(of: ground, change: index, on: connection)))
                case .remove(let provider):
                    removed.append(provider)
                    added.removeAll { $0.provider == provider }
                case .replace(let provider, let ground):
                    removed.append(provider)
                    added.removeAll { $0.provider == provider }
                    added.append((provider, try await Self.ewkb(of: ground, change: index, on: connection)))
                }
            }
            let rows = try await connection.query(
                """
                SELECT lgd, name, name_ta, covered_pincodes, covered_km2, covered_demand, covered_pincodes_after,
                    covered_km2_after, covered_demand_after, gained, lost
                FROM coverage_what_if(\(removed), \(added.map(\.ewkb))::bytea[]::geometry[])
                """)
            guard !added.isEmpty else { return try WhatIfAnswer(rows, overlapping: [], total: 0) }
            let others = try await Self.overlapping(added, removed: removed, on: connection)
            return try WhatIfAnswer(
                rows, overlapping: try others?.map { try WhatIfAnswer.OverlappingCentre($0) } ?? [],
                total: try others.map { try $0.first?.column(2, as: Int64.self) ?? 0 }.map { Int($0) })
        }
    }

    /// Rows of `id`, `center_name` and how many there are in all; nil when telling took longer than a second, as with a
    /// comb of thousands of corners across thousands of areas. The last to be asked on its transaction.
    private static func overlapping(
        _ added: [(provider: Int64?, ewkb: [UInt8])], removed: [Int64], on connection: PostgresConnection
    ) async throws -> PostgresRows? {
        try await connection.runScript("SAVEPOINT overlapping; SET LOCAL statement_timeout = '1s'")
        do {
            return try await connection.query(
                """
                SELECT id, center_name, total
                FROM centres_overlapping(\(added.map(\.ewkb))::bytea[]::geometry[], \(added.map { $0.provider ?? 0 }),
                    \(removed), \(Int32(mostOverlapping)))
                """)
        } catch let error as PostgresError where error.sqlState == .queryCanceled {
            try await connection.runScript("ROLLBACK TO SAVEPOINT overlapping")
            return nil
        }
    }

    private func checkProviders(on connection: PostgresConnection) async throws {
        let rows = try await connection.query(
            "SELECT id, status FROM service_providers WHERE id = ANY (\(changes.compactMap(\.provider)))")
        let status = try Dictionary(uniqueKeysWithValues: rows.map { try $0.decode(Int64.self, String.self) })
        for (index, change) in changes.enumerated() {
            guard let provider = change.provider else { continue }
            guard let status = status[provider].flatMap(CentreStatus.init(rawValue:)) else {
                throw WhatIfError.unknownProvider(provider, change: index)
            }
            guard status == .approved else { throw WhatIfError.notApproved(provider, status, change: index) }
        }
    }

    /// As an area of that shape would be stored.
    private static func ewkb(
        of ground: Ground, change: Int, on connection: PostgresConnection
    ) async throws -> [UInt8] {
        switch ground {
        case .drawn(let given):
            do {
                return try await GeometryGate.check(given, on: connection).ewkb
            } catch let refusal as GeometryRefusal {
                throw WhatIfError.geometry(refusal, change: change)
            }
        case .circle(let centre, let radius_km):
            let rows = try await connection.query(
                "SELECT area_of_circle(\(centre.lat), \(centre.lng), \(radius_km))::bytea")
            guard let ewkb: [UInt8] = try rows[0].column(0) else { throw WhatIfError.emptyCircle(change: change) }
            return ewkb
        }
    }
}

extension WhatIf.Change {
    fileprivate var provider: Int64? {
        switch self {
        case .add(_, let provider): provider
        case .remove(let provider), .replace(let provider, _): provider
        }
    }
}
