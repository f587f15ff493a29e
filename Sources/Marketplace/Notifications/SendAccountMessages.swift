import Foundation
import Gateways
import Jobs

/// The messages that belong to an account. Whom they reach, and what they prove, is found out when they are sent.
extension Notifications {
    /// Nothing is sent when the address is nobody's, or so long after the question that nobody waits for the mail.
    func send(_ job: SendPasswordResetJob) async throws {
        guard -job.requestedAt.timeIntervalSinceNow < 3600, let email = EmailAddress(job.email),
            let reset = try await accounts.makePasswordReset(email)
        else { return }
        let mail = LinkMail(.passwordReset, link: "\(site)/password/reset?token=\(reset.token.text)")
        try await send(mail.text(in: reset.to.language), to: email.text)
    }

    func send(_ job: SendEmailCheckJob) async throws {
        guard let check = try await accounts.makeEmailCheck(of: job.userID) else { return }
        let mail = LinkMail(.emailCheck, link: "\(site)/email/verify?token=\(check.token.text)")
        try await send(mail.text(in: check.to.language), to: check.email)
    }

    /// A code that comes after its sender gave up would only disturb; they have asked for another one.
    func send(_ job: SendLoginCodeJob) async throws {
        guard -job.requestedAt.timeIntervalSinceNow < 600, let phone = PhoneNumber(job.phone),
            let (code, recipient) = try await accounts.makeLoginCode(phone, requestHash: job.requestHash)
        else { return }
        try await send(.loginCode(code, to: phone.text, in: recipient.language))
    }

    /// - Parameter id: Of the job.
    func send(_ job: SendAccountNoticeJob, as id: Int64) async throws {
        guard let recipient = try await accounts.recipient(job.userID) else { return }
        if let email = job.email ?? recipient.email {
            let template = MailTemplate.accountNotice(job.notice, at: job.at)
            try await send(
                template.text(in: recipient.language, site: site), to: email,
                id: JobMessageName.of(SendAccountNoticeJob.name, id, to: email))
        } else if let phone = recipient.phone, texts != nil {
            let key = JobMessageName.of(SendAccountNoticeJob.name, id, to: phone).uuidString.lowercased()
            try await send(TextTemplate.accountNotice(job.notice).message(to: phone, in: recipient.language, key: key))
        }
    }
}
