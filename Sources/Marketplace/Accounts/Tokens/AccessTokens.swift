import Foundation
import JWTKit
import Postgres

/// Makes and checks access tokens: ES256, with keys that all nodes share through the database.
package struct AccessTokens: Sendable {
    /// Longer texts aren't looked at; ours have about 430 bytes.
    static let longestToken = 2048

    let pool: PostgresPool
    let secrets: SecretBox
    let keyAge_s: Double
    let now: @Sendable () -> Date
    let cache: SigningKeyCache

    /// - Parameters:
    ///   - keyDays: A key signs for so many days.
    ///   - now: The clock.
    package init(
        pool: PostgresPool, secrets: SecretBox, keyDays: Int = 30, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.pool = pool
        self.secrets = secrets
        self.now = now
        keyAge_s = Double(keyDays) * 86_400
        cache = SigningKeyCache { try await SigningKeys.read(from: pool, secrets: secrets, at: now()) }
    }

    /// To be called before the transaction in which a token is issued: making a first key takes a connection more,
    /// and those who hold one must not wait for another. Costs nothing while the node knows a key.
    func prepare() async throws {
        guard try await cache.keys().isEmpty else { return }
        try await rotateKeys()
        _ = try await cache.readAgain()
    }

    /// A token for a session that is in force. Waits for none of the writing connections.
    func issue(for session: SignedInUser) async throws -> String {
        let now = now()
        guard let token = try await cache.keys().sign(AccessClaims(for: session, at: now), at: now) else {
            throw TokenError.noSigningKey
        }
        return token
    }

    /// - Returns: Nil for whatever isn't a token of ours that is in force, however it fails to be.
    /// - Throws: When the keys can't be read.
    func claims(of token: String) async throws -> AccessClaims? {
        guard token.utf8.count <= Self.longestToken, let kid = Self.keyNamed(by: token) else { return nil }
        let now = now()
        var keys = try await cache.keys()
        if !keys.verifies(kid, at: now) { keys = try await cache.keysAfterUnknown() }
        guard keys.verifies(kid, at: now), let claims = try? await keys.claims(of: token), claims.isInForce(at: now)
        else { return nil }
        return claims
    }

    /// For the key set that anybody may read.
    package func publishedKeys() async throws -> [PublishedKey] {
        try await prepare()
        return try await cache.keys().published(at: now())
    }

    /// The `kid` of a header that says exactly what ours say; nil for any other algorithm or type, and where the
    /// header asks for something (`crit`) or brings a key of its own.
    private static func keyNamed(by token: String) -> String? {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }),
            let json = Data(base64URL: Substring(parts[0])),
            let header = try? JSONDecoder().decode(JWTHeader.self, from: json),
            header.alg == "ES256", header.typ == AccessClaims.type, header.fields.count == 3
        else { return nil }
        return header.kid
    }
}
