import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// The gateway itself, over its HTTP interface. What may be asked twice (GET, and refunds, which carry a key) is asked
/// again when there was no answer; of an order or a capture it is looked up first what became of it.
struct RazorpayClient: Sendable {
    let transport: RazorpayTransport
    let breaker: CircuitBreaker
    let configuration: RazorpayConfiguration

    var gateway: PaymentGateway {
        PaymentGateway(
            createOrder: createOrder, order: order, ordersByReceipt: ordersByReceipt, payments: payments,
            payment: payment, capture: capture, refund: refund, refunds: refunds)
    }

    /// An id as a segment of a path, in which nothing else can be smuggled: ids come in from outside, too.
    static func segment(_ id: String) throws(GatewayFailure) -> String {
        let isID = (1...64).contains(id.utf8.count) && id.utf8.allSatisfy { $0.isWordByte }
        guard isID else { throw .refused(code: "BAD_REQUEST_ERROR", description: "not an id", status: 400) }
        return id
    }
}

extension UInt8 {
    fileprivate var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension PaymentGateway {
    /// Runs `body` with the gateway that the configuration names, and closes its connections afterwards.
    package static func withRazorpay<Result: Sendable>(
        _ configuration: RazorpayConfiguration, logger: Logger, _ body: (PaymentGateway) async throws -> Result
    ) async throws -> Result {
        var client = HTTPClient.Configuration(redirectConfiguration: .disallow)
        client.timeout.connect = TimeAmount(min(configuration.timeout, .seconds(5)))
        client.timeout.read = TimeAmount(configuration.timeout)
        client.httpVersion = .http1Only
        let connections = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
        let razorpay = RazorpayClient(
            transport: RazorpayTransport(client: connections, configuration: configuration, logger: logger),
            breaker: CircuitBreaker(configuration.breaker), configuration: configuration)
        do {
            let result = try await body(razorpay.gateway)
            try await connections.shutdown()
            return result
        } catch {
            try? await connections.shutdown()
            throw error
        }
    }
}
