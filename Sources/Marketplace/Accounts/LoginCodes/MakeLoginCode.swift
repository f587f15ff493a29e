import Foundation
import Postgres

/// The bounds on guessing: of a million codes, a stranger who asks for codes all day gets
/// (`tries` + `blindTries`) x `perDay` guesses.
package enum LoginCodeLimits {
    /// By whoever asked for the code.
    package static let tries = 5
    /// By whoever only says the number.
    package static let blindTries = 5
    /// For an account. One address gets fewer (`RateLimit.codesDay`).
    package static let perDay = 20
    package static let lifetime: Duration = .seconds(600)
}

extension Accounts {
    /// For the message: a fresh code for the number's owner. Codes sent before are void from now on for whoever doesn't
    /// hold the secret of their request.
    ///
    /// - Parameter requestHash: As `SendLoginCodeJob` has it.
    /// - Returns: Nil when no active account has the number, or it was sent too many today.
    package func makeLoginCode(
        _ phone: PhoneNumber, requestHash: String? = nil
    ) async throws -> (code: String, to: Recipient)? {
        guard let recipient = try await recipient(phone) else { return nil }
        let code = Self.randomCode()
        let hash = try await passwords.hash(code)
        let isMade = try await pool.withTransaction { transaction in
            // Of two jobs for one number, the second counts the first one's code.
            try await transaction.execute("SELECT FROM users WHERE id = \(recipient.userID) FOR UPDATE")
            try await transaction.execute(
                "DELETE FROM login_codes WHERE user_id = \(recipient.userID) AND created_at < now() - interval '1 day'")
            return try await transaction.execute(
                """
                INSERT INTO login_codes (user_id, phone, code_hash, request_hash, expires_at)
                SELECT \(recipient.userID), \(phone.text), \(hash), decode(\(requestHash), 'hex'),
                       now() + make_interval(secs => \(Double(LoginCodeLimits.lifetime.components.seconds)))
                WHERE (SELECT count(*) FROM login_codes WHERE user_id = \(recipient.userID)) < \(LoginCodeLimits.perDay)
                """) == 1
        }
        return isMade ? (code, recipient) : nil
    }

    /// Six digits, each as likely as the others.
    private static func randomCode() -> String {
        var generator = SystemRandomNumberGenerator()
        let number = String(Int.random(in: 0..<1_000_000, using: &generator))
        return String(repeating: "0", count: 6 - number.count) + number
    }
}
