import Foundation

/// Where the gateway answers: its own host over https, or this machine, where a sandbox runs. Keys are sent there with
/// every request, so no other host is taken, and no redirect is followed.
package struct GatewayAddress: Sendable, Equatable {
    package static let live = GatewayAddress(origin: "https://api.razorpay.com", isLoopback: false)

    /// Scheme, host and port, without a slash at the end.
    package let origin: String
    package let isLoopback: Bool

    private init(origin: String, isLoopback: Bool) {
        self.origin = origin
        self.isLoopback = isLoopback
    }

    /// - Returns: Nil unless the text is one of these, without user, path, query and fragment.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, parts.user == nil,
            parts.password == nil, parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil
        else { return nil }
        let isLoopback = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        switch (parts.scheme, host) {
        case ("https", "api.razorpay.com") where parts.port == nil || parts.port == 443: self = .live
        case ("http", _) where isLoopback, ("https", _) where isLoopback:
            self.init(origin: text.hasSuffix("/") ? String(text.dropLast()) : text, isLoopback: true)
        default: return nil
        }
    }
}
