import Matching
import Postgres

extension Providers {
    /// How many areas a centre may have; those that were deleted don't count.
    package static let areaLimit = 50

    /// Gives a centre one more service area: an admin's is in force at once, an owner's waits for an admin.
    ///
    /// - Throws: `ProviderError.unknownProvider` (somebody else's too); `AreaError` when the request means no ground,
    ///   `.tooManyAreas`; `GeometryRefusal`.
    package func createArea(
        of provider: Int64, _ request: AreaRequest, for user: SignedInUser, by actor: Actor
    ) async throws -> ServiceArea {
        try await checkAccess(to: provider, for: user)
        let drawn = try await checkDrawing(in: request)
        return try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .coverageChange) {
            transaction in
            // One after the other, so that no two are each the fiftieth; and a circle is drawn around a centre that
            // stays where it is meanwhile.
            _ = try await StoredProvider.lock(provider, for: user, on: transaction)
            try await checkRoom(for: provider, on: transaction)
            let ground = try await AreaGround.find(request, drawn, for: provider, on: transaction)
            let rows = try await transaction.query(
                """
                INSERT INTO service_areas (provider_id, kind, city, district_lgd, pincodes, radius_km, geom, status,
                    author_id, request)
                VALUES (\(provider), \(ground.kind.rawValue), \(ground.city), \(ground.district_lgd),
                    \(ground.pincodes), \(ground.radius_km), \(ground.geometry)::bytea::geometry,
                    \(user.role == .admin ? "in_force" : "proposed"), \(user.id), \(try request.kept()))
                RETURNING id
                """)
            let area = try await ServiceArea.read(try rows[0].decode(Int64.self), on: transaction)
            try await area.record(
                "created", user.role == .admin ? .serviceAreaChanged : .serviceAreaProposed, before: nil, by: actor,
                on: transaction)
            return area
        }
    }

    private func checkRoom(for provider: Int64, on transaction: PostgresConnection) async throws {
        let rows = try await transaction.query(
            "SELECT count(*) FROM service_areas WHERE provider_id = \(provider) AND status <> 'withdrawn'")
        guard try rows[0].decode(Int.self) < Self.areaLimit else {
            throw AreaError.tooManyAreas(limit: Self.areaLimit)
        }
    }
}
