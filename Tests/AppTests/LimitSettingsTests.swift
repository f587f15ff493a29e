import Configuration
import Marketplace
import Testing

@testable import App

struct LimitSettingsTests {
    private func limits(_ values: [String: String]) throws -> Settings.Limits {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.Limits(SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `without any variable the standard rules hold and no proxy is trusted`() throws {
        let limits = try limits([:])
        for limit in RateLimit.allCases { #expect(limits.rules[limit] == limit.standard) }
    }

    @Test(arguments: RateLimit.allCases) func `each limit is set and switched off by a variable of its own`(
        limit: RateLimit
    ) throws {
        let name = "ISTRI_RATE_" + limit.rawValue.uppercased().replacing(".", with: "_")
        let set = try limits([name: "7/90s"])
        let off = try limits([name: "off"])
        #expect(set.rules[limit] == RateRule(7, per: .seconds(90)))
        #expect(off.rules[limit] == nil)
        for other in RateLimit.allCases where other != limit {
            #expect(set.rules[other] == other.standard)
            #expect(off.rules[other] == other.standard)
        }
    }

    @Test func `proxies are networks and addresses of both kinds`() throws {
        _ = try limits(["ISTRI_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,2001:db8::/32 ,::1"])
    }

    @Test(arguments: [
        ("ISTRI_RATE_LOGIN", "5"), ("ISTRI_RATE_LOGIN", "0/15m"), ("ISTRI_RATE_LOGIN", "5/15 minutes"),
        ("ISTRI_RATE_LOGIN", "1001/15m"), ("ISTRI_RATE_SEARCH", "Off"), ("ISTRI_RATE_SEARCH", ""),
        ("ISTRI_RATE_RESET_ADDRESS", "-1/h"), ("ISTRI_TRUSTED_PROXIES", "10.0.0.1/8"), ("ISTRI_TRUSTED_PROXIES", "*"),
        ("ISTRI_TRUSTED_PROXIES", "10.0.0.0/8,"), ("ISTRI_TRUSTED_PROXIES", "10.0.0.0/8;10.1.0.0/16"),
        ("ISTRI_TRUSTED_PROXIES", "proxy.example.org"), ("ISTRI_TRUSTED_PROXIES", ""),
    ])
    func `a wrong value is refused in one line that names the variable`(name: String, value: String) {
        let refusal = #expect(throws: Refusal.self) { try limits([name: value]) }
        let text = refusal?.description ?? ""
        #expect(text.hasPrefix(name))
        #expect(!text.contains("\n"))
    }
}
