/// How the gateway is reached, and who asks.
package struct RazorpayConfiguration: Sendable {
    package var address = GatewayAddress.live
    package let keyID: String
    package let keySecret: String
    /// For one answer, from connecting to its last byte.
    package var timeout = Duration.seconds(10)
    /// Of calls that may be repeated.
    package var attempts = 3
    /// Before the second attempt, on average; before each further one twice as long.
    package var pause = Duration.milliseconds(200)
    package var breaker = CircuitBreaker.Limits()

    package init(keyID: String, keySecret: String) {
        self.keyID = keyID
        self.keySecret = keySecret
    }

    /// Whether money moves by this key: the gateway tells live keys from those for tests by how they begin.
    package var isLive: Bool { keyID.hasPrefix("rzp_live_") }
}

/// The secret must not get into a log.
extension RazorpayConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(keyID) at \(address.origin)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
