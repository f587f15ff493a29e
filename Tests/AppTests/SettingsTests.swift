import Configuration
import Logging
import Marketplace
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
        #expect(settings.passwords.cost == 12)
        #expect(settings.passwords.threads >= 1)
        #expect(settings.sessions.idle == .seconds(14 * 86_400))
        #expect(settings.sessions.absolute == .seconds(60 * 86_400))
    }

    @Test func `the owner's login is named beside the server's, never alone`() throws {
        let both = try settings([
            "DATABASE_URL": "host=db user=istri_server", "DATABASE_OWNER_URL": "host=db user=owner password=hidden",
        ])
        #expect(both.databaseURL?.user == "istri_server" && both.databaseOwnerURL?.user == "owner")
        let refusal = #expect(throws: Refusal.self) { try settings(["DATABASE_OWNER_URL": "host=db password=hidden"]) }
        #expect(refusal.map { "\($0)".contains("DATABASE_URL") && !"\($0)".contains("hidden") } == true)
    }

    @Test func `variables are read`() throws {
        let settings = try settings([
            "DATABASE_URL": "postgresql://web:secret@a,b/istri", "ISTRI_HOST": "::1", "ISTRI_PORT": "9000",
            "ISTRI_DATA_DIR": "/var/lib/istri", "ISTRI_LOG_LEVEL": "debug", "ISTRI_BCRYPT_COST": "13",
            "ISTRI_BCRYPT_THREADS": "3", "ISTRI_BCRYPT_QUEUE": "7", "ISTRI_SESSION_IDLE_HOURS": "2",
            "ISTRI_SESSION_MAX_HOURS": "12",
        ])
        #expect(settings.passwords == Settings.Passwords(cost: 13, threads: 3, queue: 7))
        #expect(settings.sessions.idle == .seconds(7200) && settings.sessions.absolute == .seconds(43_200))
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
        ("ISTRI_BCRYPT_COST", "3"), ("ISTRI_BCRYPT_COST", "18"), ("ISTRI_BCRYPT_THREADS", "0"),
        ("ISTRI_BCRYPT_QUEUE", "0"), ("ISTRI_SESSION_IDLE_HOURS", "0"), ("ISTRI_SESSION_MAX_HOURS", "x"),
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
