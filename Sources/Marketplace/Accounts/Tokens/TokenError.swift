package enum TokenError: Error, Equatable {
    /// Unknown, expired, or of a session that is over.
    case refreshTokenNotInForce
    /// It was used before, so somebody else holds it too; its session has been ended.
    case refreshTokenReused
    /// `AccessTokens.prepare` wasn't called, or somebody has deleted all keys since.
    case noSigningKey
}
