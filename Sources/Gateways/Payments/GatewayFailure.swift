/// Why the gateway gave no usable answer. Causes are for operators: they name neither secrets nor people.
package enum GatewayFailure: Error, Sendable, Equatable {
    /// Out of reach, too slow, out of order, or left alone for a while because it was: the same may be asked later. What
    /// was asked may have happened.
    case unavailable(_ cause: String)
    /// It understood and said no (4xx), by its own code and words.
    case refused(code: String, description: String, status: Int)
    /// It answered with success, and with something we can't read: what was asked has probably happened.
    case misunderstood(_ cause: String)
}
