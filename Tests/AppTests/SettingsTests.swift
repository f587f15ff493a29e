import Configuration
import Logging
import Postgres
import SystemPackage
import Testing

@testable import App

struct SettingsTests {
    private func settings(_ values: [String: String]) throws -> Settings {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `without any variable the defaults hold`() throws {
        let settings = try settings([:])
        #expect(settings.databaseURL == nil)
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8080)
        #expect(settings.dataFolder == ".istri")
        #expect(settings.shareFolder.appending("geodata").string.hasSuffix("/geodata"))
    }

    @Test func `variables are read`() throws {
        let settings = try settings([
            "DATABASE_URL": "postgresql://web:secret@a,b/istri", "ISTRI_HOST": "::1", "ISTRI_PORT": "9000",
            "ISTRI_DATA_DIR": "/var/lib/istri", "ISTRI_LOG_LEVEL": "debug",
        ])
        #expect(settings.databaseURL?.database == "istri")
        #expect(settings.host == "::1")
        #expect(settings.port == 9000)
        #expect(settings.dataFolder == "/var/lib/istri")
        #expect(settings.logLevel == .debug)
    }

    @Test(arguments: [
        ("ISTRI_PORT", "0"), ("ISTRI_PORT", "65536"), ("ISTRI_PORT", "http"), ("ISTRI_PORT", ""),
        ("ISTRI_HOST", "a b"), ("ISTRI_LOG_LEVEL", "loud"), ("ISTRI_SHARE_DIR", "/nowhere"),
        ("ISTRI_KEPT_ANSWERS_BYTES", "-1"), ("DATABASE_URL", "nonsense"),
    ])
    func `a wrong value is refused in one line that names the variable`(name: String, value: String) {
        let refusal = #expect(throws: Refusal.self) { try settings([name: value]) }
        let text = refusal?.description ?? ""
        #expect(text.hasPrefix(name))
        #expect(!text.contains("\n"))
    }

    @Test func `a password never shows`() throws {
        let settings = try settings(["DATABASE_URL": "host=db user=web password=hunter2"])
        #expect(!"\(settings)".contains("hunter2"))
        #expect(!String(reflecting: settings).contains("hunter2"))
        let refusal = #expect(throws: Refusal.self) { try self.settings(["DATABASE_URL": "password=hunter2 x"]) }
        #expect(refusal?.description.contains("hunter2") == false)
    }
}
