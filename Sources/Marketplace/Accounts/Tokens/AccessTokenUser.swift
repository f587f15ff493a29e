import Postgres

extension Accounts {
    /// The user of an access token; nil when the token isn't ours or its session is over. One round trip, so that
    /// a sign-out, a new password or a suspension ends tokens at once.
    package func user(accessToken: String) async throws -> SignedInUser? {
        guard let claims = try await accessTokens.claims(of: accessToken), let session = Int64(claims.sid),
            let user = try await SignedInUser.find(sessionID: session, on: pool), String(user.id) == claims.sub
        else { return nil }
        sightings.note(user)
        return user
    }
}
