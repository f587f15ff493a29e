import Foundation
import Postgres

extension Offers {
    /// - Parameter sameClick_s: One with the same words, target, code, discount and end by the same person, so many seconds
    ///   ago at most, was the first click of two, and is given in its place. Nil: it is made in any case.
    /// - Throws: `OfferError.codeTaken`, `.endsBeforeItBegins`, and what the target's `stored` throws.
    package func create(_ new: NewOffer, sameClick_s: Double? = nil, by actor: Actor) async throws -> Offer {
        let target = try await new.target.stored(in: pool)
        var percent: Int32?
        var (amount_paise, most_paise): (Int64?, Int64?) = (nil, nil)
        switch new.discount {
        case .percent(let value, let most): (percent, most_paise) = (value, most)
        case .amount_paise(let value): amount_paise = value
        case nil: break
        }
        return try await Self.naming { [percent, amount_paise, most_paise] in
            try await pool.withTransaction(isolation: .readCommitted) { transaction in
                if let sameClick_s {
                    let click = FirstClick(words: new.words, target: target, within_s: sameClick_s, actor: actor)
                    if let known = try await Self.made(new, by: click, on: transaction) { return known }
                }
                let rows = try await transaction.query(
                    """
                    INSERT INTO offers AS o (title, title_ta, description, description_ta, target, target_pincodes, code,
                        discount_percent, discount_paise, most_discount_paise, min_total_paise, total_limit,
                        person_limit, starts_at, ends_at, created_by)
                    VALUES (\(new.words.title), \(new.words.title_ta), \(new.words.description),
                        \(new.words.description_ta), \(target.json)::jsonb, \(target.pincodes)::integer[], \(new.code), \(percent),
                        \(amount_paise), \(most_paise), \(new.min_total_paise), \(new.total_limit),
                        \(new.person_limit), coalesce(\(new.startsAt), now()), \(new.endsAt), \(actor.userID))
                    RETURNING \(Offer.columns)
                    """)
                let offer = try Offer(rows[0])
                try await AuditEntry("offer.created", "offer", offer.id, change: ["code": [nil, new.code]])
                    .record(by: actor, on: transaction)
                return offer
            }
        }
    }

    private static func made(
        _ new: NewOffer, by click: FirstClick, on transaction: PostgresConnection
    ) async throws -> Offer? {
        let row = try await click.row(
            Offer.columns, of: "offers o",
            where: """
                removed_at IS NULL AND code IS NOT DISTINCT FROM \(new.code)::text
                    AND ends_at IS NOT DISTINCT FROM \(new.endsAt)::timestamptz
                """,
            on: transaction)
        let known = try row.map(Offer.init)
        return known?.discount == new.discount ? known : nil
    }

    /// - Parameter seen: The revision that the change is about; nil: whichever is there.
    /// - Throws: `OfferError.unknownOffer`, `.changedMeanwhile`, `.endsBeforeItBegins`, `.limitBelowUses`, and what the
    ///   target's `stored` throws.
    package func change(
        _ id: Int64, _ change: OfferChange, if seen: Int64? = nil, by actor: Actor
    ) async throws -> Offer {
        let target = try await change.target?.stored(in: pool)
        return try await Self.naming {
            try await pool.withTransaction(isolation: .readCommitted) { transaction in
                let rows = try await transaction.query(Self.update(id, change, target, if: seen))
                guard let row = rows.first else {
                    let known = try await transaction.query(
                        "SELECT 1 FROM offers WHERE id = \(id) AND removed_at IS NULL")
                    throw known.isEmpty ? OfferError.unknownOffer : OfferError.changedMeanwhile
                }
                try await AuditEntry("offer.changed", "offer", id, change: change.fields).record(
                    by: actor, on: transaction)
                return try Offer(row)
            }
        }
    }

    private static func update(
        _ id: Int64, _ change: OfferChange, _ target: StoredTarget?, if seen: Int64?
    ) -> Query {
        """
        UPDATE offers o SET title = coalesce(\(change.title), o.title),
            title_ta = CASE WHEN \(change.title_ta.isGiven) THEN \(change.title_ta.value) ELSE o.title_ta END,
            description = coalesce(\(change.description), o.description),
            description_ta = CASE WHEN \(change.description_ta.isGiven) THEN \(change.description_ta.value)
                ELSE o.description_ta END,
            target = coalesce(\(target?.json)::jsonb, o.target),
            target_pincodes = CASE WHEN \(target != nil) THEN \(target?.pincodes)::integer[] ELSE o.target_pincodes END,
            min_total_paise = coalesce(\(change.min_total_paise)::bigint, o.min_total_paise),
            total_limit = CASE WHEN \(change.total_limit.isGiven) THEN \(change.total_limit.value)::integer
                ELSE o.total_limit END,
            person_limit = CASE WHEN \(change.person_limit.isGiven) THEN \(change.person_limit.value)::integer
                ELSE o.person_limit END,
            starts_at = coalesce(\(change.startsAt)::timestamptz, o.starts_at),
            ends_at = CASE WHEN \(change.endsAt.isGiven) THEN \(change.endsAt.value)::timestamptz ELSE o.ends_at END,
            updated_at = now()
        WHERE o.id = \(id) AND o.removed_at IS NULL
            AND (\(seen)::bigint IS NULL OR \(Offer.revisionColumn) = \(seen)::bigint)
        RETURNING \(Offer.columns)
        """
    }

    /// Nobody finds or uses it any more; bookings that used it keep their discount, and its code is free.
    ///
    /// - Throws: `OfferError.unknownOffer`.
    package func remove(_ id: Int64, by actor: Actor) async throws {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            let removed = try await transaction.execute(
                "UPDATE offers SET removed_at = now(), updated_at = now() WHERE id = \(id) AND removed_at IS NULL")
            guard removed == 1 else { throw OfferError.unknownOffer }
            try await AuditEntry("offer.removed", "offer", id).record(by: actor, on: transaction)
        }
    }
}

extension OfferChange.Field {
    fileprivate var isGiven: Bool { if case .keep = self { false } else { true } }
    fileprivate var value: Value? { if case .set(let value) = self { value } else { nil } }
}

extension OfferChange {
    /// Whether it leaves everything as it is.
    package var isEmpty: Bool { fields.isEmpty }

    /// The names of what is changed.
    fileprivate var fields: [String: [String?]] {
        let given = [
            ("title", title != nil), ("title_ta", title_ta.isGiven), ("description", description != nil),
            ("description_ta", description_ta.isGiven), ("target", target != nil),
            ("min_total_paise", min_total_paise != nil), ("total_limit", total_limit.isGiven),
            ("per_person_limit", person_limit.isGiven), ("starts_at", startsAt != nil), ("ends_at", endsAt.isGiven),
        ]
        return Dictionary(uniqueKeysWithValues: given.filter(\.1).map { ($0.0, []) })
    }
}
