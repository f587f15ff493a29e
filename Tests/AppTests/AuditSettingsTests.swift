import Configuration
import Testing

@testable import App

struct AuditSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings.Audit {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider))).audit
    }

    @Test func `lines of the audit are kept for a year, or as long as is set`() throws {
        #expect(try settings([:]).days == 365)
        #expect(try settings(["ISTRI_AUDIT_DAYS": "2000"]).days == 2000)
    }

    @Test(arguments: ["0", "-1", "36501", "a year"]) func `a wrong value is refused by its name`(value: String) {
        let refusal = #expect(throws: Refusal.self) { try settings(["ISTRI_AUDIT_DAYS": value]) }
        #expect(refusal?.description.hasPrefix("ISTRI_AUDIT_DAYS is '\(value)'") == true)
    }
}
