import Foundation

/// What the shop sent the browser with.
struct CheckoutForm: Sendable {
    let fields: [String: String]

    var keyID: String { fields["key_id"] ?? "" }
    var orderID: String { fields["order_id"] ?? "" }
    var callback: String? { fields["callback_url"].flatMap { Self.origin(of: $0) == nil ? nil : $0 } }
    var cancel: String? { fields["cancel_url"].flatMap { Self.origin(of: $0) == nil ? nil : $0 } }
    /// Who is paid.
    var name: String? { fields["name"] }
    var isTamil: Bool { fields["lang"] == "ta" }

    /// - Parameter accepted: The header `Accept-Language`, for a shop that doesn't say which language it is.
    init(encoded text: String, accepting accepted: String?) {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            fields[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        if fields["lang"] == nil, accepted?.lowercased().hasPrefix("ta") == true { fields["lang"] = "ta" }
        self.fields = fields
    }

    /// The same in another language, as an address.
    func address(lang: String) -> String {
        var parts = URLComponents()
        parts.path = "/v1/checkout/embedded"
        let kept = ["key_id", "order_id", "callback_url", "cancel_url", "name"].compactMap { name in
            fields[name].map { URLQueryItem(name: name, value: $0) }
        }
        parts.queryItems = kept + [URLQueryItem(name: "lang", value: lang)]
        return parts.string?.replacing("+", with: "%2B") ?? "/"
    }

    /// What the content policy must let forms be sent to. Nil when the address isn't one of the web, or has what could
    /// mean something to a policy.
    static func origin(of url: String) -> String? {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]".utf8)
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty, host.utf8.allSatisfy(allowed.contains)
        else { return nil }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }
}
