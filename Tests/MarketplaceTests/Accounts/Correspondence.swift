import Foundation
import Gateways
import Jobs
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Marketplace

/// Keeps what was sent.
final class Outbox: Sendable {
    private let mails = Mutex<[MailMessage]>([])
    private let texts = Mutex<[TextMessage]>([])

    var mail: MailGateway { MailGateway { message in self.mails.withLock { $0.append(message) } } }
    var text: TextMessageGateway {
        TextMessageGateway { message in
            self.texts.withLock { $0.append(message) }
            return message.key
        }
    }

    func sentMails() -> [MailMessage] { mails.withLock { $0 } }
    func sentTexts() -> [TextMessage] { texts.withLock { $0 } }

    /// The token in the last mail's link.
    func lastToken() throws -> OpaqueToken {
        let text = try #require(sentMails().last?.text)
        let start = try #require(text.range(of: "?token="))
        return try #require(OpaqueToken(text[start.upperBound...].prefix { !$0.isWhitespace }))
    }

    func lastCode() throws -> String {
        try #require(sentTexts().last?.variables.first { $0.name == "code" }?.value)
    }
}

/// Somebody with an account, and the ways to write to them.
struct Correspondence {
    let accounts: Accounts
    let outbox = Outbox()
    let userID: Int64
    let email: EmailAddress
    let phone: PhoneNumber
    let notifications: Notifications

    var pool: PostgresPool { accounts.pool }

    static func with(
        language: Language = .english, _ body: (Correspondence) async throws -> Void
    ) async throws {
        try await withDatabase(.schema) { pool in
            var accounts = Accounts(pool: pool, secrets: .test, passwords: PasswordHasher(cost: 4, threads: 1))
            accounts.sendsTextMessages = true
            let correspondence = try await Correspondence(accounts, language)
            try await body(correspondence)
        }
    }

    private init(_ accounts: Accounts, _ language: Language) async throws {
        self.accounts = accounts
        email = EmailAddress("somebody@example.org")!
        phone = PhoneNumber("98400 12345")!
        let hash = try await accounts.passwords.hash(Self.password)
        let rows = try await accounts.pool.withConnection { [email, phone] connection in
            try await connection.query(
                """
                INSERT INTO users (name, email, phone, role, language, password_hash)
                VALUES ('Somebody', \(email.text), \(phone.text), 'customer', \(language.rawValue), \(hash)) RETURNING id
                """)
        }
        userID = try rows[0].decode(Int64.self)
        notifications = Notifications(
            accounts: accounts, mail: outbox.mail, texts: outbox.text, site: "https://istri.example.org")
    }

    static let password = "an old pass phrase"

    func resetMail() async throws -> OpaqueToken {
        try await notifications.send(SendPasswordResetJob(email: email.text, requestedAt: Date()))
        return try outbox.lastToken()
    }

    func code(for request: OpaqueToken? = nil) async throws -> String {
        try await notifications.send(
            SendLoginCodeJob(phone: phone.text, requestedAt: Date(), requestHash: request?.text.sha256))
        return try outbox.lastCode()
    }

    func passwordIs(_ password: String) async throws -> Bool {
        let hash = try await pool.query("SELECT password_hash FROM users WHERE id = \(userID)")[0].decode(String.self)
        return try await accounts.passwords.matches(password, hash)
    }

    func count(_ query: Query) async throws -> Int { try await pool.query(query)[0].decode(Int.self) }

    func session() async throws {
        try await pool.withTransaction { transaction in
            _ = try await accounts.openSession(for: userID, userAgent: nil, address: nil, on: transaction)
        }
    }
}
