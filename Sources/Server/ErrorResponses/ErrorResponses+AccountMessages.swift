import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func accountMessage(_ error: AccountMessageError) -> Problem {
        switch error {
        case .wrongToken:
            .invalidParameter(
                "token", "This link is no longer good: it was used, has expired, or is incomplete. Ask for a new one.",
                code: "invalid_token")
        case .noEmail: Problem(.conflict, "no_email", "This account has no e-mail address.")
        case .emailAlreadyVerified:
            Problem(.conflict, "email_already_verified", "The e-mail address of this account is verified already.")
        case .noTextMessages:
            Problem(
                .conflict, "no_text_messages",
                "This service can't send text messages yet. Please sign in with your password.")
        }
    }
}
