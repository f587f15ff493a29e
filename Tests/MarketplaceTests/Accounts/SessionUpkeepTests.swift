import Foundation
import Marketplace
import Postgres
import TestSupport
import Testing

struct SessionUpkeepTests {
    @Test func `sessions that have been over for a month are deleted, others stay`() async throws {
        try await withDatabase(.schema) { pool in
            let accounts = Accounts(pool: pool, secrets: .test, passwords: PasswordHasher(cost: 4))
            let user = try await signedInUser(on: pool).id
            for (number, times) in [
                // Ended, expired, idle: each once long ago and once of late.
                "now() - interval '31 days', now() + interval '9 days', now()",
                "now() - interval '29 days', now() + interval '9 days', now()",
                "NULL, now() - interval '31 days', now() - interval '31 days'",
                "NULL, now() - interval '29 days', now() - interval '29 days'",
                "NULL, now() + interval '9 days', now() - interval '45 days'",
                "NULL, now() + interval '9 days', now() - interval '43 days'",
            ].enumerated() {
                try await pool.execute(
                    """
                    INSERT INTO sessions (user_id, cookie_hash, address, ended_at, expires_at, last_seen_at, end_reason)
                    SELECT \(user), \(OpaqueToken.random().hash), \(String(number)), e::timestamptz, x, l,
                           CASE WHEN e IS NOT NULL THEN 'signed_out' END
                    FROM (VALUES (\(Query(unsafeSQL: times)))) AS t (e, x, l)
                    """)
            }
            try await accounts.deleteOldSessions()
            let left = try await pool.query("SELECT address FROM sessions WHERE address IS NOT NULL ORDER BY address")
            let addresses = try left.map { try $0.decode(String.self) }
            #expect(addresses == ["1", "3", "5"])
        }
    }
}
