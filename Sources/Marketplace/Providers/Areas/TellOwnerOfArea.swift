import Jobs
import Postgres

extension EventSubscriber {
    /// Mails the owner of a centre what was decided about an area that they proposed, and when an admin has drawn over
    /// one or taken it away; not of an admin's new area, and not of what owners did themselves, admins among them.
    package static let areaMails = EventSubscriber(
        "area_mails", of: .serviceAreaApproved, .serviceAreaRejected, .serviceAreaChanged, .serviceAreaWithdrawn
    ) { event, transaction in
        let area = try event.payload(as: AreaEvent.self)
        guard let owner = try await CentreOwner.find(ofCentre: event.entityID, on: transaction) else { return }
        let (name, id) = (owner.centreName, area.service_area_id)
        let template: MailTemplate? =
            switch event.kind {
            case DomainEvent.Kind.serviceAreaApproved.name: .areaApproved(centreName: name, area: id)
            case DomainEvent.Kind.serviceAreaRejected.name:
                .areaRejected(centreName: name, area: id, reason: area.reason ?? "")
            case DomainEvent.Kind.serviceAreaChanged.name where area.version > 1:
                try await author(of: area, on: transaction) == owner.id ? nil : .areaRedrawn(centreName: name, area: id)
            case DomainEvent.Kind.serviceAreaWithdrawn.name where area.actor_id != nil && area.actor_id != owner.id:
                .areaTakenAway(centreName: name, area: id)
            default: nil
            }
        guard let template else { return }
        try await SendMailJob(to: owner.email, language: owner.language, template: template, userID: owner.id)
            .enqueue(on: transaction)
    }

    private static func author(of area: AreaEvent, on transaction: PostgresConnection) async throws -> Int64? {
        let rows = try await transaction.query(
            """
            SELECT author_id FROM service_area_versions
            WHERE area_id = \(area.service_area_id) AND version = \(area.version)
            """)
        return try rows.first?.column(0, as: Int64?.self)
    }
}
