import Jobs
import Postgres

/// Hands events to their subscribers: to each at least once, those of one entity in their order. A subscriber that
/// fails holds up the later events of that entity, for itself alone.
package struct EventDelivery: Sendable {
    let pool: PostgresPool
    let subscribers: [EventSubscriber]

    /// - Parameter subscribers: Of different names.
    package init(pool: PostgresPool, subscribers: [EventSubscriber]) {
        precondition(Set(subscribers.map(\.name)).count == subscribers.count, "two subscribers share a name")
        self.pool = pool
        self.subscribers = subscribers
    }

    /// - Throws: What the first subscriber that failed threw, after the others have been served.
    package func deliver(_ job: DeliverEventJob) async throws {
        let rows = try await pool.query(
            "SELECT entity_type, entity_id FROM domain_events WHERE id = \(job.eventID) AND delivered_at IS NULL")
        // Gone with its entity's other events that were delivered before it, or delivered with a later one.
        guard let row = rows.first else { return }
        let (type, id) = try row.decode(String.self, Int64.self)
        let entity = Entity(type: type, id: id)
        var failure: (any Error)?
        for subscriber in subscribers {
            do {
                try await serve(subscriber, entity, upTo: job.eventID)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        try await pool.execute(
            """
            UPDATE domain_events SET delivered_at = now()
            WHERE entity_type = \(type) AND entity_id = \(id) AND id <= \(job.eventID) AND delivered_at IS NULL
            """)
    }

    private struct Entity {
        let type: String
        let id: Int64
    }

    /// Each event in a transaction of its own; ends when none is left.
    private func serve(_ subscriber: EventSubscriber, _ entity: Entity, upTo last: Int64) async throws {
        while try await serveNext(subscriber, entity, upTo: last) { try Task.checkCancellation() }
    }

    /// Two workers may hold jobs about one entity: for each subscriber one goes first, and the other then sees what
    /// that has done.
    private func serveNext(_ subscriber: EventSubscriber, _ entity: Entity, upTo last: Int64) async throws -> Bool {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            _ = try await transaction.query(
                """
                SELECT pg_advisory_xact_lock(hashtextextended(
                    'istri delivery ' || \(subscriber.name)::text || ' ' || \(entity.type)::text || ' '
                        || \(entity.id)::bigint, 0))
                """)
            let rows = try await transaction.query(
                """
                SELECT id, kind, entity_id, at, payload FROM domain_events
                WHERE entity_type = \(entity.type) AND entity_id = \(entity.id) AND id <= \(last)
                  AND delivered_at IS NULL AND kind = ANY(\(subscriber.kinds.map(\.name)))
                  AND NOT \(subscriber.name)::text = ANY(delivered_to)
                ORDER BY id LIMIT 1
                """)
            guard let row = rows.first else { return false }
            let event = try AnnouncedEvent(row)
            try await subscriber.receive(event, transaction)
            try await transaction.execute(
                """
                UPDATE domain_events SET delivered_to = delivered_to || \(subscriber.name)::text
                WHERE id = \(event.id)
                """)
            return true
        }
    }
}

extension JobHandlers {
    /// - Parameter subscribers: All that there are; an event that nobody subscribes to counts as delivered.
    package mutating func deliverEvents(pool: PostgresPool, to subscribers: [EventSubscriber]) {
        let delivery = EventDelivery(pool: pool, subscribers: subscribers)
        handle(DeliverEventJob.self) { job, _ in try await delivery.deliver(job) }
    }
}
