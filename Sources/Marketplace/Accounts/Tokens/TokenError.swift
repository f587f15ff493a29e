package enum TokenError: Error, Equatable {
    /// Unknown, expired, or of a session that is over.
    case refreshTokenNotInForce
    /// It was used before, so somebody else holds it too; its session has been ended.
    case refreshTokenReused
    /// Somebody deleted the keys a moment after they were made.
    case noSigningKey
}
