import Crypto
import Foundation
import Postgres
import TestSupport

@testable import Marketplace

/// Makes tokens that are right but for one thing, with the installation's own key where that is the point.
struct TokenForge {
    let key: P256.Signing.PrivateKey
    let kid: String

    /// With the key that signs.
    init(_ pool: PostgresPool) async throws {
        let rows = try await pool.query(
            "SELECT kid, public_key, sealed_key, signs_from FROM signing_keys ORDER BY signs_from DESC LIMIT 1")
        let signing = try SigningKey(rows[0])
        key = try signing.privateKey(.test)
        kid = signing.kid
    }

    func header(_ changes: [String: Any?] = [:]) -> [String: Any] {
        changed(["alg": "ES256", "typ": "at+jwt", "kid": kid], changes)
    }

    func claims(_ user: SignedInUser, at now: Date, _ changes: [String: Any?] = [:]) -> [String: Any] {
        let begin = Int(now.timeIntervalSince1970)
        return changed(
            [
                "iss": "istri", "aud": "istri-api", "sub": String(user.id), "sid": String(user.sessionID),
                "role": user.role.rawValue, "iat": begin, "nbf": begin, "exp": begin + 900, "jti": "x",
            ], changes)
    }

    func token(
        _ header: [String: Any], _ claims: [String: Any], signature: ((Data) throws -> Data)? = nil
    ) throws -> String {
        let input = try encoded(header) + "." + encoded(claims)
        let bytes =
            try signature?(Data(input.utf8)) ?? key.signature(for: Data(input.utf8)).rawRepresentation
        return input + "." + bytes.base64URL
    }

    private func encoded(_ object: [String: Any]) throws -> String {
        try JSONSerialization.data(withJSONObject: object).base64URL
    }

    /// A nil takes the member away.
    private func changed(_ members: [String: Any], _ changes: [String: Any?]) -> [String: Any] {
        var members = members
        for (name, value) in changes { members[name] = value }
        return members
    }
}
