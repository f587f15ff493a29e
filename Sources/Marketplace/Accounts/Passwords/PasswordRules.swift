import Foundation

/// What a new password must be: long enough, and none that everybody tries first. Nothing else is asked of it,
/// because rules about digits and signs make passwords that are harder to keep and no harder to guess (NIST SP
/// 800-63B, 3.1.1.2).
package enum PasswordRules {
    /// In characters as people see them.
    package static let length = 12...256

    /// - Throws: `AccountError.passwordTooShort`, `.passwordTooLong`, `.passwordTooCommon`.
    package static func check(_ password: String) throws {
        // One character can hide any number of bytes, so these are looked at first.
        guard password.utf8.count <= 16 * length.upperBound else { throw AccountError.passwordTooLong }
        let normal = password.precomposedStringWithCompatibilityMapping
        let count = normal.count
        if count < length.lowerBound { throw AccountError.passwordTooShort }
        if count > length.upperBound { throw AccountError.passwordTooLong }
        if CommonPasswords.contains(normal) { throw AccountError.passwordTooCommon }
    }
}
