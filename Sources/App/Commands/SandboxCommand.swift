import ArgumentParser
import Foundation
import Gateways
import Sandbox
import ServiceLifecycle
import SystemPackage
import UnixSignals

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Play the payment gateway until SIGTERM or SIGINT; no money moves.",
        discussion: """
            It takes the keys of ISTRI_RAZORPAY_KEY_ID, ISTRI_RAZORPAY_KEY_SECRET and the first of \
            ISTRI_RAZORPAY_WEBHOOK_SECRETS; without them it makes some, and keeps them and its book in the data folder. \
            'istri serve' uses it with the same settings and ISTRI_RAZORPAY_URL. GET /sandbox/ lists what it can be told.
            """)

    @Option(help: "Port to listen on, on 127.0.0.1.")
    var port = 8090

    @Option(help: "Where webhooks go, as in http://127.0.0.1:8080/api/payments/webhook.")
    var webhookURL: String?

    func validate() throws {
        guard (1...65535).contains(port) else { throw ValidationError("--port must be from 1 to 65535.") }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let logger = settings.logger()
        try await Listening.check(host: "127.0.0.1", port: port, setting: "--port; ISTRI_SANDBOX")
        var keys = try settings.razorpay.account == nil ? SandboxKeys.open(in: settings.dataFolder) : nil
        var wanted = try Self.sandboxSettings(port: port, settings, keys)
        wanted.folder = settings.dataFolder.string
        wanted.webhookURL = webhookURL
        let key = wanted.keyID
        let sandbox = try Sandbox(wanted, logger: logger) { port in
            print("The sandbox is at http://127.0.0.1:\(port), for the key \(key).")
            fflush(nil)
        }
        keys?.url = "http://127.0.0.1:\(port)"
        try keys?.write(in: settings.dataFolder)
        var configuration = ServiceGroupConfiguration(
            services: [sandbox], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// - Throws: `Refusal`, also for a live key: whoever pays at the sandbox gets signatures by its secret, which a server
    ///   with the same key believes.
    static func sandboxSettings(
        port: Int, _ settings: Settings, _ keys: SandboxKeys?
    ) throws -> SandboxSettings {
        if let keys {
            return SandboxSettings(
                port: port, keyID: keys.key_id, keySecret: keys.key_secret, webhookSecret: keys.webhook_secret)
        }
        guard let account = settings.razorpay.account else { throw Refusal("There are no keys for the sandbox.") }
        guard !account.configuration.isLive else {
            throw Refusal(
                """
                ISTRI_RAZORPAY_KEY_ID is a live key, and the sandbox would sign what nobody paid by its secret. Set a \
                test key, which begins with rzp_test_, or none.
                """)
        }
        return SandboxSettings(
            port: port, keyID: account.configuration.keyID, keySecret: account.configuration.keySecret,
            webhookSecret: account.webhookSecrets[0])
    }
}
