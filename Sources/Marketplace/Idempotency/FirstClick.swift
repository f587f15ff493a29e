import Postgres

/// The click before this one on the same button: the same words for the same people, by the same person, a moment ago.
package struct FirstClick: Sendable {
    /// In pages the very same once more within this time is a second click, not another wish.
    package static let limit_s = 600.0

    let words: OfferWords
    let target: StoredTarget
    let within_s: Double
    let actor: Actor

    /// What it has made, the latest first. Of two clicks at once the second waits here for what the first has written.
    ///
    /// - Parameters:
    ///   - tables: Offers or broadcasts, perhaps by a short name; nothing else with columns of their names.
    ///   - further: What else has to be the same.
    func row(
        _ columns: Query, of tables: Query, where further: Query, on transaction: PostgresConnection
    ) async throws -> PostgresRow? {
        _ = try await transaction.query(
            "SELECT pg_advisory_xact_lock(hashtextextended('istri first click', \(actor.userID ?? 0)))")
        let rows = try await transaction.query(
            """
            SELECT \(columns) FROM \(tables)
            WHERE created_by = \(actor.userID)::bigint AND created_at > now() - make_interval(secs => \(within_s))
                AND title = \(words.title) AND title_ta IS NOT DISTINCT FROM \(words.title_ta)::text
                AND description = \(words.description)
                AND description_ta IS NOT DISTINCT FROM \(words.description_ta)::text
                AND target = \(target.json)::jsonb AND \(further)
            ORDER BY id DESC LIMIT 1
            """)
        return rows.first
    }
}
