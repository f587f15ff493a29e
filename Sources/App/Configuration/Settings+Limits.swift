import Configuration
import Marketplace
import Server

extension Settings {
    /// How often strangers may do what, and whose word counts on who they are.
    struct Limits: Sendable {
        /// From ISTRI_RATE_<NAME>, each `30/15m` or `off`.
        var rules: RateRules
        /// From ISTRI_TRUSTED_PROXIES.
        var proxies: TrustedProxies
    }
}

extension Settings.Limits {
    init(_ reader: SettingsReader) throws {
        rules = .standard
        for limit in RateLimit.allCases {
            switch try reader.rateRule(limit) {
            case nil: continue
            case .off: rules[limit] = nil
            case .rule(let rule): rules[limit] = rule
            }
        }
        proxies = TrustedProxies(try reader.addressRanges("istri.trusted.proxies"))
    }
}

/// A rule, or none because the limit is switched off.
private enum RateSetting {
    case rule(RateRule)
    case off
}

extension SettingsReader {
    fileprivate func rateRule(_ limit: RateLimit) throws -> RateSetting? {
        let key = "istri.rate.\(limit.rawValue)"
        guard let text = try text(key) else { return nil }
        if text == "off" { return .off }
        guard let rule = RateRule(text), rule.count <= limit.mostCounted else {
            let name = key.uppercased().replacing(".", with: "_")
            throw Refusal(
                "\(name) is '\(text)', but must be so many in so long, as in 30/15m (at most "
                    + "\(limit.mostCounted); s, m, h or d; at most 31d), or off.")
        }
        return .rule(rule)
    }

    /// Networks as CIDR writes them, comma-separated; absent means none.
    fileprivate func addressRanges(_ key: String) throws -> [AddressRange] {
        guard let text = try text(key) else { return [] }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let range = AddressRange(part.filter { $0 != " " }) else {
                throw Refusal(
                    "ISTRI_TRUSTED_PROXIES: '\(part)' must be a network or an address, as in 10.0.0.0/8 or 2001:db8::1."
                )
            }
            return range
        }
    }
}
