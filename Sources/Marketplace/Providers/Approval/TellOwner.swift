import Jobs
import Postgres

extension Providers {
    /// Has the centre's owner told by mail what was decided, if they have an address.
    static func tellOwner(of id: Int64, _ decision: ProviderDecision, on transaction: PostgresConnection) async throws {
        let rows = try await transaction.query(
            """
            SELECT u.email, u.language, p.center_name FROM service_providers AS p JOIN users AS u ON u.id = p.user_id
            WHERE p.id = \(id) AND u.status = 'active' AND u.email IS NOT NULL
            """)
        guard let row = rows.first else { return }
        let (email, language, name) = try row.decode(String.self, String.self, String.self)
        let template: MailTemplate =
            switch decision {
            case .approve: .centreApproved(centreName: name)
            case .reject(let reason): .centreRejected(centreName: name, reason: reason)
            case .suspend(let reason): .centreSuspended(centreName: name, reason: reason)
            }
        try await SendMailJob(to: email, language: Language(rawValue: language) ?? .english, template: template)
            .enqueue(on: transaction)
    }
}
