import Foundation
import Postgres

extension Providers {
    /// Closes a centre for a time that is not over yet.
    ///
    /// - Throws: `ProviderError.unknownProvider` (somebody else's too), `.closureOverlaps`, `.tooManyClosures`,
    ///   `.closureOver`, `.closureTooLong`, `.closureTooFarAhead`.
    package func close(
        _ provider: Int64, _ time: Range<Date>, reason: String?, for user: SignedInUser, by actor: Actor
    ) async throws -> Closure {
        try await pool.withTransaction { transaction in
            _ = try await StoredProvider.lock(provider, for: user, on: transaction)
            let closure = try await insert(provider, time, reason, on: transaction)
            try await AuditEntry(
                "closure.created", "closure", closure.id,
                change: ["provider_id": [nil, "\(provider)"], "during": [nil, Self.text(time)]]
            ).record(by: actor, on: transaction)
            return closure
        }
    }

    /// Takes a closure back; when it is in force, the centre is open again at once.
    ///
    /// - Throws: `ProviderError.unknownClosure`, also when the centre is somebody else's.
    package func reopen(_ closure: Int64, for user: SignedInUser, by actor: Actor) async throws {
        try await pool.withTransaction { transaction in
            // The centre first, as `close` does, or the two could wait for each other.
            let rows = try await transaction.query(
                """
                SELECT c.provider_id FROM closures c JOIN service_providers s ON s.id = c.provider_id
                WHERE c.id = \(closure) AND (s.user_id = \(user.id) OR \(user.role == .admin))
                FOR NO KEY UPDATE OF s
                """)
            guard let provider = try rows.first?.decode(Int64.self) else { throw ProviderError.unknownClosure }
            let deleted = try await transaction.query(
                "DELETE FROM closures WHERE id = \(closure) RETURNING lower(during), upper(during)")
            guard let (from, to) = try deleted.first?.decode(Date.self, Date.self) else {
                throw ProviderError.unknownClosure
            }
            try await AuditEntry(
                "closure.deleted", "closure", closure,
                change: ["provider_id": ["\(provider)", nil], "during": [Self.text(from..<to), nil]]
            ).record(by: actor, on: transaction)
        }
    }

    private func insert(
        _ provider: Int64, _ time: Range<Date>, _ reason: String?, on transaction: PostgresConnection
    ) async throws -> Closure {
        do {
            let rows = try await transaction.query(
                """
                INSERT INTO closures AS c (provider_id, during, reason)
                VALUES (\(provider), tstzrange(\(time.lowerBound), \(time.upperBound)), \(reason))
                RETURNING \(Closure.columns)
                """)
            return try Closure(rows[0])
        } catch let error as PostgresError {
            throw Self.refusal(for: error) ?? error
        }
    }

    private static func refusal(for error: PostgresError) -> ProviderError? {
        switch error.constraint {
        case "closures_overlap": .closureOverlaps
        case "closures_per_centre": .tooManyClosures(limit: 50)
        case "closures_not_over": .closureOver
        case "closures_length": .closureTooLong(days: 366)
        case "closures_not_far_ahead": .closureTooFarAhead(days: 731)
        default: nil
        }
    }

    private static func text(_ time: Range<Date>) -> String {
        "\(time.lowerBound.formatted(.iso8601))/\(time.upperBound.formatted(.iso8601))"
    }
}
