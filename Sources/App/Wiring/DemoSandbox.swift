import Gateways
import Logging
import Sandbox
import SystemPackage

/// The demonstration's own gateway, on loopback, with its book in the data folder.
enum DemoSandbox {
    /// - Returns: No sandbox where another node of the demonstration plays it already.
    static func prepare(
        _ settings: Settings, logger: Logger
    ) async throws -> (account: Settings.Razorpay.Account, sandbox: Sandbox?) {
        var keys = try SandboxKeys.open(in: settings.dataFolder)
        let port = try await port(settings, before: keys.url)
        var wanted = SandboxSettings(
            port: port, keyID: keys.key_id, keySecret: keys.key_secret, webhookSecret: keys.webhook_secret)
        wanted.folder = settings.dataFolder.string
        wanted.webhookURL = settings.ownWebhookURL
        let sandbox: Sandbox
        do {
            sandbox = try Sandbox(wanted, logger: logger)
        } catch is SandboxBookInUse {
            return (try account(try SandboxKeys.open(in: settings.dataFolder)), nil)
        }
        keys.url = "http://127.0.0.1:\(port)"
        try keys.write(in: settings.dataFolder)
        return (try account(keys), sandbox)
    }

    private static func account(_ keys: SandboxKeys) throws -> Settings.Razorpay.Account {
        var configuration = RazorpayConfiguration(keyID: keys.key_id, keySecret: keys.key_secret)
        guard let address = keys.url.flatMap(GatewayAddress.init), address.isLoopback else {
            throw Refusal("\(SandboxKeys.fileName) names no address of this machine. Delete it, and start again.")
        }
        configuration.address = address
        return Settings.Razorpay.Account(configuration: configuration, webhookSecrets: [keys.webhook_secret])
    }
}

extension DemoSandbox {
    /// The one of the settings; else that of the former start, where browsers may still stand, if it is free.
    private static func port(_ settings: Settings, before url: String?) async throws -> Int {
        let host = "127.0.0.1"
        guard settings.razorpay.sandboxPort == 0 else {
            try await Listening.check(host: host, port: settings.razorpay.sandboxPort, setting: "ISTRI_SANDBOX")
            return settings.razorpay.sandboxPort
        }
        if let former = url?.split(separator: ":").last.flatMap({ Int($0) }),
            (try? await Listening.check(host: host, port: former)) != nil
        {
            return former
        }
        return try await Listening.freePort(host: host)
    }
}

extension Settings {
    /// This very node's, whatever name it has outside.
    fileprivate var ownWebhookURL: String {
        let scheme = transport.certificateFile == nil ? "http" : "https"
        let everywhere = ["0.0.0.0", "::"].contains(host)
        let name = everywhere ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name):\(port)/api/payments/webhook"
    }
}
