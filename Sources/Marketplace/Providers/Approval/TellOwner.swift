import Jobs
import Postgres

extension EventSubscriber {
    /// Mails the owner of a centre what was decided about it, if they have an e-mail address that is theirs to
    /// be reached at.
    package static let centreMails = EventSubscriber(
        "centre_mails", of: .providerApproved, .providerRejected, .providerSuspended
    ) { event, transaction in
        guard let owner = try await CentreOwner.find(ofCentre: event.entityID, on: transaction) else { return }
        let name = owner.centreName
        let reason = try event.payload(as: [String: String].self)["reason"] ?? ""
        let template: MailTemplate? =
            switch event.kind {
            case DomainEvent.Kind.providerApproved.name: .centreApproved(centreName: name)
            case DomainEvent.Kind.providerRejected.name: .centreRejected(centreName: name, reason: reason)
            case DomainEvent.Kind.providerSuspended.name: .centreSuspended(centreName: name, reason: reason)
            default: nil
            }
        guard let template else { return }
        try await SendMailJob(to: owner.email, language: owner.language, template: template, userID: owner.id)
            .enqueue(on: transaction)
    }
}

/// Whom mails about a centre go to.
struct CentreOwner: Sendable {
    let id: Int64
    let email: String
    let language: Language
    let centreName: String

    /// Nil when there is nobody to be reached by mail.
    static func find(ofCentre id: Int64, on transaction: PostgresConnection) async throws -> CentreOwner? {
        let rows = try await transaction.query(
            """
            SELECT u.id, u.email, u.language, s.center_name
            FROM service_providers s JOIN users u ON u.id = s.user_id
            WHERE s.id = \(id) AND u.status = 'active' AND u.email IS NOT NULL
            """)
        guard let row = rows.first else { return nil }
        let (user, email, language, name) = try row.decode(Int64.self, String.self, String.self, String.self)
        return CentreOwner(
            id: user, email: email, language: Language(rawValue: language) ?? .english, centreName: name)
    }
}
