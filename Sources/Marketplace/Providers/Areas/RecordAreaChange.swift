import Postgres

/// The payload of the events of areas, which are told of their centre, so that they come in order with its others.
package struct AreaEvent: Codable, Sendable {
    package let service_area_id: Int64
    /// The version that it is about.
    package let version: Int32
    /// Of that version, after the event.
    package let status: String
    package var reason: String?
    /// Whose account did it; nil where nobody's did, and in events that were stored before it was noted.
    package var actor_id: Int64?
}

extension ServiceArea {
    /// Writes the audit and announces what happened; after the change, on its transaction.
    ///
    /// - Parameters:
    ///   - action: A verb in the past, as in the audit.
    ///   - before: Nil for a new area.
    ///   - proposalNow: What became of a proposed change that waits no longer and was not adopted.
    func record(
        _ action: String, _ event: DomainEvent.Kind, before: StoredArea?, proposalNow: AreaStatus? = nil,
        reason: String? = nil, by actor: Actor, on transaction: PostgresConnection
    ) async throws {
        // What was changed or decided: the proposed change where there is one, also when it is no longer.
        let subject = replacement ?? shown
        var change: [String: [String?]] = [
            "status": [before?.status.rawValue, shown.status.rawValue],
            "version": [before.map { "\($0.version)" }, "\(subject.version)"],
            "kind": [before?.kind, subject.kind.rawValue],
            "area_km2": [before.map { Self.text($0.area_km2) }, Self.text(subject.area_km2)],
            "proposed_version": [before?.proposedVersion.map { "\($0)" }, replacement.map { "\($0.version)" }],
            "reason": [nil, reason],
        ].filter { $0.value[0] != $0.value[1] }
        change["provider_id"] = ["\(provider_id)", "\(provider_id)"]
        try await AuditEntry("service_area.\(action)", "service_area", id, change: change)
            .record(by: actor, on: transaction)
        let gone = proposalNow.flatMap { status in before?.proposedVersion.map { (version: $0, status: status) } }
        let payload = AreaEvent(
            service_area_id: id, version: gone?.version ?? subject.version,
            status: (gone?.status ?? subject.status).rawValue, reason: reason, actor_id: actor.userID)
        try await DomainEvent(event, provider_id, payload: payload).announce(on: transaction)
    }

    private static func text(_ km2: Double) -> String { "\((km2 * 1_000_000).rounded() / 1_000_000)" }
}
