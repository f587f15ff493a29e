import Foundation
import Gateways
import Jobs
import Postgres

/// What became of an attempt.
private enum MessageEnd {
    case sent(providerID: String?)
    case waiting(String)
    case dead(String)
    case withheld(String)
}

extension Notifications {
    /// Adds the sending of messages that have a row. Those by a way that this installation doesn't have are withheld.
    package func registerMessages(in handlers: inout JobHandlers) {
        handlers.handle(SendMessageJob.self) { job, context in try await send(job, context) }
    }

    private var pool: PostgresPool { accounts.pool }

    /// Sends the message, unless it went already. A process that dies before the row says how it ended leaves it to be
    /// sent again, under the same name.
    func send(_ job: SendMessageJob, _ context: JobContext) async throws {
        switch try await MessagePermit.begin(job.messageID, on: pool) {
        case .over: return
        case .later(let date):
            try await pool.withTransaction(isolation: .readCommitted) { transaction in
                try await context.finish(on: transaction)
                try await job.enqueue(on: transaction, at: date)
            }
        case .unreadable: try await fail(job, "This version has no words for the message.")
        case .send(let message): try await deliver(message, job, context)
        }
    }

    private func deliver(_ message: OutgoingMessage, _ job: SendMessageJob, _ context: JobContext) async throws {
        do {
            guard let send = way(of: message) else {
                return try await end(
                    job, .withheld("This installation sends no messages by \(message.channel.rawValue)."))
            }
            try await end(job, .sent(providerID: send()))
        } catch DeliveryFailure.permanent(let reason) {
            try await fail(job, reason)
        } catch DeliveryFailure.temporary(let reason) {
            // A message that nobody tries to send any more doesn't wait.
            try await end(job, context.isLastAttempt ? .dead(reason) : .waiting(reason))
            throw TransientFailure(reason)
        }
    }

    /// Nil where this installation has none.
    private func way(of message: OutgoingMessage) -> (() async throws -> String?)? {
        let name = message.key.uuidString.lowercased()
        switch message.channel {
        case .inbox: return nil
        case .email:
            let text = message.content.mail(in: message.language, site: site)
            return { [mail] in
                try await mail.send(
                    MailMessage(to: message.address, subject: text.subject, text: text.text, id: message.key))
                return name
            }
        case .sms:
            guard let texts else { return nil }
            let text = message.content.text.message(to: message.address, in: message.language, key: name)
            return { try await texts.send(text) }
        case .whatsApp:
            guard let whatsApp else { return nil }
            let text = message.content.text.whatsApp(to: message.address, in: message.language, key: name)
            return { try await whatsApp.send(text) }
        }
    }

    /// It will never go: the row says so, and the job is kept for operators, who can have it tried again.
    private func fail(_ job: SendMessageJob, _ reason: String) async throws {
        try await end(job, .dead(reason))
        throw PermanentFailure(reason)
    }

    private func end(_ job: SendMessageJob, _ end: MessageEnd) async throws {
        let (status, providerID, reason): (String, String?, String?) =
            switch end {
            case .sent(let id): ("sent", id, nil)
            case .waiting(let reason): ("waiting", nil, reason)
            case .dead(let reason): ("dead", nil, reason)
            case .withheld(let reason): ("withheld", nil, reason)
            }
        _ = try await pool.withConnection { connection in
            try await connection.query("SELECT message_end(\(job.messageID), \(status), \(providerID), \(reason))")
        }
    }
}
