import Configuration
import Gateways

extension Settings {
    /// The payment gateway. Without all that it needs, the method is off.
    struct Razorpay: Sendable {
        /// Nil: off.
        var account: Account?
        /// The variables that are missing for it.
        var missing: [String]
        /// Of the demonstration's sandbox; 0: any that is free.
        var sandboxPort: Int

        struct Account: Sendable {
            var configuration: RazorpayConfiguration
            /// Two while one replaces the other.
            var webhookSecrets: [String]
        }
    }

    static func readRazorpay(_ reader: SettingsReader) throws -> Razorpay {
        let id = try reader.text("istri.razorpay.key.id")
        let secret = try reader.secret("istri.razorpay.key.secret")
        let webhooks = try reader.webhookSecrets("istri.razorpay.webhook.secrets")
        let address = try reader.gatewayAddress("istri.razorpay.url")
        let port = try reader.integer("istri.sandbox.port", in: 0...65535, default: 0)
        guard let id, let secret, let webhooks else {
            let missing = [
                ("ISTRI_RAZORPAY_KEY_ID", id == nil), ("ISTRI_RAZORPAY_KEY_SECRET", secret == nil),
                ("ISTRI_RAZORPAY_WEBHOOK_SECRETS", webhooks == nil),
            ]
            return Razorpay(account: nil, missing: missing.filter(\.1).map(\.0), sandboxPort: port)
        }
        var configuration = RazorpayConfiguration(keyID: id, keySecret: secret)
        if let address { configuration.address = address }
        guard !configuration.isLive || !configuration.address.isLoopback else {
            throw Refusal(
                """
                ISTRI_RAZORPAY_KEY_ID is a live key, which goes to \(GatewayAddress.live.origin) alone. Leave out \
                ISTRI_RAZORPAY_URL, or take a test key.
                """)
        }
        return Razorpay(
            account: Razorpay.Account(configuration: configuration, webhookSecrets: webhooks), missing: [],
            sandboxPort: port)
    }
}

extension SettingsReader {
    /// The refusals don't repeat what is secret.
    fileprivate func secret(_ key: String) throws -> String? {
        guard let text = config.string(forKey: ConfigKey(key), isSecret: true) else { return nil }
        guard !text.isEmpty, !text.contains(where: \.isWhitespace) else {
            throw Refusal("\(key.uppercased().replacing(".", with: "_")) must not be empty or hold spaces.")
        }
        return text
    }

    fileprivate func webhookSecrets(_ key: String) throws -> [String]? {
        guard let text = try secret(key) else { return nil }
        let secrets = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard secrets.count <= 4, !secrets.contains("") else {
            throw Refusal(
                "ISTRI_RAZORPAY_WEBHOOK_SECRETS must be up to 4 secrets, comma-separated, none of them empty.")
        }
        return secrets
    }

    fileprivate func gatewayAddress(_ key: String) throws -> GatewayAddress? {
        guard let text = try text(key) else { return nil }
        guard let address = GatewayAddress(text) else {
            throw wrong(key, text, "\(GatewayAddress.live.origin), or an address of this machine as of 'istri sandbox'")
        }
        return address
    }
}
