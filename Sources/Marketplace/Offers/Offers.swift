import Foundation
import Postgres

/// Everything that is done with offers.
package struct Offers: Sendable {
    package let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// Which offers a list shows.
    package enum Which: String, Sendable, CaseIterable {
        case running, upcoming, ended, all
    }

    /// What runs now and is for this person; for somebody unknown, what is for all. The latest first.
    package func running(for user: Int64?, before: Int64?, limit: Int) async throws -> Page<Offer, Int64> {
        let isTheirs: Query =
            user.map { "target_has(o.target, o.target_pincodes, \($0), NULL)" } ?? "o.target @> '{\"all\": true}'"
        return try await page("\(Self.condition(.running)) AND \(isTheirs)", before: before, limit: limit)
    }

    /// For admins. The latest first.
    package func list(_ which: Which, before: Int64?, limit: Int) async throws -> Page<Offer, Int64> {
        try await page(Self.condition(which), before: before, limit: limit)
    }

    private static func condition(_ which: Which) -> Query {
        switch which {
        case .running: "o.starts_at <= now() AND coalesce(o.ends_at > now(), true)"
        case .upcoming: "o.starts_at > now()"
        case .ended: "o.ends_at <= now()"
        case .all: "true"
        }
    }

    private func page(_ condition: Query, before: Int64?, limit: Int) async throws -> Page<Offer, Int64> {
        let rows = try await pool.query(
            """
            SELECT \(Offer.columns) FROM offers o
            WHERE o.removed_at IS NULL AND \(condition) AND o.id < \(before ?? .max)
            ORDER BY o.id DESC LIMIT \(limit + 1)
            """)
        return Page(try rows.map(Offer.init), limit: limit) { $0.id }
    }

    /// - Throws: `OfferError.unknownOffer`.
    package func offer(_ id: Int64) async throws -> Offer {
        let rows = try await pool.query(
            "SELECT \(Offer.columns) FROM offers o WHERE o.id = \(id) AND o.removed_at IS NULL")
        guard let row = rows.first else { throw OfferError.unknownOffer }
        return try Offer(row)
    }

    /// Turns a violated constraint of `offers` into the error that it means.
    static func naming<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as PostgresError {
            switch error.constraint {
            case "offers_code_taken": throw OfferError.codeTaken
            case "offers_period": throw OfferError.endsBeforeItBegins
            case "offers_used_up": throw OfferError.limitBelowUses
            default: throw error
            }
        }
    }
}
