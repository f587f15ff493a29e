import Gateways
import Logging
import Sandbox
import ServiceLifecycle

/// How payments leave the house: the gateway that the settings name, or the demonstration's sandbox.
struct PaymentWiring: Sendable {
    /// Nil: the method is off.
    let access: GatewayAccess?
    /// To be run beside the server.
    let sandbox: Sandbox?

    /// Opens the gateway, runs `body`, and closes its connections however that ends.
    ///
    /// - Parameter isDemo: Without a gateway in the settings a sandbox takes its place.
    static func with<Result: Sendable>(
        _ settings: Settings, isDemo: Bool, logger: Logger, _ body: (PaymentWiring) async throws -> Result
    ) async throws -> Result {
        var account = settings.razorpay.account
        var sandbox: Sandbox?
        if account == nil, isDemo {
            let demo = try await DemoSandbox.prepare(settings, logger: logger)
            (account, sandbox) = (demo.account, demo.sandbox)
        }
        guard let account else {
            settings.sayThatPaymentsAreOff(logger)
            return try await body(PaymentWiring(access: nil, sandbox: nil))
        }
        return try await PaymentGateway.withRazorpay(account.configuration, logger: logger) { gateway in
            let access = GatewayAccess(
                gateway: gateway, keyID: account.configuration.keyID, keySecret: account.configuration.keySecret,
                webhookSecrets: account.webhookSecrets, address: account.configuration.address)
            return try await body(PaymentWiring(access: access, sandbox: sandbox))
        }
    }
}

extension Settings {
    fileprivate func sayThatPaymentsAreOff(_ logger: Logger) {
        let message: Logger.Message = "Payments by Razorpay are off: settings are missing"
        let metadata: Logger.Metadata = ["missing": "\(razorpay.missing.joined(separator: ", "))"]
        // Who set some of them meant to have it on.
        if razorpay.missing.count < 3 {
            logger.warning(message, metadata: metadata)
        } else {
            logger.info(message, metadata: metadata)
        }
    }
}
