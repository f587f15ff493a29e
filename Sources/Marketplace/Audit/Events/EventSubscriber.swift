import Postgres

/// Whoever has something to do when events of some kinds have happened.
package struct EventSubscriber: Sendable {
    /// Stands in the rows of events that it has had; never changes.
    package let name: String
    let kinds: [DomainEvent.Kind]
    let receive: @Sendable (AnnouncedEvent, PostgresConnection) async throws -> Void

    /// - Parameter receive: Runs in the transaction that notes the event as delivered, so that what it does in this
    ///   database is done once. What it does elsewhere may be done again: let a job do that, enqueued on the
    ///   connection. It gets an entity's events in their order; when it throws, it gets the same one again later.
    package init(
        _ name: String, of kinds: DomainEvent.Kind...,
        receive: @escaping @Sendable (AnnouncedEvent, PostgresConnection) async throws -> Void
    ) {
        self.name = name
        self.kinds = kinds
        self.receive = receive
    }
}
