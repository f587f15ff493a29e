import Foundation
import Jobs
import Postgres

/// Something that happened to an entity and that others may have to act on: a mail, a message, a reminder.
///
/// It is stored with the change, so that both are kept or neither. A job then hands it to each subscriber at
/// least once, and the events of one entity in the order in which they happened.
package struct DomainEvent: Sendable {
    package let kind: Kind
    package let entityID: Int64
    private let payload: any Encodable & Sendable

    /// - Parameter payload: A JSON object; what subscribers need and can't read from the tables later. No personal
    ///   values, for events outlive an erased account.
    package init(_ kind: Kind, _ entityID: Int64, payload: any Encodable & Sendable = [String: String]()) {
        self.kind = kind
        self.entityID = entityID
        self.payload = payload
    }

    /// To be called after the change itself, on its transaction. Announcements about one entity wait for each
    /// other until their transactions end, so that the order of their ids is the order of their commits.
    ///
    /// - Returns: The event's id.
    @discardableResult package func announce(on transaction: PostgresConnection) async throws -> Int64 {
        let json = JSONBytes(Array(try JSONEncoder().encode(payload)))
        let rows = try await transaction.query(
            """
            WITH turn AS MATERIALIZED (
                SELECT pg_advisory_xact_lock(hashtextextended(
                    'istri event ' || \(kind.entityType)::text || ' ' || \(entityID)::bigint, 0))
            )
            INSERT INTO domain_events (kind, entity_type, entity_id, payload)
            SELECT \(kind.name), \(kind.entityType), \(entityID), \(json) FROM turn RETURNING id
            """)
        let id = try rows[0].decode(Int64.self)
        try await DeliverEventJob(eventID: id).enqueue(on: transaction)
        return id
    }
}

extension DomainEvent {
    package struct Kind: Hashable, Sendable {
        /// A noun and a verb in the past; never changes, since rows outlive versions of the program.
        package let name: String
        package let entityType: String

        package init(_ name: String, of entityType: String) {
            self.name = name
            self.entityType = entityType
        }
    }
}

extension DomainEvent.Kind {
    package static let providerRegistered = Self("provider_registered", of: "provider")
    package static let providerChanged = Self("provider_changed", of: "provider")
    package static let providerApproved = Self("provider_approved", of: "provider")
    /// An admin has looked at what the owner of an approved centre had changed, and it stays approved.
    package static let providerChangesAccepted = Self("provider_changes_accepted", of: "provider")
    /// Payload: `reason`.
    package static let providerRejected = Self("provider_rejected", of: "provider")
    /// Payload: `reason`.
    package static let providerSuspended = Self("provider_suspended", of: "provider")

    /// Of the centre, as are those below. Payload: `AreaEvent`.
    package static let serviceAreaProposed = Self("service_area_proposed", of: "provider")
    /// An admin drew it, and it is in force.
    package static let serviceAreaChanged = Self("service_area_changed", of: "provider")
    package static let serviceAreaApproved = Self("service_area_approved", of: "provider")
    package static let serviceAreaRejected = Self("service_area_rejected", of: "provider")
    /// What waited for an admin was taken back; what is in force stays so.
    package static let serviceAreaProposalWithdrawn = Self("service_area_proposal_withdrawn", of: "provider")
    package static let serviceAreaWithdrawn = Self("service_area_withdrawn", of: "provider")

    package static let userRegistered = Self("user_registered", of: "user")
    package static let userSuspended = Self("user_suspended", of: "user")
    package static let userErased = Self("user_erased", of: "user")
    package static let passwordChanged = Self("password_changed", of: "user")
}
