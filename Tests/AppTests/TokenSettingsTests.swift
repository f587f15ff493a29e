import Configuration
import Marketplace
import Testing

@testable import App

struct TokenSettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `without any variable the key comes from the data folder`() throws {
        let settings = try settings([:])
        #expect(settings.tokens.secretKey == nil && settings.tokens.oldSecretKeys == nil)
        #expect(settings.tokens.signingKeyDays == 30)
        #expect(settings.tokens.secondFactorRequiredFor == [])
        try settings.checkSecretKey()
    }

    @Test func `keys are read, and old ones open`() throws {
        let (old, new) = (MasterKeys.randomText(), MasterKeys.randomText())
        let sealed = try settings(["ISTRI_SECRET_KEY": old]).secretBox().seal([1], for: "a")
        let renewed = try settings([
            "ISTRI_SECRET_KEY": new, "ISTRI_SECRET_KEYS_OLD": " \(MasterKeys.randomText()) , \(old)",
        ])
        #expect(try renewed.secretBox().open(sealed, for: "a") == [1])
        #expect(try renewed.secretBox().isOutdated(sealed))
    }

    @Test func `somebody's database and no key ends the start with the way to make one`() throws {
        let url = "postgresql://web@db/istri"
        let refusal = #expect(throws: Refusal.self) { try settings(["DATABASE_URL": url]).checkSecretKey() }
        let text = refusal?.description ?? ""
        #expect(text.contains("ISTRI_SECRET_KEY") && text.contains("openssl rand -base64 32") && !text.contains("\n"))
        try settings(["DATABASE_URL": url, "ISTRI_SECRET_KEY": MasterKeys.randomText()]).checkSecretKey()
    }

    @Test func `roles that must have a second factor are read`() throws {
        let both = try settings(["ISTRI_SECOND_FACTOR_REQUIRED": "admin, dispatcher"])
        #expect(both.tokens.secondFactorRequiredFor == [.admin, .dispatcher])
        #expect(try settings(["ISTRI_SECOND_FACTOR_REQUIRED": "none"]).tokens.secondFactorRequiredFor == [])
    }

    @Test(arguments: [
        ("ISTRI_SECOND_FACTOR_REQUIRED", "root"), ("ISTRI_SECOND_FACTOR_REQUIRED", "admin,"),
        ("ISTRI_SECOND_FACTOR_REQUIRED", ""), ("ISTRI_SECRET_KEY", ""), ("ISTRI_SECRET_KEY", "hunter2"),
        ("ISTRI_SECRET_KEY", "aHVudGVyMg=="),
        ("ISTRI_SECRET_KEY", "\(MasterKeys.randomText()),\(MasterKeys.randomText())"),
        ("ISTRI_SECRET_KEYS_OLD", "aHVudGVyMg=="), ("ISTRI_SECRET_KEYS_OLD", "\(MasterKeys.randomText()),"),
        ("ISTRI_SIGNING_KEY_DAYS", "0"), ("ISTRI_SIGNING_KEY_DAYS", "often"),
    ])
    func `a wrong value is refused in one line that names the variable and shows no key`(name: String, value: String) {
        let refusal = #expect(throws: Refusal.self) { try settings([name: value]) }
        let text = refusal?.description ?? ""
        #expect(text.hasPrefix(name) && !text.contains("\n"))
        if name.hasPrefix("ISTRI_SECRET") && !value.isEmpty { #expect(!text.contains(value)) }
    }

    @Test func `a key never shows`() throws {
        let key = MasterKeys.randomText()
        let settings = try settings(["ISTRI_SECRET_KEY": key, "ISTRI_SECRET_KEYS_OLD": key])
        var dumped = ""
        dump(settings, to: &dumped)
        for shown in ["\(settings)", String(reflecting: settings), dumped] { #expect(!shown.contains(key)) }
    }
}
