import Crypto
import Foundation
import Postgres

/// A key pair for access tokens.
struct SigningKey: Sendable {
    /// RFC 7638: the SHA-256 of the public key's JWK.
    let kid: String
    let publicKey: P256.Signing.PublicKey
    /// The private key, as it is stored.
    let sealedKey: [UInt8]
    let signsFrom: Date

    static func random(signsFrom: Date, secrets: SecretBox) throws -> SigningKey {
        let key = P256.Signing.PrivateKey()
        let kid = thumbprint(of: key.publicKey)
        let sealed = try secrets.seal(Array(key.rawRepresentation), for: purpose(kid))
        return SigningKey(kid: kid, publicKey: key.publicKey, sealedKey: sealed, signsFrom: signsFrom)
    }

    init(kid: String, publicKey: P256.Signing.PublicKey, sealedKey: [UInt8], signsFrom: Date) {
        self.kid = kid
        self.publicKey = publicKey
        self.sealedKey = sealedKey
        self.signsFrom = signsFrom
    }

    init(_ row: PostgresRow) throws {
        let (kid, publicKey, sealedKey, signsFrom) = try row.decode(String.self, [UInt8].self, [UInt8].self, Date.self)
        self.init(
            kid: kid, publicKey: try P256.Signing.PublicKey(rawRepresentation: publicKey), sealedKey: sealedKey,
            signsFrom: signsFrom)
    }

    func store(on connection: PostgresConnection) async throws {
        try await connection.execute(
            """
            INSERT INTO signing_keys (kid, public_key, sealed_key, signs_from)
            VALUES (\(kid), \(Array(publicKey.rawRepresentation)), \(sealedKey), \(signsFrom))
            """)
    }

    /// - Throws: `SecretBoxError`.
    func privateKey(_ secrets: SecretBox) throws -> P256.Signing.PrivateKey {
        try P256.Signing.PrivateKey(rawRepresentation: secrets.open(sealedKey, for: Self.purpose(kid)))
    }

    private static func purpose(_ kid: String) -> String { "signing-key:" + kid }

    private static func thumbprint(of key: P256.Signing.PublicKey) -> String {
        let (x, y) = key.coordinates
        let jwk = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        return Data(SHA256.hash(data: Data(jwk.utf8))).base64URL
    }
}

extension P256.Signing.PublicKey {
    /// base64url, as in a JWK.
    var coordinates: (x: String, y: String) {
        (rawRepresentation.prefix(32).base64URL, rawRepresentation.suffix(32).base64URL)
    }
}
