import Postgres

/// Everything about people: who they are, how they prove it, what they may ask of us.
package struct Accounts: Sendable {
    package let pool: PostgresPool

    package init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The user whose browser sent this cookie; nil when its session is over.
    package func user(cookie: OpaqueToken) async throws -> SignedInUser? {
        try await SignedInUser.find(cookie: cookie, on: pool)
    }
}

extension Accounts {
    /// The user of an access token; nil when the token isn't ours or its session is over.
    package func user(accessToken: String) async throws -> SignedInUser? {
        nil
    }
}
