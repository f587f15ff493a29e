/// Why a step that goes by mail or text message can't be done.
package enum AccountMessageError: Error, Equatable {
    /// A link's token is unknown, used or expired: which of these is never said.
    case wrongToken
    /// Nothing to check: the account has no e-mail address.
    case noEmail
    case emailAlreadyVerified
    /// This installation has no way to send text messages.
    case noTextMessages
}
