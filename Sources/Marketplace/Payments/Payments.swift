import Gateways
import Postgres

/// Everything that is done with payments. The database decides what they mean: see
/// `sql/migrations/0019_payments.sql`.
///
/// For pages: `open`, `orderedAtGateway`, `verify`, `confirm`, `refund` and `money(of:for:)`; earnings and statements are
/// in `Ledger`.
package struct Payments: Sendable {
    package let pool: PostgresPool
    package let means: PaymentMeans
    /// How long a centre may take to answer a booking that was held until it was paid.
    let responseMinutes: Int32

    package init(pool: PostgresPool, means: PaymentMeans = PaymentMeans(), rules: BookingRules = BookingRules()) {
        self.pool = pool
        self.means = means
        responseMinutes = rules.responseMinutes
    }
}

/// By what can be paid here, besides by hand.
package struct PaymentMeans: Sendable {
    /// Nil: the method `razorpay` is off.
    package var gateway: GatewayAccess?
    /// The operator's, for centres that have none of their own.
    package var upi: UPIPayee?

    package init(gateway: GatewayAccess? = nil, upi: UPIPayee? = nil) {
        self.gateway = gateway
        self.upi = upi
    }
}

extension Payments {
    /// Whether the gateway can be paid by.
    package var takesGateway: Bool { means.gateway != nil }
    /// Public: the browser takes it to the checkout.
    package var gatewayKeyID: String? { means.gateway?.keyID }
    /// Where the browser sends the checkout's form; nil when the method is off.
    package var checkoutURL: String? { means.gateway?.checkoutURL }
    /// For the content policy of the page with that form.
    package var checkoutOrigin: String? { means.gateway?.checkoutOrigin }
    /// Whether no money moves.
    package var isSandbox: Bool { means.gateway?.isSandbox ?? false }
}
