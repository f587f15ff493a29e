import Crypto
import Foundation
import Gateways
import Marketplace
import Synchronization

/// A gateway with a book of its own, for tests of what we make of its answers. The wire is tested in SandboxTests.
final class TestGateway: Sendable {
    enum Call: Hashable, Sendable { case createOrder, payments, capture, refund, refunds }

    private struct Trouble: Sendable {
        let failure: GatewayFailure
        /// Whether what was asked happens all the same.
        let isLate: Bool
        var times: Int
    }

    private struct Book: Sendable {
        var orders: [GatewayOrder] = []
        var payments: [GatewayPayment] = []
        var refunds: [String: GatewayRefund] = [:]
        var trouble: [Call: Trouble] = [:]
        var calls: [Call: Int] = [:]
        var number = 0
        var isSlow = false
    }

    private let book = Mutex(Book())
    static let secrets = ["the old secret", "the new secret"]
    static let keySecret = "the key's secret"

    /// As it is wired into a node.
    var means: PaymentMeans {
        PaymentMeans(
            gateway: GatewayAccess(
                gateway: gateway, keyID: "rzp_test_key", keySecret: Self.keySecret, webhookSecrets: Self.secrets),
            upi: UPIPayee(vpa: "operator@bank", name: "Iron & Co"))
    }

    func calls(_ call: Call) -> Int { book.withLock { $0.calls[call] ?? 0 } }
    var orders: [GatewayOrder] { book.withLock { $0.orders } }
    var refunds: [GatewayRefund] { book.withLock { Array($0.refunds.values) } }
    /// What it holds for us.
    var balance_paise: Int64 {
        book.withLock { $0.payments.filter(\.captured).reduce(0) { $0 + $1.amount_paise - $1.amount_refunded_paise } }
    }
    func payment(_ id: String) -> GatewayPayment? { book.withLock { $0.payments.first { $0.id == id } } }

    /// - Parameter isLate: What is asked happens, and only the answer is lost.
    func fail(_ call: Call, _ failure: GatewayFailure, times: Int = 1, isLate: Bool = false) {
        book.withLock { $0.trouble[call] = Trouble(failure: failure, isLate: isLate, times: times) }
    }

    /// While it is slow it makes no order, for ten seconds at most.
    func beSlow(_ isSlow: Bool) { book.withLock { $0.isSlow = isSlow } }

    private func pause() async {
        let deadline = ContinuousClock.now + .seconds(10)
        while book.withLock({ $0.isSlow }), ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// A customer at the checkout.
    func pay(_ order: String, _ status: GatewayPayment.Status = .authorized, amount_paise: Int64? = nil) -> String {
        book.withLock { book in
            book.number += 1
            let id = "pay_\(order.dropFirst(6))\(book.number)"
            let amount = amount_paise ?? book.orders.first { $0.id == order }?.amount_paise ?? 0
            book.payments.append(
                GatewayPayment(
                    id: id, order_id: order, amount_paise: amount, status: status, method: "card",
                    captured: status == .captured, created_at: Date()))
            return id
        }
    }

    func change(_ id: String, _ change: (inout GatewayPayment) -> Void) {
        book.withLock { book in
            guard let index = book.payments.firstIndex(where: { $0.id == id }) else { return }
            change(&book.payments[index])
        }
    }

    private func act<Answer: Sendable>(
        _ call: Call, _ body: (inout Book) throws(GatewayFailure) -> Answer
    ) throws(GatewayFailure) -> Answer {
        let result: Result<Answer, GatewayFailure> = book.withLock { book in
            book.calls[call, default: 0] += 1
            var failure: GatewayFailure?
            if var trouble = book.trouble[call], trouble.times > 0 {
                trouble.times -= 1
                book.trouble[call] = trouble
                failure = trouble.failure
                if !trouble.isLate { return .failure(trouble.failure) }
            }
            do throws(GatewayFailure) {
                let answer = try body(&book)
                if let failure { return .failure(failure) }
                return .success(answer)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private var gateway: PaymentGateway {
        PaymentGateway(
            createOrder: { request async throws(GatewayFailure) in
                await self.pause()
                return try self.createOrder(request)
            },
            order: { id throws(GatewayFailure) in
                try self.act(.createOrder) { book throws(GatewayFailure) in
                    try Self.found(book.orders.first { $0.id == id })
                }
            },
            ordersByReceipt: { receipt throws(GatewayFailure) in
                self.orders.filter { $0.receipt == receipt }
            },
            payments: { order throws(GatewayFailure) in
                try self.act(.payments) { book throws(GatewayFailure) in book.payments.filter { $0.order_id == order } }
            },
            payment: { id throws(GatewayFailure) in try Self.found(self.payment(id)) },
            capture: { id, amount throws(GatewayFailure) in try self.capture(id, amount) },
            refund: { id, amount, key, notes throws(GatewayFailure) in try self.refund(id, amount, key, notes) },
            refunds: { id throws(GatewayFailure) in
                try self.act(.refunds) { book throws(GatewayFailure) in
                    book.refunds.values.filter { $0.payment_id == id }
                }
            })
    }

    private func createOrder(_ request: OrderRequest) throws(GatewayFailure) -> GatewayOrder {
        try act(.createOrder) { book throws(GatewayFailure) in
            if let known = book.orders.first(where: { $0.receipt == request.receipt }) { return known }
            let order = GatewayOrder(
                id: "order_\(UUID().uuidString.prefix(8))", amount_paise: request.amount_paise, amount_paid_paise: 0,
                status: .created, receipt: request.receipt, attempts: 0)
            book.orders.append(order)
            return order
        }
    }

    private func capture(_ id: String, _ amount: Int64) throws(GatewayFailure) -> GatewayPayment {
        try act(.capture) { book throws(GatewayFailure) in
            guard let index = book.payments.firstIndex(where: { $0.id == id }) else { throw Self.unknown }
            guard book.payments[index].status == .authorized, book.payments[index].amount_paise == amount else {
                throw .refused(code: "BAD_REQUEST_ERROR", description: "already captured", status: 400)
            }
            book.payments[index].status = .captured
            book.payments[index].captured = true
            return book.payments[index]
        }
    }

    private func refund(
        _ id: String, _ amount: Int64, _ key: String, _ notes: [String: String]
    ) throws(GatewayFailure) -> GatewayRefund {
        try act(.refund) { book throws(GatewayFailure) in
            if let known = book.refunds[key] { return known }
            guard let index = book.payments.firstIndex(where: { $0.id == id }) else { throw Self.unknown }
            let rest = book.payments[index].amount_paise - book.payments[index].amount_refunded_paise
            guard book.payments[index].captured, amount <= rest else {
                throw .refused(code: "BAD_REQUEST_ERROR", description: "more than is left", status: 400)
            }
            book.payments[index].amount_refunded_paise += amount
            let refund = GatewayRefund(
                id: "rfnd_\(UUID().uuidString.prefix(8))", payment_id: id, amount_paise: amount, status: .processed,
                key: notes["refund"])
            book.refunds[key] = refund
            return refund
        }
    }

    private static func found<Value>(_ value: Value?) throws(GatewayFailure) -> Value {
        guard let value else { throw unknown }
        return value
    }

    private static var unknown: GatewayFailure {
        .refused(code: "BAD_REQUEST_ERROR", description: "no such id", status: 400)
    }
}

extension TestGateway {
    static func sign(_ text: String, _ secret: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(secret.utf8)))
            .map { String(format: "%02x", $0) }.joined()
    }
}

extension TestGateway {
    static func sign(bytes: [UInt8], _ secret: String) -> String {
        HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: Data(secret.utf8)))
            .map { String(format: "%02x", $0) }.joined()
    }
}
