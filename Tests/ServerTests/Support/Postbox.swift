import Foundation
import Gateways
import Jobs
import Marketplace
import Synchronization
import TestSupport
import Testing

@testable import Server

/// What the server of a test sends, done by a real worker on the real queue.
final class Postbox: Sendable {
    private struct Sent {
        var mails: [MailMessage] = []
        var texts: [TextMessage] = []
        var whatsApps: [WhatsAppMessage] = []
    }

    private let sent = Mutex(Sent())
    private let refused: [String: DeliveryFailure]

    private init(refusing refused: [String: DeliveryFailure]) { self.refused = refused }

    /// Runs `body` beside a worker that does the jobs of this server's messages. One at a time on one server, since
    /// each worker takes whatever job is there.
    ///
    /// - Parameter refused: Addresses to which no mail goes, and why.
    static func with<Result: Sendable>(
        _ server: TestServer, refusing refused: [String: DeliveryFailure] = [:],
        _ body: (Postbox) async throws -> Result
    ) async throws -> Result {
        let postbox = Postbox(refusing: refused)
        var handlers = JobHandlers()
        let notifications = postbox.notifications(
            Accounts(pool: server.pool, secrets: .test, passwords: .test))
        notifications.register(in: &handlers)
        notifications.registerMessages(in: &handlers)
        handlers.deliverEvents(pool: server.pool, to: [.centreMails, .areaMails])
        handlers.addWatches(CoverageWatches(pool: server.pool))
        handlers.tellOfBookings(pool: server.pool)
        handlers.sendBroadcasts(Broadcasts(pool: server.pool))
        let worker = JobWorker(connection: server.connection, handlers: handlers, logger: .test)
        let working = Task { try await worker.run() }
        do {
            let result = try await body(postbox)
            working.cancel()
            _ = await working.result
            return result
        } catch {
            working.cancel()
            _ = await working.result
            throw error
        }
    }

    private func notifications(_ accounts: Accounts) -> Notifications {
        Notifications(
            accounts: accounts,
            mail: MailGateway { mail in
                if let failure = self.refused[mail.to] { throw failure }
                self.sent.withLock { $0.mails.append(mail) }
            },
            texts: TextMessageGateway { text in
                self.sent.withLock { $0.texts.append(text) }
                return text.key
            },
            whatsApp: WhatsAppGateway { message in
                self.sent.withLock { $0.whatsApps.append(message) }
                return message.key
            },
            site: "https://istri.example.org")
    }

    /// The mail to this address with these words in its subject, once it has come.
    func mail(to address: String, about words: String) async throws -> MailMessage {
        try await eventually { $0.mails.last { $0.to == address && $0.subject.contains(words) } }
    }

    func text(to phone: String) async throws -> TextMessage {
        try await eventually { $0.texts.last { $0.to == phone } }
    }

    /// The token in the link of such a mail.
    func token(to address: String, about words: String) async throws -> String {
        let text = try await mail(to: address, about: words).text
        let start = try #require(text.range(of: "?token="))
        return String(text[start.upperBound...].prefix { !$0.isWhitespace })
    }

    var mails: [MailMessage] { sent.withLock { $0.mails } }
    var texts: [TextMessage] { sent.withLock { $0.texts } }
    var whatsApps: [WhatsAppMessage] { sent.withLock { $0.whatsApps } }

    private func eventually<Message>(_ find: (Sent) -> Message?) async throws -> Message {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let message = sent.withLock({ find($0) }) { return message }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try #require(sent.withLock { find($0) }, "the message never came")
    }
}
