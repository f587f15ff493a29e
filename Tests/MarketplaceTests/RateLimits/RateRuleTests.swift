import Testing

@testable import Marketplace

struct RateRuleTests {
    @Test(arguments: [
        ("30/15m", 30, 900), ("1/s", 1, 1), ("1000/h", 1000, 3600), ("5/10s", 5, 10), ("2/31d", 2, 2_678_400),
        ("1000000000/m", 1_000_000_000, 60),
    ])
    func `so many in so long is read`(text: String, count: Int, period_s: Int) {
        let rule = RateRule(text)
        #expect(rule?.count == count)
        #expect(rule?.period_s == period_s)
    }

    @Test(arguments: [
        "", "30", "30/", "/15m", "0/15m", "-1/15m", "+3/m", "30/0m", "30/15", "30/15M", "30/15m ", "3/1m/2", "30/32d",
        "30/99999999999999999999d", "1000000001/m", "99999999999999999999/m", "٣/m", "3.5/m", "off",
    ])
    func `what isn't so many in so long is no rule`(text: String) { #expect(RateRule(text) == nil) }

    @Test func `every limit has a standard rule`() {
        for limit in RateLimit.allCases { #expect(RateRules.standard[limit] == limit.standard) }
    }
}
