/// How long a failed job waits: exponential back-off with full jitter, so that many that failed together don't come
/// back together (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015).
enum RetryDelay {
    static let base = Duration.seconds(5)
    static let longest = Duration.hours(1)

    /// Anything from nothing to `limit(after:)`, each as likely.
    static func random(
        afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        limit(afterAttempt: attempt) * Double.random(in: 0...1, using: &generator)
    }

    static func limit(afterAttempt attempt: Int) -> Duration {
        min(longest, base * (1 << min(max(attempt - 1, 0), 20)))
    }
}
