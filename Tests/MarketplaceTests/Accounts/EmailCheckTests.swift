import Foundation
import Gateways
import Postgres
import Testing

@testable import Marketplace

struct EmailCheckTests {
    private static let visitor = Actor(userID: nil, role: nil, address: "192.0.2.1", requestID: "r1")

    @Test func `a mailed token verifies the address, once`() async throws {
        try await Correspondence.with { one in
            try await one.notifications.send(SendEmailCheckJob(userID: one.userID))
            let token = try one.outbox.lastToken()
            try await one.accounts.verifyEmail(token: token, by: Self.visitor)
            #expect(try await one.count("SELECT count(*) FROM users WHERE email_verified_at IS NOT NULL") == 1)
            #expect(try await one.count("SELECT count(*) FROM audit_log WHERE action = 'user.email_verified'") == 1)
            await #expect(throws: AccountMessageError.wrongToken) {
                try await one.accounts.verifyEmail(token: token, by: Self.visitor)
            }
        }
    }

    @Test func `a token proves the address it was sent to, not the one that came after`() async throws {
        try await Correspondence.with { one in
            try await one.notifications.send(SendEmailCheckJob(userID: one.userID))
            let token = try one.outbox.lastToken()
            _ = try await one.pool.execute("UPDATE users SET email = 'victim@example.org'")
            await #expect(throws: AccountMessageError.wrongToken) {
                try await one.accounts.verifyEmail(token: token, by: Self.visitor)
            }
        }
    }

    @Test func `a token for a password doesn't verify an address`() async throws {
        try await Correspondence.with { one in
            let token = try await one.resetMail()
            await #expect(throws: AccountMessageError.wrongToken) {
                try await one.accounts.verifyEmail(token: token, by: Self.visitor)
            }
        }
    }

    @Test func `what is verified, or has no address, needs no mail`() async throws {
        try await Correspondence.with { one in
            try await one.accounts.requestEmailCheckAgain(of: one.userID)
            #expect(try await one.count("SELECT count(*) FROM jobs") == 1)
            _ = try await one.pool.execute("UPDATE users SET email_verified_at = now()")
            await #expect(throws: AccountMessageError.emailAlreadyVerified) {
                try await one.accounts.requestEmailCheckAgain(of: one.userID)
            }
            try await one.notifications.send(SendEmailCheckJob(userID: one.userID))
            _ = try await one.pool.execute("UPDATE users SET email = NULL, email_verified_at = NULL")
            await #expect(throws: AccountMessageError.noEmail) {
                try await one.accounts.requestEmailCheckAgain(of: one.userID)
            }
            try await one.notifications.send(SendEmailCheckJob(userID: one.userID))
            #expect(one.outbox.sentMails().isEmpty)
        }
    }

    @Test func `a notice goes to the address that was replaced, or by text message where there is none`() async throws {
        try await Correspondence.with(language: .tamil) { one in
            let moved = SendAccountNoticeJob(
                userID: one.userID, notice: .emailChanged, at: Date(), email: "old@example.org")
            // The second time as after a crash; and another change.
            for job in [7, 7, 8] as [Int64] { try await one.notifications.send(moved, as: job) }
            let mails = one.outbox.sentMails()
            #expect(mails.map(\.to) == Array(repeating: "old@example.org", count: 3))
            #expect(mails[0].id != nil && mails[0].id == mails[1].id && mails[0].id != mails[2].id)
            _ = try await one.pool.execute("UPDATE users SET email = NULL")
            let changed = SendAccountNoticeJob(userID: one.userID, notice: .passwordChanged, at: Date(), email: nil)
            for _ in 0..<2 { try await one.notifications.send(changed, as: 9) }
            let texts = one.outbox.sentTexts()
            #expect(texts.map(\.template) == ["password_changed.ta", "password_changed.ta"])
            #expect(texts.allSatisfy { $0.to == "+919840012345" })
            #expect(texts[0].key != nil && texts[0].key == texts[1].key)
        }
    }
}
