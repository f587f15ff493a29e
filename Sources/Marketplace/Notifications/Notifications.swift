import Gateways
import Jobs

/// Brings messages to people: what the jobs of this folder and of Accounts do when they run.
package struct Notifications: Sendable {
    let accounts: Accounts
    let mail: MailGateway
    /// Nil: this installation can't send text messages.
    let texts: TextMessageGateway?
    /// The public address of the site, without a slash at its end.
    let site: String

    package init(accounts: Accounts, mail: MailGateway, texts: TextMessageGateway?, site: String) {
        self.accounts = accounts
        self.mail = mail
        self.texts = texts
        self.site = site
    }

    /// Adds what is done for each kind of message. A refusal for good ends a job at once; other failures are tried
    /// again for about two hours. Text messages wait for a worker that can send them.
    package func register(in handlers: inout JobHandlers) {
        handlers.handle(SendMailJob.self) { job, _ in
            try await send(job.template.text(in: job.language, site: site), to: job.to)
        }
        handlers.handle(SendPasswordResetJob.self) { job, _ in try await send(job) }
        handlers.handle(SendEmailCheckJob.self) { job, _ in try await send(job) }
        handlers.handle(SendAccountNoticeJob.self) { job, _ in try await send(job) }
        guard texts != nil else { return }
        handlers.handle(SendTextJob.self) { job, _ in
            try await send(job.template.message(to: job.to, in: job.language))
        }
        handlers.handle(SendLoginCodeJob.self) { job, _ in try await send(job) }
    }

    func send(_ text: MailText, to address: String) async throws {
        try await Self.delivering {
            try await mail.send(MailMessage(to: address, subject: text.subject, text: text.text))
        }
    }

    func send(_ message: TextMessage) async throws {
        guard let texts else { throw PermanentFailure("This installation has no way to send text messages.") }
        try await Self.delivering { try await texts.send(message) }
    }

    /// Says what the gateway's failure means for a job.
    private static func delivering(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch DeliveryFailure.permanent(let reason) {
            throw PermanentFailure(reason)
        } catch DeliveryFailure.temporary(let reason) {
            throw TransientFailure(reason)
        }
    }
}
