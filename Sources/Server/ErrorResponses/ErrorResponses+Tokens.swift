import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func tokens(_ error: TokenError) -> Problem {
        switch error {
        case .refreshTokenNotInForce:
            Problem(
                .unauthorized, "invalid_refresh_token",
                "The refresh token is unknown, expired, or of a session that is over. Please sign in again.")
        case .refreshTokenReused:
            Problem(
                .unauthorized, "refresh_token_reused",
                "The refresh token was used before, so its session has been ended. Please sign in again.")
        case .noSigningKey:
            .retryLater("unavailable", "No access token can be made at this moment.", afterSeconds: 60)
        }
    }
}
