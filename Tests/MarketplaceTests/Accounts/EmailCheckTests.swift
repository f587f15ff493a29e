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
            try await one.notifications.send(
                SendAccountNoticeJob(userID: one.userID, notice: .emailChanged, at: Date(), email: "old@example.org"))
            #expect(one.outbox.sentMails().map(\.to) == ["old@example.org"])
            _ = try await one.pool.execute("UPDATE users SET email = NULL")
            try await one.notifications.send(
                SendAccountNoticeJob(userID: one.userID, notice: .passwordChanged, at: Date(), email: nil))
            #expect(one.outbox.sentTexts().map(\.template) == ["password_changed.ta"])
            #expect(one.outbox.sentTexts().map(\.to) == ["+919840012345"])
        }
    }
}
