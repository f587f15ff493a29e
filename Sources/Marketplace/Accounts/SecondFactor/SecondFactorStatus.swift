import Postgres

/// How a user stands with the second factor.
package struct SecondFactorStatus: Sendable, Equatable {
    package let isActive: Bool
    package let isRequired: Bool
    package let recoveryCodesLeft: Int
}

extension Accounts {
    package func secondFactorStatus(of user: SignedInUser) async throws -> SecondFactorStatus {
        let rows = try await pool.query(
            "SELECT count(*) FROM recovery_codes WHERE user_id = \(user.id) AND used_at IS NULL")
        return SecondFactorStatus(
            isActive: user.hasSecondFactor, isRequired: secondFactor.requiredFor.contains(user.role),
            recoveryCodesLeft: try rows[0].decode(Int.self))
    }
}
