import HTTPTypes
import Marketplace

extension ErrorResponses {
    /// - Parameter passwordField: The body's field that held the new password.
    static func account(_ error: AccountError, passwordField: String = "password") -> Problem {
        switch error {
        case .passwordTooShort, .passwordTooLong, .passwordTooCommon: newPassword(error, passwordField)
        case .passwordUnreadable: internalError
        case .busy(let seconds):
            .retryLater(
                "busy", "Too many people are signing in at this moment. Please try again shortly.",
                afterSeconds: seconds)
        case .roleNotAllowed:
            .invalidParameter(
                "role", "'role' must be customer or provider; other accounts are made by an administrator.",
                code: "role_not_allowed")
        case .termsNotAccepted:
            .invalidParameter(
                "consent.terms", "'consent.terms' must be true: an account needs your consent to the terms.",
                code: "terms_not_accepted")
        case .unreachable:
            .invalidParameter("phone", "An account needs a phone number or an e-mail address.", code: "not_reachable")
        case .reasonMissing: .invalidParameter("reason", "'reason' is missing.")
        case .wrongPassword:
            .invalidParameter(
                "current_password", "'current_password' is not your present password.", code: "wrong_password")
        case .emailTaken: taken("email_taken", "email", "This e-mail address has an account already.")
        case .phoneTaken: taken("phone_taken", "phone", "This phone number has an account already.")
        case .wrongCredentials, .suspended, .phoneNotConfirmed, .signInAgain: credentials(error)
        case .unknownUser: Problem(.notFound, "unknown_user", "There is no such user.")
        case .unknownSession: Problem(.notFound, "unknown_session", "You have no such session, or it is over.")
        case .lastAdmin:
            Problem(.conflict, "last_admin", "This is the last active administrator; make another one first.")
        case .ownAccount:
            Problem(.conflict, "own_account", "Nobody can suspend their own account; ask another administrator.")
        }
    }

    private static func credentials(_ error: AccountError) -> Problem {
        switch error {
        case .suspended: Problem(.forbidden, "account_suspended", "This account is suspended. Please contact us.")
        case .phoneNotConfirmed:
            Problem(
                .forbidden, "phone_not_confirmed",
                "This number was never confirmed for its account. Please sign in with your e-mail address and password, "
                    + "and then by a code while you are signed in.")
        case .signInAgain:
            Problem(.forbidden, "sign_in_again", "Please sign in once more before you change this.")
        default:
            Problem(
                .unauthorized, "wrong_credentials",
                "The e-mail address or phone number and the password don't belong together.")
        }
    }

    private static func newPassword(_ error: AccountError, _ field: String) -> Problem {
        switch error {
        case .passwordTooShort:
            .invalidParameter(
                field, "A password has at least \(PasswordRules.length.lowerBound) characters.",
                code: "password_too_short")
        case .passwordTooLong:
            .invalidParameter(
                field, "A password has at most \(PasswordRules.length.upperBound) characters.",
                code: "password_too_long")
        default:
            .invalidParameter(
                field, "This password is among those that everybody tries first. Please choose another one.",
                code: "password_too_common")
        }
    }

    private static func taken(_ code: String, _ field: String, _ message: String) -> Problem {
        Problem(.conflict, code, message, errors: [.init(field: field, message: message)])
    }
}
