/// Why something about people can't be done.
package enum AccountError: Error, Equatable {
    case passwordTooShort
    case passwordTooLong
    case passwordTooCommon
    /// The machine can't hash it: out of memory, or a stored hash that is none.
    case passwordUnreadable
    /// More people sign in than can be served at a time.
    case busy(retryAfterSeconds: Int)

    /// Registration gives customer and provider only.
    case roleNotAllowed
    case termsNotAccepted
    case emailTaken
    case phoneTaken
    /// Neither an e-mail address nor a phone number.
    case unreachable

    /// The account is unknown, or the password or code isn't its: which of these is never said.
    case wrongCredentials
    /// The account is suspended, and whoever asks has proven to be its owner.
    case suspended
    /// The account's e-mail address is proven and its phone number isn't, so a code to the number doesn't open it.
    case phoneNotConfirmed
    /// The present password that a change asks for is wrong.
    case wrongPassword
    /// The account has no password, and its owner signed in too long ago for this.
    case signInAgain

    case unknownUser
    case unknownSession
    /// Nobody would be left to administer the rest.
    case lastAdmin
    case ownAccount
    case reasonMissing
}
