import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// What a thief of the password can try, and what the owner can do.
@Suite struct SecondFactorTests {
    private let clock = TestClock(Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded()))

    /// Somebody with a second factor, and the app that shows its codes.
    private func withFactor(
        _ body: (Accounts, SignedInUser, TOTP, _ recovery: [String]) async throws -> Void
    ) async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts.node(pool, clock)
            let user = try await signedInUser(.dispatcher, on: pool)
            let secret = try await accounts.startSecondFactor(of: user, password: nil, by: .system)
            let app = try TOTP(base32: secret.text)
            let codes = try await accounts.confirmSecondFactor(of: user, code: code(of: app), by: .system)
            clock.advance(by: 60)
            try await body(accounts, try await again(user, pool), app, codes)
        }
    }

    private func code(of app: TOTP) -> String { app.code(step: TOTP.step(at: clock.now)) }

    private func again(_ user: SignedInUser, _ pool: PostgresPool) async throws -> SignedInUser {
        try #require(try await SignedInUser.find(sessionID: user.sessionID, on: pool))
    }

    /// As at sign-in. Nil: let in.
    private func refusal(_ accounts: Accounts, _ user: SignedInUser, _ code: String?) async throws -> SecondFactorError?
    {
        do {
            try await accounts.pool.withConnection {
                try await accounts.checkSecondFactor(of: user.id, role: user.role, code: code, on: $0)
            }
            return nil
        } catch let error as SecondFactorError {
            return error
        }
    }

    private func wrong(_ app: TOTP) -> String {
        let good = (-2...2).map { app.code(step: TOTP.step(at: clock.now) + $0) }
        return ["000000", "111111", "222222", "333333", "444444", "555555"].first { !good.contains($0) } ?? ""
    }

    @Test func `without a second factor nothing is asked`() async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts.node(pool, clock)
            let user = try await signedInUser(on: pool)
            #expect(try await refusal(accounts, user, nil) == nil)
            #expect(try await refusal(accounts, user, "123456") == nil)
            _ = try await accounts.startSecondFactor(of: user, password: nil, by: .system)
            #expect(try await refusal(accounts, user, nil) == nil, "not confirmed yet")
            #expect(try await again(user, pool).hasSecondFactor == false)
        }
    }

    @Test func `with one, its code is asked and good once`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            #expect(user.hasSecondFactor)
            let withoutCode = try await refusal(accounts, user, nil)
            #expect(withoutCode == .required)
            #expect(try await refusal(accounts, user, wrong(app)) == .wrong)
            #expect(try await refusal(accounts, user, "") == .wrong)
            let good = code(of: app)
            #expect(try await refusal(accounts, user, good) == nil)
            #expect(try await refusal(accounts, user, good) == .wrong)
            clock.advance(by: 30)
            #expect(try await refusal(accounts, user, good) == .wrong)
            #expect(try await refusal(accounts, user, code(of: app)) == nil)
        }
    }

    @Test func `of many uses of one code at once a single one is let in`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            let good = code(of: app)
            let letIn = try await withThrowingTaskGroup(of: SecondFactorError?.self) { group in
                for _ in 0..<8 { group.addTask { try await self.refusal(accounts, user, good) } }
                return try await group.reduce(0) { $1 == nil ? $0 + 1 : $0 }
            }
            #expect(letIn == 1)
        }
    }

    @Test func `another's code doesn't fit`() async throws {
        try await withFactor { (accounts, user, app, recovery) async throws in
            let other = try await signedInUser(on: accounts.pool)
            let secret = try await accounts.startSecondFactor(of: other, password: nil, by: .system)
            let theirs = try TOTP(base32: secret.text)
            _ = try await accounts.confirmSecondFactor(of: other, code: code(of: theirs), by: .system)
            clock.advance(by: 60)
            #expect(try await refusal(accounts, user, code(of: theirs)) == .wrong)
            #expect(try await refusal(accounts, other, recovery[0]) == .wrong)
            #expect(try await refusal(accounts, user, recovery[0]) == nil)
        }
    }

    @Test func `a secret moved to another account opens nothing`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            let thief = try await signedInUser(on: accounts.pool)
            try await accounts.pool.execute(
                """
                INSERT INTO second_factors (user_id, sealed_secret, confirmed_at)
                SELECT \(thief.id)::bigint, sealed_secret, now() FROM second_factors WHERE user_id = \(user.id)
                """)
            await #expect(throws: SecretBoxError.unreadable) { try await refusal(accounts, thief, code(of: app)) }
        }
    }

    @Test func `after wrong codes the pause grows, for the right code too, and ends by itself`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            for _ in 0..<5 { #expect(try await refusal(accounts, user, wrong(app)) == .wrong) }
            var pauses: [Int] = []
            for _ in 0..<12 {
                guard case .blocked(let seconds)? = try await refusal(accounts, user, code(of: app)) else {
                    Issue.record("not blocked")
                    return
                }
                pauses.append(seconds)
                clock.advance(by: Double(seconds))
                #expect(try await refusal(accounts, user, wrong(app)) == .wrong)
            }
            #expect(pauses == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600])
            clock.advance(by: 3600)
            #expect(try await refusal(accounts, user, code(of: app)) == nil)
            clock.advance(by: 60)
            for _ in 0..<4 { #expect(try await refusal(accounts, user, wrong(app)) == .wrong) }
            #expect(try await refusal(accounts, user, code(of: app)) == nil, "counted anew")
        }
    }

    @Test func `guesses at the same time are counted one by one`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            let guess = wrong(app)
            let looked = try await withThrowingTaskGroup(of: SecondFactorError?.self) { group in
                for _ in 0..<40 { group.addTask { try await self.refusal(accounts, user, guess) } }
                return try await group.reduce(0) { $1 == .wrong ? $0 + 1 : $0 }
            }
            #expect(looked == 5)
        }
    }

    @Test func `a recovery code is good once, and while others are refused`() async throws {
        try await withFactor { (accounts, user, app, recovery) async throws in
            #expect(recovery.count == 10 && Set(recovery).count == 10)
            for _ in 0..<6 { _ = try await refusal(accounts, user, wrong(app)) }
            #expect(try await refusal(accounts, user, recovery[0].lowercased()) == nil)
            #expect(try await refusal(accounts, user, recovery[0]) == .wrong)
            #expect(try await refusal(accounts, user, code(of: app)) == nil, "the owner is back")
            let status = try await accounts.secondFactorStatus(of: user)
            #expect(status == SecondFactorStatus(isActive: true, isRequired: false, recoveryCodesLeft: 9))
            let audit = try await accounts.pool.query(
                "SELECT performed_by, role FROM audit_log WHERE action = 'user.recovery_code_used'")
            try #require(audit.count == 1)
            let (by, role) = try audit[0].decode(Int64?.self, String?.self)
            #expect(by == user.id && role == "dispatcher")
        }
    }

    @Test func `of many uses of one recovery code a single one is let in`() async throws {
        try await withFactor { (accounts, user, _, recovery) async throws in
            let letIn = try await withThrowingTaskGroup(of: SecondFactorError?.self) { group in
                for _ in 0..<8 { group.addTask { try await self.refusal(accounts, user, recovery[3]) } }
                return try await group.reduce(0) { $1 == nil ? $0 + 1 : $0 }
            }
            #expect(letIn == 1)
        }
    }

    @Test func `new recovery codes replace the old ones`() async throws {
        try await withFactor { (accounts, user, app, old) async throws in
            let new = try await accounts.renewRecoveryCodes(of: user, password: nil, code: code(of: app), by: .system)
            #expect(new.count == 10 && Set(new).isDisjoint(with: old))
            #expect(try await refusal(accounts, user, old[0]) == .wrong)
            #expect(try await refusal(accounts, user, new[0]) == nil)
        }
    }

    @Test func `removing it takes a code, and then none is asked`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            await #expect(throws: SecondFactorError.wrongCode) {
                try await accounts.removeSecondFactor(of: user, password: nil, code: wrong(app), by: .system)
            }
            try await accounts.removeSecondFactor(of: user, password: nil, code: code(of: app), by: .system)
            #expect(try await refusal(accounts, user, nil) == nil)
            let now = try await again(user, accounts.pool)
            await #expect(throws: SecondFactorError.notSetUp) {
                try await accounts.removeSecondFactor(of: now, password: nil, code: code(of: app), by: .system)
            }
        }
    }

    @Test func `the owner is told of both, and the audit knows who did it`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            let actor = Actor(userID: user.id, role: user.role, address: "192.0.2.7", requestID: "r-1")
            try await accounts.removeSecondFactor(of: user, password: nil, code: code(of: app), by: actor)
            let told = try await accounts.pool.query(
                "SELECT payload ->> 'notice' FROM jobs WHERE kind = 'account.notice' ORDER BY id")
            #expect(
                try told.map { try $0.column(0, as: String?.self) } == ["second_factor_added", "second_factor_removed"])
            let audit = try await accounts.pool.query("SELECT action, address FROM audit_log ORDER BY id")
            let lines = try audit.map { row in
                "\(try row.column(0, as: String.self)) \(try row.column(1, as: String?.self) ?? "-")"
            }
            #expect(
                lines == [
                    "user.second_factor_started -", "user.second_factor_added -",
                    "user.second_factor_removed 192.0.2.7",
                ])
        }
    }

    @Test func `setting one up and removing it end the user's other sessions`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            try await accounts.pool.execute(
                """
                INSERT INTO sessions (user_id, cookie_hash, expires_at)
                VALUES (\(user.id), '\\x01', now() + interval '1 day')
                """)
            try await accounts.removeSecondFactor(of: user, password: nil, code: code(of: app), by: .system)
            let rows = try await accounts.pool.query(
                "SELECT id FROM sessions WHERE user_id = \(user.id) AND ended_at IS NULL")
            #expect(try rows.map { try $0.column(0, as: Int64.self) } == [user.sessionID])
        }
    }

    @Test func `a factor in force can't be started or confirmed over`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            let code = code(of: app)
            let before = try await signedInState(user, hasSecondFactor: false)
            for user in [user, before] {
                await #expect(throws: SecondFactorError.inUse) {
                    try await accounts.startSecondFactor(of: user, password: nil, by: .system)
                }
            }
            await #expect(throws: SecondFactorError.notStarted) {
                try await accounts.confirmSecondFactor(of: before, code: code, by: .system)
            }
            #expect(try await refusal(accounts, user, code) == nil)
        }
    }

    /// As a request that was read before another one put the factor in force.
    private func signedInState(_ user: SignedInUser, hasSecondFactor: Bool) async throws -> SignedInUser {
        SignedInUser(
            id: user.id, name: user.name, role: user.role, language: user.language, sessionID: user.sessionID,
            signedInAt: user.signedInAt, lastSeenAt: user.lastSeenAt, hasSecondFactor: hasSecondFactor)
    }

    @Test func `only the newest secret can be confirmed, and only by its code`() async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts.node(pool, clock)
            let user = try await signedInUser(on: pool)
            await #expect(throws: SecondFactorError.notStarted) {
                try await accounts.confirmSecondFactor(of: user, code: "123456", by: .system)
            }
            let old = try TOTP(base32: try await accounts.startSecondFactor(of: user, password: nil, by: .system).text)
            let new = try TOTP(base32: try await accounts.startSecondFactor(of: user, password: nil, by: .system).text)
            #expect(old.secret != new.secret && new.secret.count == 20)
            await #expect(throws: SecondFactorError.wrongCode) {
                try await accounts.confirmSecondFactor(of: user, code: code(of: old), by: .system)
            }
            #expect(try await accounts.confirmSecondFactor(of: user, code: code(of: new), by: .system).count == 10)
        }
    }

    @Test func `an old sign-in alone starts nothing`() async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts.node(pool, clock)
            let user = try await signedInUser(on: pool)
            try await pool.execute("UPDATE sessions SET created_at = now() - interval '16 minutes'")
            await #expect(throws: SecondFactorError.signInAgain) {
                try await accounts.startSecondFactor(of: again(user, pool), password: nil, by: .system)
            }
        }
    }

    @Test func `secret and codes are not readable in the database`() async throws {
        try await withFactor { (accounts, user, app, recovery) async throws in
            let text = try await accounts.pool.query(
                """
                SELECT (SELECT json_agg(f)::text FROM second_factors AS f)
                    || (SELECT json_agg(c)::text FROM recovery_codes AS c)
                """)[0].decode(String.self)
            #expect(!text.contains(app.secret.map { String(format: "%02x", $0) }.joined()))
            #expect(!text.contains(Base32.text(app.secret)))
            for code in recovery { #expect(!text.contains(code)) }
        }
    }

    @Test func `a secret sealed by a key that has been replaced is sealed anew when it is used`() async throws {
        try await withFactor { (accounts, user, app, _) async throws in
            let key = try #require(MasterKeys([UInt8](repeating: 9, count: 32)))
            let renewed = Accounts.node(accounts.pool, clock, secrets: SecretBox(key.adding(older: .test)))
            #expect(try await refusal(renewed, user, code(of: app)) == nil)
            clock.advance(by: 30)
            let without = Accounts.node(accounts.pool, clock, secrets: SecretBox(key))
            #expect(try await refusal(without, user, code(of: app)) == nil)
            clock.advance(by: 30)
            await #expect(throws: SecretBoxError.sealedWithAnotherKey) {
                try await refusal(accounts, user, code(of: app))
            }
        }
    }

    @Test func `inside a transaction, which could take the count back, nothing is checked`() async throws {
        try await withFactor { (accounts, user, app, recovery) async throws in
            for code in [wrong(app), code(of: app), recovery[0]] {
                await #expect(throws: PostgresError.self) {
                    try await accounts.pool.withTransaction {
                        try await accounts.checkSecondFactor(of: user.id, role: user.role, code: code, on: $0)
                    }
                }
            }
        }
    }

    @Test func `an administrator removes another's, never their own`() async throws {
        try await withFactor { (accounts, user, _, _) async throws in
            let admin = try await signedInUser(.admin, on: accounts.pool)
            let actor = Actor(userID: admin.id, role: .admin, address: nil, requestID: nil)
            let oneself = Actor(userID: user.id, role: .admin, address: nil, requestID: nil)
            await #expect(throws: SecondFactorError.ownAccount) {
                try await accounts.removeSecondFactor(ofOther: user.id, by: oneself)
            }
            try await accounts.removeSecondFactor(ofOther: user.id, by: actor)
            #expect(try await refusal(accounts, user, nil) == nil)
            #expect(try await SignedInUser.find(sessionID: user.sessionID, on: accounts.pool) == nil)
            await #expect(throws: SecondFactorError.notSetUp) {
                try await accounts.removeSecondFactor(ofOther: user.id, by: actor)
            }
        }
    }
}

extension TOTP {
    fileprivate init(base32: String) throws { self.init(secret: try #require(base32Decoded(base32))) }
}
