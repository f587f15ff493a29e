import Postgres

/// A near centre that an answer leaves out, and why.
package struct ExcludedCentre: Sendable {
    package let id: Int64
    package let center_name: String
    /// Geodesic on WGS 84.
    package let distance_m: Double
    /// `service_not_offered`, `does_not_cover_point`, `too_far`, or `further_away` when nearer ones were enough.
    package let reason: String
}

extension NearestRequest {
    /// The nearest centres that `answer` leaves out, at most ten, by distance. A round trip of its own.
    package func excluded(
        from answer: NearestAnswer, on database: some PostgresQueryable
    ) async throws -> [ExcludedCentre] {
        try await database.query(excludedQuery(at: answer.origin.location)).map { row in
            let (id, name, distance_m, reason) = try row.decode(Int64.self, String.self, Double.self, String.self)
            return ExcludedCentre(id: id, center_name: name, distance_m: distance_m, reason: reason)
        }
    }

    func excludedQuery(at point: GeoPoint) -> Query {
        """
        SELECT id, center_name, distance_m, reason FROM nearest_excluded(
            \(point.lat), \(point.lng), \(service), \(mode == .doorstep), \(Int32(limit)), \(radius_m))
        """
    }
}
