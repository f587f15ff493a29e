import Crypto
import Foundation
import JWTKit
import Postgres

/// The keys that were in the database at some moment, and what each may do when.
struct SigningKeys: Sendable {
    /// By the time from which they sign.
    private let keys: [SigningKey]
    private let collection: JWTKeyCollection

    static func read(from pool: PostgresPool, secrets: SecretBox, at now: Date) async throws -> SigningKeys {
        let rows = try await pool.query(
            "SELECT kid, public_key, sealed_key, signs_from FROM signing_keys ORDER BY signs_from, kid")
        return try await SigningKeys(rows.map { try SigningKey($0) }, secrets: secrets, at: now)
    }

    /// Opens those keys alone that may sign now or later: what sealed the others may be forgotten already.
    init(_ keys: [SigningKey], secrets: SecretBox, at now: Date) async throws {
        self.keys = keys
        collection = JWTKeyCollection()
        let current = keys.lastIndex { $0.signsFrom <= now } ?? 0
        for (index, key) in keys.enumerated() {
            let kid = JWKIdentifier(string: key.kid)
            if index < current {
                await collection.add(ecdsa: try ES256PublicKey(backing: key.publicKey), kid: kid)
            } else {
                await collection.add(ecdsa: try ES256PrivateKey(backing: key.privateKey(secrets)), kid: kid)
            }
        }
    }

    var isEmpty: Bool { keys.isEmpty }

    /// The first of all keys signs even before its time: the node that made it may have a clock ahead of ours.
    ///
    /// - Returns: Nil when there is no key.
    func sign(_ claims: AccessClaims, at now: Date) async throws -> String? {
        guard let key = keys.last(where: { $0.signsFrom <= now }) ?? keys.first else { return nil }
        var header = JWTHeader()
        header.typ = AccessClaims.type
        return try await collection.sign(claims, kid: JWKIdentifier(string: key.kid), header: header)
    }

    /// Whether the key is known and has not outlived the last token that it signed.
    func verifies(_ kid: String, at now: Date) -> Bool {
        guard let index = keys.firstIndex(where: { $0.kid == kid }) else { return false }
        return verifies(keyAt: index, at: now)
    }

    /// - Parameter token: Whose header names a key for which `verifies` is true: for others jwt-kit would take any.
    func claims(of token: String) async throws -> AccessClaims {
        try await collection.verify(token, as: AccessClaims.self)
    }

    /// Public halves of the keys whose tokens are taken, and of the one that will sign next.
    func published(at now: Date) -> [PublishedKey] {
        keys.indices.filter { verifies(keyAt: $0, at: now) }.map { index in
            let (x, y) = keys[index].publicKey.coordinates
            return PublishedKey(kid: keys[index].kid, x: x, y: y)
        }
    }

    private func verifies(keyAt index: Int, at now: Date) -> Bool {
        guard index + 1 < keys.count else { return true }
        return now < keys[index + 1].signsFrom.addingTimeInterval(Self.afterlife_s)
    }

    /// How long a key verifies after the next one began to sign.
    static let afterlife_s = Double(AccessClaims.lifetime_s + AccessClaims.clockSkew_s)
}

/// A key as anybody may know it: an elliptic-curve JWK's members (P-256, ES256).
package struct PublishedKey: Sendable, Equatable {
    package let kid: String
    package let x: String
    package let y: String
}
