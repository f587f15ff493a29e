import Foundation

/// The gateway, and what belongs to our account there. Nil where one of these stands: the method is off.
package struct GatewayAccess: Sendable {
    package let gateway: PaymentGateway
    /// Public: the browser takes it to the checkout.
    package let keyID: String
    private let keySecret: String
    private let webhookSecrets: [String]
    private let address: GatewayAddress

    package init(
        gateway: PaymentGateway, keyID: String, keySecret: String, webhookSecrets: [String],
        address: GatewayAddress = .live
    ) {
        self.gateway = gateway
        self.keyID = keyID
        self.keySecret = keySecret
        self.webhookSecrets = webhookSecrets
        self.address = address
    }

    /// Where the browser sends a form with `key_id`, `order_id`, `callback_url` and `cancel_url`. It comes back by a
    /// form that it sends to `callback_url`, from the gateway's origin and so without our cookies: with the three
    /// `razorpay_...` fields, or with `error[code]`, `error[description]` and so on.
    package var checkoutURL: String { address.origin + "/v1/checkout/embedded" }

    /// For the content policy of the page with that form.
    package var checkoutOrigin: String { address.origin }

    /// Whether no money moves.
    package var isSandbox: Bool { address.isLoopback }

    /// - Parameter body: As it came, byte for byte.
    package func isSigned(webhook body: some DataProtocol, by signature: String) -> Bool {
        GatewaySignature.isValid(signature, webhook: body, secrets: webhookSecrets)
    }

    /// Whether what the checkout brought back comes from the gateway.
    package func isSigned(orderID: String, paymentID: String, by signature: String) -> Bool {
        GatewaySignature.isValid(signature, orderID: orderID, paymentID: paymentID, keySecret: keySecret)
    }
}

/// The secrets must not get into a log.
extension GatewayAccess: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(keyID) at \(address.origin)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
