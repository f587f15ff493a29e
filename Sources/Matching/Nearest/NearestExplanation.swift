import Postgres

/// Why the near centres that an answer leaves out are not in it.
package struct NearestExplanation: Sendable {
    package enum Reason: String, Sendable {
        case beyondRadius = "beyond_radius"
        case doesNotCover = "does_not_cover"
        case serviceNotOffered = "service_not_offered"
        case beyondLimit = "beyond_limit"
    }

    package struct Excluded: Sendable {
        package let centre: NearestAnswer.Centre
        package let reason: Reason
    }

    /// How many left-out centres are explained.
    static let limit = 10

    /// By distance.
    package let excluded: [Excluded]
}

extension NearestRequest {
    /// Two round trips; not for hot paths.
    package func explanation(
        of answer: NearestAnswer, on database: some PostgresQueryable
    ) async throws -> NearestExplanation {
        let everyone = try await NearestRequest(origin, limit: 50).answer(on: database).centres
        let taken = Set(answer.centres.map(\.id))
        let leftOut = everyone.filter { !taken.contains($0.id) }.prefix(NearestExplanation.limit)
        let offering = try await centres(among: leftOut.map(\.id), on: database)
        return NearestExplanation(
            excluded: leftOut.map { .init(centre: $0, reason: reason(for: $0, offers: offering.contains($0.id))) })
    }

    private func reason(for centre: NearestAnswer.Centre, offers: Bool) -> NearestExplanation.Reason {
        if let radius_m, centre.distance_m > radius_m { return .beyondRadius }
        if mode == .doorstep, !centre.covers { return .doesNotCover }
        return offers ? .beyondLimit : .serviceNotOffered
    }

    /// Those that offer the service asked for; all when none is.
    private func centres(among ids: [Int64], on database: some PostgresQueryable) async throws -> Set<Int64> {
        guard let service else { return Set(ids) }
        let rows = try await database.query(
            "SELECT provider_id FROM provider_services WHERE service = \(service) AND provider_id = ANY (\(ids))")
        return Set(try rows.map { try $0.decode(Int64.self) })
    }
}
