import Foundation
import Gateways
import Jobs

/// Brings messages to people: what the jobs of this folder and of Accounts do when they run.
package struct Notifications: Sendable {
    let accounts: Accounts
    let mail: MailGateway
    /// Nil: this installation can't send text messages.
    let texts: TextMessageGateway?
    /// Nil: this installation can't send WhatsApp messages.
    let whatsApp: WhatsAppGateway?
    /// The public address of the site, without a slash at its end.
    let site: String

    package init(
        accounts: Accounts, mail: MailGateway, texts: TextMessageGateway?, whatsApp: WhatsAppGateway? = nil,
        site: String
    ) {
        self.accounts = accounts
        self.mail = mail
        self.texts = texts
        self.whatsApp = whatsApp
        self.site = site
    }

    /// Adds what is done for each kind of message. A refusal for good ends a job at once; other failures are tried
    /// again for about two hours. Text messages wait for a worker that can send them.
    package func register(in handlers: inout JobHandlers) {
        handlers.handle(SendMailJob.self) { job, context in
            try await send(job.template.text(in: job.language, site: site), to: job.to, id: job.messageID(context.id))
        }
        handlers.handle(SendPasswordResetJob.self) { job, _ in try await send(job) }
        handlers.handle(SendEmailCheckJob.self) { job, _ in try await send(job) }
        handlers.handle(SendAccountNoticeJob.self) { job, context in try await send(job, as: context.id) }
        guard texts != nil else { return }
        handlers.handle(SendTextJob.self) { job, context in
            try await send(job.template.message(to: job.to, in: job.language, key: job.key(context.id)))
        }
        handlers.handle(SendLoginCodeJob.self) { job, _ in try await send(job) }
    }

    /// - Parameter id: Of the mail, the same however often it is sent; nil: a new one.
    func send(_ text: MailText, to address: String, id: UUID? = nil) async throws {
        try await Self.delivering {
            try await mail.send(MailMessage(to: address, subject: text.subject, text: text.text, id: id))
        }
    }

    func send(_ message: TextMessage) async throws {
        guard let texts else { throw PermanentFailure("This installation has no way to send text messages.") }
        _ = try await Self.delivering { try await texts.send(message) }
    }

    /// Says what the gateway's failure means for a job.
    private static func delivering<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch DeliveryFailure.permanent(let reason) {
            throw PermanentFailure(reason)
        } catch DeliveryFailure.temporary(let reason) {
            throw TransientFailure(reason)
        }
    }
}
