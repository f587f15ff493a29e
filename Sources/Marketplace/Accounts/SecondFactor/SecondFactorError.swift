package enum SecondFactorError: Error, Equatable {
    /// The password is right; the code from the app is asked for besides.
    case required
    /// At sign-in.
    case wrong
    /// Given by somebody who is signed in.
    case wrongCode
    /// After too many wrong codes none is looked at for a while; a recovery code always is.
    case blocked(retryAfterSeconds: Int)
    /// There is one; it must be removed first.
    case inUse
    /// There is none.
    case notSetUp
    /// Its set-up must be started first.
    case notStarted
    /// The present password is wrong.
    case wrongPassword
    /// Neither a password nor a sign-in in the last minutes.
    case signInAgain
    /// The account's role needs one, and nothing else can be done before it is set up.
    case mustBeSetUp
    /// An administrator can't remove their own this way, or a stolen session could.
    case ownAccount
}
