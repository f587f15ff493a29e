import Foundation
import Gateways
import Testing

@testable import Sandbox

/// Our client against the sandbox, over HTTP: what it asks, and what becomes of answers that don't come.
struct GatewayClientTests {
    private let request = OrderRequest(amount_paise: 33_000, receipt: "istri-1", notes: ["b": "K7", "a": "1"])

    @Test func `an order is paid, captured and given back in three parts`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                let order = try await gateway.createOrder(request)
                #expect(order.status == .created && order.receipt == "istri-1" && order.attempts == 0)
                let paid = try await running.book.pay(order.id, .paid)
                #expect(try await gateway.payments(order.id).map(\.status) == [.authorized])
                let captured = try await gateway.capture(paid.id, 33_000)
                #expect(captured.captured && captured.order_id == order.id && captured.currency == "INR")
                #expect(try await gateway.order(order.id).amount_paid_paise == 33_000)
                let part = try await gateway.refund(paid.id, 10_000, "refund-0000000001", ["b": "2", "a": "1"])
                #expect(part.status == .processed)
                _ = try await gateway.refund(paid.id, 3_000, "refund-0000000002", [:])
                let noted = try await gateway.refund(
                    paid.id, 20_000, "refund-0000000003", ["refund": "refund-0000000003"])
                let refunds = try await gateway.refunds(paid.id)
                #expect(refunds.map(\.amount_paise) == [10_000, 3_000, 20_000])
                #expect(refunds.map(\.key) == [nil, nil, "refund-0000000003"] && refunds.last == noted)
                let payment = try await gateway.payment(paid.id)
                #expect(payment.status == .refunded && payment.amount_refunded_paise == 33_000)
                #expect(try await gateway.order(order.id).status == .paid)
            }
        }
    }

    @Test(arguments: [
        Fault(kind: .error, when: .before), Fault(kind: .error, when: .after), Fault(kind: .html, when: .after),
        Fault(kind: .html_ok, when: .after), Fault(kind: .timeout, when: .after, seconds: 20),
    ])
    func `an order whose answer is lost is there once`(fault: Fault) async throws {
        try await RunningSandbox.with { running in
            var request = request
            request.isFirst = true
            var fault = fault
            fault.method = "POST"
            await running.controls.add(fault)
            try await running.gateway({ $0.timeout = .seconds(3) }) { gateway in
                let order = try await gateway.createOrder(request)
                #expect(order.amount_paise == 33_000)
                #expect(await running.book.contents.orders.all.map(\.id) == [order.id])
                #expect(try await gateway.createOrder(request) == order)
                request.isFirst = false
                #expect(try await gateway.createOrder(request) == order)
            }
        }
    }

    @Test func `a receipt that belongs to another amount is refused`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                _ = try await gateway.createOrder(request)
                var other = request
                other.amount_paise = 34_000
                let failure = await caught { try await gateway.createOrder(other) }
                guard case .refused(_, _, 400) = failure else { return #expect(Bool(false), "\(failure as Any)") }
            }
        }
    }

    @Test func `a capture whose answer is lost isn't asked twice, and is seen`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                let order = try await gateway.createOrder(request)
                let payment = try await running.book.pay(order.id, .paid)
                await running.controls.add(Fault(kind: .error, when: .after, path: "/v1/payments", method: "POST"))
                #expect(try await gateway.capture(payment.id, 33_000).captured)
                #expect(try await gateway.capture(payment.id, 33_000).captured)
                #expect(await running.book.contents.events.all.count { $0.name == "payment.captured" } == 1)
            }
        }
    }

    @Test func `a capture that never reached the gateway is not said to be done`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                let order = try await gateway.createOrder(request)
                let payment = try await running.book.pay(order.id, .paid)
                await running.controls.add(Fault(kind: .error, when: .before, method: "POST"))
                let failure = await caught { try await gateway.capture(payment.id, 33_000) }
                guard case .unavailable = failure else { return #expect(Bool(false), "\(failure as Any)") }
                #expect(try await running.book.payment(payment.id).status == .authorized)
            }
        }
    }

    @Test func `a refund whose answer is lost twice is made once`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                let order = try await gateway.createOrder(request)
                let payment = try await running.book.pay(order.id, .paid)
                _ = try await gateway.capture(payment.id, 33_000)
                await running.controls.add(Fault(kind: .error, when: .after, count: 2, method: "POST"))
                let refund = try await gateway.refund(payment.id, 5_000, "refund-0000000001", [:])
                #expect(refund.amount_paise == 5_000)
                #expect(try await running.book.payment(payment.id).amount_refunded == 5_000)
            }
        }
    }

    @Test func `what can be read again is, and what is refused isn't`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                let order = try await gateway.createOrder(request)
                await running.controls.add(Fault(kind: .html, count: 2))
                #expect(try await gateway.order(order.id) == order)
                await running.controls.add(Fault(kind: .error, count: 3))
                guard case .unavailable = await caught({ try await gateway.order(order.id) }) else {
                    return #expect(Bool(false))
                }
                await running.controls.removeFaults()
                let refused = await caught { try await gateway.order("order_none") }
                #expect(
                    refused
                        == .refused(
                            code: "BAD_REQUEST_ERROR", description: "The id provided does not exist", status: 400))
                await running.controls.add(Fault(kind: .html_ok))
                guard case .misunderstood = await caught({ try await gateway.order(order.id) }) else {
                    return #expect(Bool(false))
                }
            }
        }
    }

    @Test(arguments: ["", "../orders", "pay_1/../x", "pay_1?x=1", "pay 1", String(repeating: "a", count: 65)])
    func `an id can't lead to another path`(id: String) async throws {
        try await RunningSandbox.with { running in
            try await running.gateway { gateway in
                let failure = await caught { try await gateway.payment(id) }
                #expect(failure == .refused(code: "BAD_REQUEST_ERROR", description: "not an id", status: 400))
            }
        }
    }

    @Test func `a wrong secret is refused, and is in no description`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway(secret: "wrong") { gateway in
                guard case .refused(_, _, 401) = await caught({ try await gateway.order("order_x") }) else {
                    return #expect(Bool(false))
                }
            }
        }
        let configuration = RazorpayConfiguration(keyID: "rzp_test_x", keySecret: "hush")
        #expect(!"\(configuration) \(String(reflecting: configuration))".contains("hush"))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("hush"))
    }

    @Test func `a gateway that is down is left alone, and found again`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway {
                $0.attempts = 1
                $0.breaker.wait = .seconds(2)
            } _: { gateway in
                let order = try await gateway.createOrder(request)
                await running.controls.add(Fault(kind: .error, count: 5))
                for _ in 0..<5 { _ = await caught { try await gateway.order(order.id) } }
                // The faults are used up: it would answer, and isn't asked.
                let failure = await caught { try await gateway.order(order.id) }
                #expect(failure == .unavailable("left alone, since it didn't answer before"))
                try await Task.sleep(for: .milliseconds(2100))
                #expect(try await gateway.order(order.id) == order)
            }
        }
    }

    @Test func `a slow gateway is waited for as long as the settings say`() async throws {
        try await RunningSandbox.with { running in
            try await running.gateway {
                $0.timeout = .seconds(2)
                $0.attempts = 1
            } _: { gateway in
                let order = try await gateway.createOrder(request)
                await running.controls.add(Fault(kind: .slow, seconds: 20))
                let begin = ContinuousClock.now
                guard case .unavailable = await caught({ try await gateway.order(order.id) }) else {
                    return #expect(Bool(false))
                }
                #expect(ContinuousClock.now - begin < .seconds(10))
            }
        }
    }

    private func caught<Value: Sendable>(_ call: () async throws -> Value) async -> GatewayFailure? {
        do {
            _ = try await call()
            return nil
        } catch {
            return error as? GatewayFailure
        }
    }
}
