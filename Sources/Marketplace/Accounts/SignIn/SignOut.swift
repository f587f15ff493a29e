extension Accounts {
    /// Ends the session that the request came with, and its tokens.
    package func signOut(_ user: SignedInUser, by actor: Actor) async throws {
        try await endSession(user.sessionID, of: user.id, reason: "signed_out", by: actor)
    }
}
