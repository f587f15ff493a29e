/// What the owner of an account is told after the fact, so that a change by somebody else doesn't go unseen.
package enum AccountNotice: String, Sendable, Codable, CaseIterable {
    case passwordChanged = "password_changed"
    case emailChanged = "email_changed"
    case phoneChanged = "phone_changed"
    case secondFactorAdded = "second_factor_added"
    case secondFactorRemoved = "second_factor_removed"
    /// The account was proven for the first time, and what opened it before is gone.
    case accessReset = "access_reset"
}
