import Configuration
import Marketplace
import Testing

@testable import App

struct BookingSettingsTests {
    private func rules(_ values: [String: String]) throws -> BookingRules {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider))).bookings
    }

    @Test func `what isn't set is as the rules begin`() throws {
        #expect(try rules([:]) == BookingRules())
    }

    @Test func `each rule is set by its variable`() throws {
        let rules = try rules([
            "ISTRI_HOLD_MINUTES": "5", "ISTRI_RESPONSE_MINUTES": "30", "ISTRI_REMATCHES": "0",
            "ISTRI_CANCEL_FREE_HOURS": "12", "ISTRI_LATE_FEE_PAISE": "5000", "ISTRI_WARRANTY_DAYS": "90",
            "ISTRI_BOOKING_DAYS": "14",
        ])
        var wanted = BookingRules()
        wanted.holdMinutes = 5
        wanted.responseMinutes = 30
        wanted.rematches = 0
        wanted.freeUntilHours = 12
        wanted.lateFee_paise = 5000
        wanted.warrantyDays = 90
        wanted.horizonDays = 14
        #expect(rules == wanted)
    }

    @Test(arguments: [
        ("ISTRI_HOLD_MINUTES", "0"), ("ISTRI_RESPONSE_MINUTES", "soon"), ("ISTRI_REMATCHES", "-1"),
        ("ISTRI_CANCEL_FREE_HOURS", "721"), ("ISTRI_LATE_FEE_PAISE", "1.5"), ("ISTRI_WARRANTY_DAYS", ""),
        ("ISTRI_BOOKING_DAYS", "367"),
    ])
    func `a wrong value is refused by its name`(name: String, value: String) {
        let refusal = #expect(throws: Refusal.self) { try rules([name: value]) }
        #expect(refusal?.description.hasPrefix("\(name) is '\(value)'") == true)
    }
}
