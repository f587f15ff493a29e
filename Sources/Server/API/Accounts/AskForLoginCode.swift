import Marketplace

extension PublicContext {
    /// Has a code sent, as often as the number and the sender's address may ask.
    ///
    /// - Returns: The secret that binds the code to whoever asked; see `Accounts.requestLoginCode`.
    /// - Throws: `RateLimited`; `AccountMessageError.noTextMessages`.
    func askForLoginCode(_ phone: PhoneNumber, _ accounts: Accounts, _ limiter: RateLimiter) async throws
        -> OpaqueToken
    {
        let address = sender.address?.counted.description ?? "unknown"
        try await limiter.admit(.codes, phone.text, address)
        try await limiter.admit(.codesDay, phone.text, address)
        return try await accounts.requestLoginCode(phone)
    }
}
