import Foundation
import JWTKit

/// What an access token says (RFC 7519, with the type of RFC 9068).
///
/// It is proof of a session that was in force when it was made; whether it still is, and what its user may do, is
/// asked of the database each time.
package struct AccessClaims: JWTPayload, Equatable {
    /// The header's `typ`: no other token that we may ever sign passes for an access token.
    static let type = "at+jwt"
    static let issuer = "istri"
    static let audience = "istri-api"
    package static let lifetime_s = 15 * 60
    /// How far another node's clock may be ahead of ours. Expiry has no such grace.
    static let clockSkew_s = 60

    let iss: String
    let aud: String
    /// The user's id.
    let sub: String
    /// The session's id.
    let sid: String
    /// For the reader's information; the account's role at the time of the request counts.
    let role: Role
    let iat: Int
    let nbf: Int
    let exp: Int
    let jti: String

    init(for session: SignedInUser, at now: Date) {
        iss = Self.issuer
        aud = Self.audience
        sub = String(session.id)
        sid = String(session.sessionID)
        role = session.role
        iat = Int(now.timeIntervalSince1970)
        nbf = iat
        exp = iat + Self.lifetime_s
        jti = OpaqueToken.random(bytes: 16).text
    }

    /// Called once the signature is known to be good.
    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard iss == Self.issuer else { throw JWTError.generic(identifier: "iss", reason: "another issuer's token") }
        guard aud == Self.audience else { throw JWTError.generic(identifier: "aud", reason: "not meant for us") }
    }

    func isInForce(at now: Date) -> Bool {
        let now = Int(now.timeIntervalSince1970)
        let latestStart = now + Self.clockSkew_s
        return now < exp && nbf <= latestStart && iat <= latestStart
    }
}
