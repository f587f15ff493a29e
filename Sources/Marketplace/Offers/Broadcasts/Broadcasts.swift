import Foundation
import Jobs
import Postgres

/// Everything that is done with broadcasts.
package struct Broadcasts: Sendable {
    package let pool: PostgresPool
    /// People whose messages are written in one transaction, and messages that may wait at one time.
    package var batch: Int32 = 200

    package init(pool: PostgresPool) { self.pool = pool }

    /// How many it would reach; writes nothing.
    ///
    /// - Throws: What the target's `stored` throws.
    package func reach(_ new: NewBroadcast) async throws -> BroadcastReach {
        try await Self.reach(of: try await new.target.stored(in: pool), by: new.channels, on: pool)
    }

    /// Has it sent by jobs.
    ///
    /// - Parameter sameClick_s: The very same by the same person, so many seconds ago at most, was the first click of two,
    ///   and is given in its place. Nil: it is sent in any case.
    /// - Throws: What the target's `stored` throws.
    package func send(_ new: NewBroadcast, sameClick_s: Double? = nil, by actor: Actor) async throws -> Broadcast {
        let target = try await new.target.stored(in: pool)
        return try await pool.withTransaction(isolation: .readCommitted) { transaction in
            if let sameClick_s {
                let click = FirstClick(words: new.words, target: target, within_s: sameClick_s, actor: actor)
                if let known = try await Self.sent(new, by: click, on: transaction) {
                    return try await Self.find(known, on: transaction)
                }
            }
            let reach = try await Self.reach(of: target, by: new.channels, on: transaction)
            let rows = try await transaction.query(
                """
                INSERT INTO broadcasts (title, title_ta, description, description_ta, target, target_pincodes, channels,
                    starts_at, recipients, created_by)
                VALUES (\(new.words.title), \(new.words.title_ta), \(new.words.description),
                    \(new.words.description_ta), \(target.json)::jsonb, \(target.pincodes)::integer[],
                    \(Self.names(new.channels)),
                    coalesce(\(new.startsAt), now()), \(reach.recipients), \(actor.userID))
                RETURNING id
                """)
            let id = try rows[0].decode(Int64.self)
            try await SendBroadcastJob(broadcastID: id).begin(at: new.startsAt, on: transaction)
            try await AuditEntry(
                "broadcast.created", "broadcast", id, change: ["recipients": [nil, String(reach.recipients)]]
            ).record(by: actor, on: transaction)
            return try await Self.find(id, on: transaction)
        }
    }

    private static func sent(
        _ new: NewBroadcast, by click: FirstClick, on transaction: PostgresConnection
    ) async throws -> Int64? {
        let row = try await click.row(
            "id", of: "broadcasts",
            where: """
                channels = \(names(new.channels))::text[] AND status <> 'stopped'
                    AND starts_at = coalesce(\(new.startsAt)::timestamptz, created_at)
                """,
            on: transaction)
        return try row?.decode(Int64.self)
    }

    private static func names(_ channels: Set<MessageChannel>) -> [String] { channels.map(\.rawValue).sorted() }

    private static func reach(
        of target: StoredTarget, by channels: Set<MessageChannel>, on database: some PostgresQueryable
    ) async throws -> BroadcastReach {
        let rows = try await database.query(
            """
            SELECT targeted, recipients
            FROM target_reach(\(target.json)::jsonb, \(target.pincodes)::integer[], \(names(channels))::text[])
            """)
        let (targeted, recipients) = try rows[0].decode(Int32.self, Int32.self)
        return BroadcastReach(targeted: targeted, recipients: recipients)
    }

    /// The latest first.
    package func list(before: Int64?, limit: Int) async throws -> Page<Broadcast, Int64> {
        let rows = try await pool.query(
            """
            SELECT \(Broadcast.columns) FROM \(Broadcast.tables)
            WHERE b.id < \(before ?? .max) ORDER BY b.id DESC LIMIT \(limit + 1)
            """)
        return Page(try rows.map(Broadcast.init), limit: limit) { $0.id }
    }

    /// - Throws: `OfferError.unknownBroadcast`.
    package func broadcast(_ id: Int64) async throws -> Broadcast { try await Self.find(id, on: pool) }

    private static func find(_ id: Int64, on database: some PostgresQueryable) async throws -> Broadcast {
        let rows = try await database.query(
            "SELECT \(Broadcast.columns) FROM \(Broadcast.tables) WHERE b.id = \(id)")
        guard let row = rows.first else { throw OfferError.unknownBroadcast }
        return try Broadcast(row)
    }

    /// What an admin does to a broadcast that is on its way.
    package enum Step: String, CaseIterable, Sendable {
        case pause, resume, stop

        fileprivate var from: [BroadcastStatus] {
            switch self {
            case .pause: [.sending]
            case .resume: [.paused]
            // What is written and waits is held back too.
            case .stop: [.sending, .paused, .done]
            }
        }

        fileprivate var to: BroadcastStatus {
            switch self {
            case .pause: .paused
            case .resume: .sending
            case .stop: .stopped
            }
        }
    }

    /// - Throws: `OfferError.unknownBroadcast`, `.illegalStep`.
    package func take(_ step: Step, _ id: Int64, by actor: Actor) async throws -> Broadcast {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            let moved = try await transaction.execute(
                """
                UPDATE broadcasts SET status = \(step.to.rawValue),
                    finished_at = CASE WHEN \(step == .stop) THEN coalesce(finished_at, now()) END
                WHERE id = \(id) AND status = ANY (\(step.from.map(\.rawValue)))
                """)
            let broadcast = try await Self.find(id, on: transaction)
            guard moved == 1 else { throw OfferError.illegalStep(from: broadcast.status) }
            if step == .resume { try await SendBroadcastJob(broadcastID: id).begin(at: nil, on: transaction) }
            try await AuditEntry("broadcast.\(step.to.rawValue)", "broadcast", id).record(by: actor, on: transaction)
            return broadcast
        }
    }
}
