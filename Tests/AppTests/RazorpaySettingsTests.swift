import Configuration
import Foundation
import Gateways
import SystemPackage
import Testing

@testable import App

struct RazorpaySettingsTests {
    private let all = [
        "ISTRI_RAZORPAY_KEY_ID": "rzp_test_x", "ISTRI_RAZORPAY_KEY_SECRET": "hush",
        "ISTRI_RAZORPAY_WEBHOOK_SECRETS": "one,two",
    ]

    private func settings(_ values: [String: String]) throws -> Settings {
        let provider = EnvironmentVariablesProvider(environmentVariables: values)
        return try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
    }

    @Test func `with all that it needs the gateway is on, and is Razorpay's own unless told otherwise`() throws {
        let account = try #require(try settings(all).razorpay.account)
        #expect(account.configuration.address == .live)
        #expect((account.configuration.keyID, account.configuration.keySecret) == ("rzp_test_x", "hush"))
        #expect(account.webhookSecrets == ["one", "two"])
        let local = try settings(all.merging(["ISTRI_RAZORPAY_URL": "http://127.0.0.1:8090"]) { $1 }).razorpay
        #expect(local.account?.configuration.address.isLoopback == true)
    }

    @Test func `what is missing turns it off and is named`() throws {
        #expect(try settings([:]).razorpay.missing.count == 3)
        for name in all.keys {
            let razorpay = try settings(all.filter { $0.key != name }).razorpay
            #expect(razorpay.account == nil && razorpay.missing == [name])
        }
    }

    @Test func `a live key goes to Razorpay alone, and no sandbox signs by it`() throws {
        let live = all.merging(["ISTRI_RAZORPAY_KEY_ID": "rzp_live_x"]) { $1 }
        let settings = try settings(live)
        #expect(settings.razorpay.account?.configuration.address.isLoopback == false)
        let sandbox = #expect(throws: Refusal.self) {
            try SandboxCommand.sandboxSettings(port: 8090, settings, nil)
        }
        #expect(sandbox?.description.contains("live key") == true)
        let local = #expect(throws: Refusal.self) {
            try self.settings(live.merging(["ISTRI_RAZORPAY_URL": "http://127.0.0.1:8090"]) { $1 })
        }
        #expect(local?.description.contains("ISTRI_RAZORPAY_URL") == true)
        _ = try SandboxCommand.sandboxSettings(port: 8090, try self.settings(all), nil)
    }

    @Test(arguments: [
        ("ISTRI_RAZORPAY_URL", "https://example.org"), ("ISTRI_RAZORPAY_WEBHOOK_SECRETS", "one,"),
        ("ISTRI_RAZORPAY_WEBHOOK_SECRETS", "1,2,3,4,5"), ("ISTRI_RAZORPAY_KEY_SECRET", ""),
        ("ISTRI_SANDBOX_PORT", "65536"),
    ])
    func `wrong values are refused by the variable's name`(name: String, value: String) throws {
        let refusal = #expect(throws: Refusal.self) { try settings(all.merging([name: value]) { $1 }) }
        #expect(refusal?.description.contains(name) == true)
    }

    @Test func `the sandbox's keys are made once, and only their owner reads them`() throws {
        let folder = FilePath(FileManager.default.temporaryDirectory.appendingPathComponent("istri-\(UUID())").path)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let keys = try SandboxKeys.open(in: folder)
        #expect(try SandboxKeys.open(in: folder) == keys)
        let file = folder.appending(SandboxKeys.fileName).string
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        try "{".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: Refusal.self) { try SandboxKeys.open(in: folder) }
    }
}
