import Matching
import Postgres

extension Providers {
    /// Makes an area another one, under the same id.
    ///
    /// An admin's change is in force at once, and what else was proposed is superseded. An owner's change of an area
    /// in force waits for an admin as a proposed replacement (one at a time: a later one supersedes it), and what is
    /// in force stays so meanwhile. An owner's change of an area that isn't in force takes its place.
    ///
    /// - Throws: `AreaError.unknownArea` (somebody else's too), `.changedMeanwhile`, and those of a request that means
    ///   no ground; `GeometryRefusal`.
    package func replaceArea(
        _ id: Int64, if precondition: AreaPrecondition, with request: AreaRequest, for user: SignedInUser,
        by actor: Actor
    ) async throws -> ServiceArea {
        // Whoever will be refused is, before anything costly is done.
        let provider = try await currentArea(id, if: precondition, for: user)
        let drawn = try await checkDrawing(in: request)
        return try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .coverageChange) {
            transaction in
            let ground = try await AreaGround.find(request, drawn, for: provider, on: transaction)
            let before = try await StoredArea.lock(id, for: user, if: precondition, on: transaction)
            let isAdmin = user.role == .admin
            if !isAdmin, before.status == .inForce {
                try await propose(ground, request, of: before, by: user, on: transaction)
            } else {
                try await put(ground, request, into: before, inForce: isAdmin, by: user, on: transaction)
            }
            let area = try await ServiceArea.read(id, on: transaction)
            try await area.record(
                isAdmin ? "changed" : "change_proposed", isAdmin ? .serviceAreaChanged : .serviceAreaProposed,
                before: before, by: actor, on: transaction)
            return area
        }
    }

    /// The centre of an area that may be changed, as far as can be told without holding it.
    private func currentArea(
        _ id: Int64, if precondition: AreaPrecondition, for user: SignedInUser
    ) async throws -> Int64 {
        let rows = try await pool.query(
            """
            SELECT a.provider_id, a.revision FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
            WHERE a.id = \(id) AND a.status <> 'withdrawn' AND (s.user_id = \(user.id) OR \(user.role == .admin))
            """)
        guard let (provider, revision) = try rows.first?.decode(Int64.self, Int32.self) else {
            throw AreaError.unknownArea
        }
        if case .oneOf(let revisions) = precondition, !revisions.contains(revision) {
            throw AreaError.changedMeanwhile
        }
        return provider
    }

    private func put(
        _ ground: AreaGround, _ request: AreaRequest, into area: StoredArea, inForce: Bool, by user: SignedInUser,
        on transaction: PostgresConnection
    ) async throws {
        try await transaction.execute(
            """
            UPDATE service_areas SET
                version = (SELECT 1 + max(version) FROM service_area_versions WHERE area_id = \(area.id)),
                kind = \(ground.kind.rawValue), city = \(ground.city), district_lgd = \(ground.district_lgd),
                pincodes = \(ground.pincodes), radius_km = \(ground.radius_km),
                geom = \(ground.geometry)::bytea::geometry, status = \(inForce ? "in_force" : "proposed"),
                proposed_version = NULL, author_id = \(user.id), request = \(try request.kept()),
                decided_at = NULL, decision_reason = NULL, updated_at = now()
            WHERE id = \(area.id)
            """)
    }

    private func propose(
        _ ground: AreaGround, _ request: AreaRequest, of area: StoredArea, by user: SignedInUser,
        on transaction: PostgresConnection
    ) async throws {
        try await transaction.execute(
            """
            WITH proposal AS (
                INSERT INTO service_area_versions (area_id, version, provider_id, status, kind, city, district_lgd,
                    pincodes, radius_km, geom, area_km2, author_id, request, created_at)
                SELECT \(area.id), 1 + max(v.version), \(area.provider_id), 'proposed', \(ground.kind.rawValue),
                    \(ground.city), \(ground.district_lgd)::integer, \(ground.pincodes)::integer[],
                    \(ground.radius_km)::float8, g.geom, geodesic_area_km2(g.geom), \(user.id)::bigint,
                    \(try request.kept())::jsonb, now()
                FROM service_area_versions v, (SELECT \(ground.geometry)::bytea::geometry AS geom) AS g
                WHERE v.area_id = \(area.id) GROUP BY g.geom
                RETURNING version
            )
            UPDATE service_areas SET proposed_version = proposal.version, updated_at = now()
            FROM proposal WHERE id = \(area.id)
            """)
    }
}
