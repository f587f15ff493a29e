import Foundation
import Postgres

/// What an authenticator app needs; shown once.
package struct SecondFactorSecret: Sendable {
    /// Base32, for typing.
    package let text: String
    /// For a QR code: `otpauth://totp/...`.
    package let uri: String
}

extension Accounts {
    /// Makes a secret, which counts once a code of it is confirmed; an earlier one that isn't confirmed is forgotten.
    ///
    /// - Throws: `SecondFactorError.inUse`, `.wrongPassword`, `.signInAgain`.
    package func startSecondFactor(
        of user: SignedInUser, password: String?, by actor: Actor
    ) async throws -> SecondFactorSecret {
        guard !user.hasSecondFactor else { throw SecondFactorError.inUse }
        try await provePresence(of: user, password: password, by: actor)
        let totp = TOTP.random()
        let sealed = try secrets.seal(totp.secret, for: Self.secretPurpose(user.id))
        let name = try await pool.withTransaction { transaction in
            let stored = try await transaction.execute(
                """
                INSERT INTO second_factors AS f (user_id, sealed_secret) VALUES (\(user.id), \(sealed))
                ON CONFLICT (user_id) DO UPDATE
                SET sealed_secret = excluded.sealed_secret, created_at = now(), last_step = NULL, failures = 0,
                    blocked_until = NULL
                WHERE f.confirmed_at IS NULL
                """)
            guard stored == 1 else { throw SecondFactorError.inUse }
            try await AuditEntry("user.second_factor_started", "user", user.id).record(by: actor, on: transaction)
            return try await transaction.query(
                "SELECT coalesce(email, phone, id::text) FROM users WHERE id = \(user.id)")[0].decode(String.self)
        }
        return SecondFactorSecret(text: Base32.text(totp.secret), uri: Self.uri(totp, name: name))
    }

    /// The key URI that authenticator apps read.
    private static func uri(_ totp: TOTP, name: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@")
        let label = name.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
        return "otpauth://totp/Istri:\(label)?secret=\(Base32.text(totp.secret))&issuer=Istri"
            + "&algorithm=SHA1&digits=\(TOTP.digits)&period=\(TOTP.step_s)"
    }
}
