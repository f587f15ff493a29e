/// Too often; the same may be tried again after so many seconds.
package struct RateLimited: Error, Sendable, Equatable {
    package let limit: RateLimit
    /// At least 1.
    package let retryAfterSeconds: Int

    package init(_ limit: RateLimit, retryAfterSeconds: Int) {
        self.limit = limit
        self.retryAfterSeconds = max(1, retryAfterSeconds)
    }

    init(_ limit: RateLimit, wait_s: Double) {
        self.init(limit, retryAfterSeconds: Int(min(wait_s, 1e9).rounded(.up)))
    }
}
