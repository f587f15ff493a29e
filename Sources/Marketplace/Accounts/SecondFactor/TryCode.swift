import Foundation
import Postgres

/// How often wrong codes may be tried. Counted for the account, not the address, and only for those who know the
/// password already, so no stranger can keep the owner out. The owner still has the recovery codes.
private enum Patience {
    static let freeFailures = 5
    static let firstPause_s = 15.0
    /// With three codes good at any time, a guesser who knows the password needs decades for an even chance.
    static let longestPause_s = 3600.0
}

extension Accounts {
    /// Whether the code proves the second factor. A right one is used up.
    ///
    /// An attempt counts as failed before it is looked at and is forgiven afterwards, so that many at once are
    /// counted one by one.
    ///
    /// - Parameters:
    ///   - isSetUp: False for a factor that is being set up.
    ///   - connection: Not in a transaction: a failure must stay counted.
    /// - Returns: Nil when it doesn't; else the step of the app's code, 0 for a recovery code.
    /// - Throws: `SecondFactorError.blocked`, or `.notSetUp` when there is no such factor.
    func tryCode(
        _ code: String, of userID: Int64, isSetUp: Bool = true, by actor: Actor, on connection: PostgresConnection
    ) async throws -> Int64? {
        if isSetUp, let recovery = RecoveryCode(code) {
            return try await use(recovery, of: userID, by: actor, on: connection) ? 0 : nil
        }
        let now = secondFactor.now()
        let (sealed, used) = try await beginAttempt(of: userID, isSetUp: isSetUp, at: now, on: connection)
        let purpose = Self.secretPurpose(userID)
        let totp = TOTP(secret: try secrets.open(sealed, for: purpose))
        let digits = TypedCode.plain(code)
        guard let step = totp.step(of: digits, at: now, after: used) else { return nil }
        let renewed = secrets.isOutdated(sealed) ? try secrets.seal(totp.secret, for: purpose) : nil
        let accepted = try await connection.execute(
            """
            UPDATE second_factors
            SET last_step = \(step), failures = 0, blocked_until = NULL,
                sealed_secret = coalesce(\(renewed)::bytea, sealed_secret)
            WHERE user_id = \(userID) AND sealed_secret = \(sealed) AND (last_step IS NULL OR last_step < \(step))
            """)
        return accepted == 1 ? step : nil
    }

    static func secretPurpose(_ userID: Int64) -> String { "second-factor:\(userID)" }

    private func beginAttempt(
        of userID: Int64, isSetUp: Bool, at now: Date, on connection: PostgresConnection
    ) async throws -> (sealed: [UInt8], usedStep: Int64?) {
        // A transaction of its own, which can't be begun inside another one that might be rolled back.
        let rows = try await connection.withTransaction { transaction in
            try await transaction.query(
                """
                UPDATE second_factors
                SET failures = least(failures + 1, 1000),
                    blocked_until = CASE WHEN failures + 1 >= \(Patience.freeFailures) THEN
                        \(now)::timestamptz + make_interval(secs => least(\(Patience.longestPause_s),
                            \(Patience.firstPause_s) * 2 ^ least(failures + 1 - \(Patience.freeFailures), 20))) END
                WHERE user_id = \(userID) AND (confirmed_at IS NOT NULL) = \(isSetUp)
                  AND (blocked_until IS NULL OR blocked_until <= \(now))
                RETURNING sealed_secret, last_step
                """)
        }
        if let row = rows.first { return try row.decode([UInt8].self, Int64?.self) }
        throw try await reasonForNoAttempt(of: userID, isSetUp: isSetUp, at: now, on: connection)
    }

    private func reasonForNoAttempt(
        of userID: Int64, isSetUp: Bool, at now: Date, on connection: PostgresConnection
    ) async throws -> SecondFactorError {
        let rows = try await connection.query(
            """
            SELECT blocked_until FROM second_factors
            WHERE user_id = \(userID) AND (confirmed_at IS NOT NULL) = \(isSetUp)
            """)
        guard let row = rows.first else { return .notSetUp }
        let end: Date? = try row.decode(Date?.self)
        let wait_s = end?.timeIntervalSince(now) ?? 0
        return .blocked(retryAfterSeconds: max(1, Int(wait_s.rounded(.up))))
    }

    private func use(
        _ code: RecoveryCode, of userID: Int64, by actor: Actor, on connection: PostgresConnection
    ) async throws -> Bool {
        try await connection.withTransaction { transaction in
            let used = try await transaction.execute(
                """
                UPDATE recovery_codes SET used_at = now()
                WHERE user_id = \(userID) AND code_hash = \(code.hash) AND used_at IS NULL
                """)
            guard used == 1 else { return false }
            try await transaction.execute(
                "UPDATE second_factors SET failures = 0, blocked_until = NULL WHERE user_id = \(userID)")
            try await AuditEntry("user.recovery_code_used", "user", userID).record(by: actor, on: transaction)
            return true
        }
    }
}
