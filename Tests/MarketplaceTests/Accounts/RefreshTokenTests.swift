import Foundation
import Postgres
import TestSupport
import Testing

@testable import Marketplace

@Suite struct RefreshTokenTests {
    private let clock = TestClock(Date())
    private let actor = Actor(userID: nil, role: nil, address: "192.0.2.7", requestID: "r-1")

    private func withGrant(
        _ body: (Accounts, SignedInUser, TokenGrant) async throws -> Void
    ) async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts.node(pool, clock)
            let user = try await signedInUser(on: pool)
            try await accounts.rotateSigningKeys()
            let grant = try await pool.withTransaction { try await accounts.grantTokens(for: user, on: $0) }
            try await body(accounts, user, grant)
        }
    }

    private func endReason(_ accounts: Accounts, _ user: SignedInUser) async throws -> String? {
        let rows = try await accounts.pool.query("SELECT end_reason FROM sessions WHERE id = \(user.sessionID)")
        return try rows[0].column(0, as: String?.self)
    }

    @Test func `a refresh token gives new tokens of the same session`() async throws {
        try await withGrant { (accounts, user, grant) async throws in
            #expect(grant.expiresIn == 900)
            var last = grant
            for _ in 0..<5 {
                let next = try await accounts.refreshTokens(with: last.refreshToken, by: actor)
                #expect(next.refreshToken != last.refreshToken && next.accessToken != last.accessToken)
                #expect(try await accounts.user(accessToken: next.accessToken)?.sessionID == user.sessionID)
                last = next
            }
            #expect(try await accounts.user(accessToken: grant.accessToken)?.id == user.id)
            #expect(try await endReason(accounts, user) == nil)
        }
    }

    @Test func `a token that comes again ends its family, and the audit says so`() async throws {
        try await withGrant { (accounts, user, grant) async throws in
            let next = try await accounts.refreshTokens(with: grant.refreshToken, by: actor)
            for _ in 0..<2 {
                await #expect(throws: TokenError.refreshTokenReused) {
                    try await accounts.refreshTokens(with: grant.refreshToken, by: actor)
                }
            }
            #expect(try await endReason(accounts, user) == "refresh_token_reused")
            #expect(try await accounts.user(accessToken: next.accessToken) == nil)
            await #expect(throws: TokenError.refreshTokenNotInForce) {
                try await accounts.refreshTokens(with: next.refreshToken, by: actor)
            }
            let audit = try await accounts.pool.query(
                "SELECT action, entity_id, performed_by, address, request_id FROM audit_log")
            try #require(audit.count == 1)
            let (action, session, by, address, request) = try audit[0].decode(
                String.self, Int64.self, Int64?.self, String?.self, String?.self)
            #expect(action == "session.refresh_token_reused" && session == user.sessionID && by == nil)
            #expect(address == "192.0.2.7" && request == "r-1")
        }
    }

    @Test func `of many that come together one wins, and the family ends`() async throws {
        try await withGrant { (accounts, user, grant) async throws in
            let outcomes = await withTaskGroup(of: Result<TokenGrant, any Error>.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do {
                            return .success(try await accounts.refreshTokens(with: grant.refreshToken, by: self.actor))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let wins = outcomes.compactMap { try? $0.get() }
            #expect(wins.count == 1)
            for case .failure(let error) in outcomes { #expect(error as? TokenError == .refreshTokenReused) }
            let reason = try await endReason(accounts, user)
            #expect(reason == "refresh_token_reused")
            for win in wins { #expect(try await accounts.user(accessToken: win.accessToken) == nil) }
        }
    }

    @Test func `another family goes on`() async throws {
        try await withGrant { (accounts, user, grant) async throws in
            let other = try await signedInUser(on: accounts.pool)
            let theirs = try await accounts.pool.withTransaction { try await accounts.grantTokens(for: other, on: $0) }
            _ = try await accounts.refreshTokens(with: grant.refreshToken, by: actor)
            _ = try? await accounts.refreshTokens(with: grant.refreshToken, by: actor)
            #expect(try await accounts.refreshTokens(with: theirs.refreshToken, by: actor).expiresIn == 900)
        }
    }

    @Test(arguments: [
        "UPDATE refresh_tokens SET expires_at = now()",
        "UPDATE sessions SET ended_at = now(), end_reason = 'password_changed'",
        "UPDATE users SET status = 'suspended'",
        "UPDATE sessions SET expires_at = now()",
        "DELETE FROM refresh_tokens",
    ])
    func `an expired token, or one of a session that is over, gives nothing`(change: String) async throws {
        try await withGrant { (accounts, user, grant) async throws in
            try await accounts.pool.execute(Query(unsafeSQL: change))
            await #expect(throws: TokenError.refreshTokenNotInForce) {
                try await accounts.refreshTokens(with: grant.refreshToken, by: actor)
            }
        }
    }

    @Test func `a token never lives longer than its session`() async throws {
        try await withGrant { (accounts, user, grant) async throws in
            try await accounts.pool.execute("UPDATE sessions SET expires_at = now() + interval '1 hour'")
            _ = try await accounts.refreshTokens(with: grant.refreshToken, by: actor)
            let rows = try await accounts.pool.query(
                """
                SELECT bool_and(r.expires_at = s.expires_at)
                FROM refresh_tokens AS r JOIN sessions AS s ON s.id = session_id WHERE used_at IS NULL
                """)
            #expect(try rows[0].decode(Bool.self))
        }
    }

    @Test func `a refresh keeps a session from ending by idleness`() async throws {
        try await withGrant { (accounts, user, grant) async throws in
            try await accounts.pool.execute("UPDATE sessions SET last_seen_at = now() - interval '13 days'")
            _ = try await accounts.refreshTokens(with: grant.refreshToken, by: actor)
            let rows = try await accounts.pool.query("SELECT last_seen_at > now() - interval '1 minute' FROM sessions")
            #expect(try rows[0].decode(Bool.self))
        }
    }

    @Test func `expired tokens are deleted and others stay`() async throws {
        try await withGrant { (accounts, user, _) async throws in
            for _ in 0..<3 {
                try await accounts.pool.withTransaction { _ = try await accounts.grantTokens(for: user, on: $0) }
            }
            try await accounts.pool.execute(
                "UPDATE refresh_tokens SET expires_at = now() WHERE id IN (SELECT id FROM refresh_tokens LIMIT 2)")
            try await accounts.deleteExpiredRefreshTokens()
            #expect(try await accounts.pool.query("SELECT count(*) FROM refresh_tokens")[0].decode(Int.self) == 2)
        }
    }

    @Test func `neither token is readable in the database`() async throws {
        try await withGrant { (accounts, _, grant) async throws in
            let rows = try await accounts.pool.query("SELECT token_hash FROM refresh_tokens")
            let stored: [UInt8] = try rows[0].column(0, as: [UInt8].self)
            #expect(stored == grant.refreshToken.hash && stored.count == 32)
        }
    }
}
