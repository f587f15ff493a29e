import Foundation
import Gateways
import Postgres
import Testing

@testable import Marketplace

struct PasswordResetTests {
    private static let new = "a new pass phrase"
    private static let visitor = Actor(userID: nil, role: nil, address: "192.0.2.1", requestID: "r1")

    @Test func `a mailed token sets a new password, once, and ends all sessions`() async throws {
        try await Correspondence.with { one in
            try await one.session()
            let token = try await one.resetMail()
            try await one.accounts.resetPassword(token: token, to: Self.new, by: Self.visitor)
            #expect(try await one.passwordIs(Self.new))
            #expect(try await one.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL") == 0)
            #expect(try await one.count("SELECT count(*) FROM users WHERE email_verified_at IS NOT NULL") == 1)
            await #expect(throws: AccountMessageError.wrongToken) {
                try await one.accounts.resetPassword(token: token, to: "yet another phrase", by: Self.visitor)
            }
            let audit = try await one.pool.query(
                "SELECT performed_by, address FROM audit_log WHERE action = 'user.password_reset'")
            let (performedBy, address) = try #require(audit.first).decode(Int64?.self, String?.self)
            #expect((performedBy, address) == (one.userID, "192.0.2.1"))
            #expect(try await one.count("SELECT count(*) FROM jobs WHERE kind = 'account.notice'") == 1)
        }
    }

    @Test func `of two uses at one time one succeeds`() async throws {
        try await Correspondence.with { one in
            let token = try await one.resetMail()
            let results = await withTaskGroup(of: Bool.self) { group in
                for number in 1...4 {
                    group.addTask {
                        do {
                            try await one.accounts.resetPassword(
                                token: token, to: "pass phrase number \(number)", by: Self.visitor)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.filter { $0 }.count == 1)
        }
    }

    @Test func `a password that isn't good enough leaves the token good`() async throws {
        try await Correspondence.with { one in
            let token = try await one.resetMail()
            await #expect(throws: AccountError.passwordTooShort) {
                try await one.accounts.resetPassword(token: token, to: "short", by: Self.visitor)
            }
            try await one.accounts.resetPassword(token: token, to: Self.new, by: Self.visitor)
        }
    }

    @Test(arguments: [
        "UPDATE account_tokens SET created_at = created_at - interval '2 hours', expires_at = expires_at - interval '2 hours'",
        "UPDATE users SET status = 'suspended'",
        "UPDATE users SET email = 'other@example.org'",
        "UPDATE account_tokens SET purpose = 'email_check'",
    ])
    func `a token that is expired, another's, or for something else is worth nothing`(change: String) async throws {
        try await Correspondence.with { one in
            let token = try await one.resetMail()
            _ = try await one.pool.execute(Query(unsafeSQL: change))
            await #expect(throws: AccountMessageError.wrongToken) {
                try await one.accounts.resetPassword(token: token, to: Self.new, by: Self.visitor)
            }
            #expect(try await one.passwordIs(Correspondence.password))
        }
    }

    @Test func `mails sent twice are both good, but not more than five, and using one voids the others`() async throws {
        try await Correspondence.with { one in
            var tokens: [OpaqueToken] = []
            for _ in 1...7 { tokens.append(try await one.resetMail()) }
            #expect(try await one.count("SELECT count(*) FROM account_tokens") == 5)
            await #expect(throws: AccountMessageError.wrongToken) {
                try await one.accounts.resetPassword(token: tokens[0], to: Self.new, by: Self.visitor)
            }
            try await one.accounts.resetPassword(token: tokens[3], to: Self.new, by: Self.visitor)
            #expect(try await one.count("SELECT count(*) FROM account_tokens") == 0)
        }
    }

    @Test func `neither the queue nor the table of tokens holds what opens an account`() async throws {
        try await Correspondence.with { one in
            try await one.accounts.requestPasswordReset(one.email)
            let payload = try await one.pool.query("SELECT payload::text FROM jobs")[0].decode(String.self)
            #expect(payload.contains("somebody"))
            let token = try await one.resetMail()
            let row = try await one.pool.query("SELECT t::text FROM account_tokens AS t")[0].decode(String.self)
            #expect(!payload.contains(token.text) && !row.contains(token.text))
        }
    }

    @Test func `asking twice while the mail waits makes one mail, and unknown addresses make none`() async throws {
        try await Correspondence.with { one in
            try await one.accounts.requestPasswordReset(one.email)
            try await one.accounts.requestPasswordReset(one.email)
            #expect(try await one.count("SELECT count(*) FROM jobs") == 1)
            let nobody = SendPasswordResetJob(email: "nobody@example.org", requestedAt: Date())
            try await one.notifications.send(nobody)
            let late = SendPasswordResetJob(email: one.email.text, requestedAt: Date(timeIntervalSinceNow: -4000))
            try await one.notifications.send(late)
            #expect(one.outbox.sentMails().isEmpty)
        }
    }

    @Test(arguments: [(Language.english, "Set a new password"), (.tamil, "கடவுச்சொல்லை")])
    func `the mail is in its reader's language`(language: Language, words: String) async throws {
        try await Correspondence.with(language: language) { one in
            _ = try await one.resetMail()
            let mail = try #require(one.outbox.sentMails().first)
            #expect(mail.to == one.email.text)
            #expect(mail.subject.contains(words))
            #expect(mail.text.contains("https://istri.example.org/password/reset?token="))
        }
    }
}
