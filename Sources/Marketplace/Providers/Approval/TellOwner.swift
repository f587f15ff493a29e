import Jobs
import Postgres

extension EventSubscriber {
    /// Mails the owner of a centre what was decided about it, if they have an e-mail address that is theirs to
    /// be reached at.
    package static let centreMails = EventSubscriber(
        "centre_mails", of: .providerApproved, .providerRejected, .providerSuspended
    ) { event, transaction in
        let rows = try await transaction.query(
            """
            SELECT u.id, u.email, u.language, s.center_name
            FROM service_providers s JOIN users u ON u.id = s.user_id
            WHERE s.id = \(event.entityID) AND u.status = 'active' AND u.email IS NOT NULL
            """)
        guard let row = rows.first else { return }
        let (id, email, language, name) = try row.decode(Int64.self, String.self, String.self, String.self)
        let reason = try event.payload(as: [String: String].self)["reason"] ?? ""
        let template: MailTemplate? =
            switch event.kind {
            case DomainEvent.Kind.providerApproved.name: .centreApproved(centreName: name)
            case DomainEvent.Kind.providerRejected.name: .centreRejected(centreName: name, reason: reason)
            case DomainEvent.Kind.providerSuspended.name: .centreSuspended(centreName: name, reason: reason)
            default: nil
            }
        guard let template else { return }
        try await SendMailJob(
            to: email, language: Language(rawValue: language) ?? .english, template: template, userID: id
        ).enqueue(on: transaction)
    }
}
