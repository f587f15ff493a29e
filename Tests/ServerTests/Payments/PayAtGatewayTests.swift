import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Paying by the gateway: opened, paid, taken when the repair is done.
@Suite(.serialized, .payments) struct PayAtGatewayTests {
    @Test func `a booking is paid at the checkout, and the money taken when its repair is done`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let opened = try await ground.opened(booking)
            #expect(opened.amount_paise == 45_000 && opened.key_id == "rzp_test_key" && opened.status == "created")
            #expect(try await ground.status(booking).payment == "pending")
            let order = try #require(opened.order_id)
            let id = ground.gateway.pay(order)
            let verified = try await ground.verify(order, id).decode(PaymentBody.self)
            #expect(verified.status == "authorized" && verified.txn_id == id && verified.received_paise == 45_000)
            #expect(try await ground.status(booking).payment == "paid")
            try await ground.work()
            #expect(ground.gateway.payment(id)?.captured == false, "the repair isn't done yet")
            try await ground.complete(booking)
            try await ground.work()
            #expect(ground.gateway.payment(id)?.status == .captured)
            #expect(try await ground.money(booking).items.map(\.status) == ["captured"])
            // 10 % commission with its tax; 0.1 % income tax, since the centre has no GSTIN nothing else.
            #expect(try await ground.account("customer", booking) == 0)
            #expect(try await ground.account("gateway", booking) == 45_000)
            #expect(try await ground.account("provider", booking) == -(45_000 - 4_500 - 45))
            #expect(try await ground.account("commission", booking) == -3_814)
            #expect(try await ground.account("commission_tax", booking) == -686)
            #expect(try await ground.account("tds", booking) == -45)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `two tabs share one order, and a key has the first answer`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let both = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<6 { group.addTask { try await ground.initiate(booking) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(both.allSatisfy { $0.status == 201 }, "\(both.map(\.text))")
            #expect(Set(try both.map { try $0.decode(PaymentBody.self).order_id }).count == 1)
            #expect(ground.gateway.orders.count == 1 && ground.gateway.calls(.createOrder) == 1)
            let first = try await ground.initiate(booking, key: "k-1")
            let second = try await ground.initiate(booking, key: "k-1")
            #expect(first.body == second.body && second.headers[.idempotentReplayed] == "true")
            let other = try await ground.initiate(booking, "manual", key: "k-1")
            try expectProblem(other, 422, "idempotency_key_reused", field: "Idempotency-Key")
            // The replay stays what it was, though the booking is paid by now.
            let order = try #require(try first.decode(PaymentBody.self).order_id)
            _ = try await ground.verify(order, ground.gateway.pay(order))
            #expect(try await ground.initiate(booking, key: "k-1").body == first.body)
            try expectProblem(try await ground.initiate(booking), 409, "already_paid")
        }
    }

    @Test func `while the first with a key waits for the gateway, the second is told to ask again`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            ground.gateway.beSlow(true)
            async let first = ground.initiate(booking, key: "slow")
            let deadline = ContinuousClock.now + .seconds(8)
            while try await ground.server.pool.query(
                "SELECT 1 FROM idempotency_keys WHERE running_until > clock_timestamp()"
            ).isEmpty {
                try #require(ContinuousClock.now < deadline, "the key isn't held")
                try await Task.sleep(for: .milliseconds(10))
            }
            try expectProblem(
                try await ground.initiate(booking, key: "slow"), 409, "idempotency_key_in_flight")
            try expectProblem(
                try await ground.initiate(booking, "manual", key: "slow"), 422, "idempotency_key_reused",
                field: "Idempotency-Key")
            ground.gateway.beSlow(false)
            let answered = try await first
            #expect(answered.status == 201 && answered.headers[.idempotentReplayed] == nil, "\(answered.text)")
            let again = try await ground.initiate(booking, key: "slow")
            #expect(again.body == answered.body && again.headers[.idempotentReplayed] == "true")
            #expect(ground.gateway.calls(.createOrder) == 1)
            #expect(try await ground.money(booking).items.map(\.method) == ["razorpay"])
        }
    }

    @Test func `a key whose request failed, or never ended, is free again`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            ground.gateway.fail(.createOrder, .unavailable("timed out"))
            try expectProblem(try await ground.initiate(booking, key: "again"), 503, "gateway_unavailable")
            #expect(try await ground.initiate(booking, key: "again").status == 201)
            // As a server that was killed leaves it.
            try await ground.server.pool.execute(
                """
                INSERT INTO idempotency_keys (user_id, key, request_hash, running_until)
                VALUES (\(ground.bookings.customer.id), 'dead', '\\x00', now() - interval '1 second')
                """)
            let reply = try await ground.initiate(booking, key: "dead")
            #expect(reply.status == 201 && reply.headers[.idempotentReplayed] == nil, "\(reply.text)")
            #expect(try await ground.initiate(booking, key: "dead").headers[.idempotentReplayed] == "true")
        }
    }

    @Test func `an order whose answer was lost is found again, and never made twice`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            ground.gateway.fail(.createOrder, .unavailable("timed out"), isLate: true)
            let lost = try await ground.initiate(booking)
            try expectProblem(lost, 503, "gateway_unavailable")
            #expect(lost.headers[.retryAfter] != nil)
            let again = try await ground.opened(booking)
            #expect(again.order_id == ground.gateway.orders.first?.id && ground.gateway.orders.count == 1)
        }
    }

    @Test(arguments: [
        GatewayFailure.unavailable("500"), .misunderstood("<html>"),
        .refused(code: "BAD", description: "no", status: 400),
    ]) func `a gateway that is down, slow or speaks HTML is said to be so, and nothing is lost`(
        failure: GatewayFailure
    ) async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            ground.gateway.fail(.createOrder, failure)
            try expectProblem(try await ground.initiate(booking), 503, "gateway_unavailable")
            let (payment, id) = try await ground.paid(booking)
            try await ground.complete(booking)
            ground.gateway.fail(.capture, failure, times: 1, isLate: true)
            try await ground.work()
            #expect(ground.gateway.payment(id)?.captured == true)
            #expect(try await ground.money(booking).items.first { $0.id == payment.id }?.status == "captured")
            try await ground.expectSoundLedger()
        }
    }

    @Test func `a checkout that isn't signed by the gateway is not believed`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let order = try #require(try await ground.opened(booking).order_id)
            let id = ground.gateway.pay(order)
            for forged in [
                String(repeating: "0", count: 64), TestGateway.sign("\(order)|\(id)", TestGateway.secrets[0]), "x",
            ] {
                try expectProblem(try await ground.verify(order, id, signature: forged), 422, "bad_signature")
            }
            let stranger = try await ground.server.person(.customer)
            try expectProblem(try await ground.verify(order, id, as: stranger), 404, "unknown_payment")
            #expect(try await ground.status(booking).payment == "pending")
        }
    }

    @Test func `what is nobody's business, costs nothing or is wrong is refused`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let stranger = try await ground.server.person(.customer)
            try expectProblem(try await ground.initiate(booking, as: stranger), 404, "unknown_booking")
            let begun = try await ground.opened(booking, "manual")
            for person in [stranger, try await ground.server.person(.provider)] {
                let list = try await ground.server.send(.get, "/api/bookings/\(booking)/payments", as: person)
                try expectProblem(list, 404, "unknown_booking")
                let one = try await ground.server.send(.get, "/api/payments/\(begun.id)", as: person)
                try expectProblem(one, 404, "unknown_payment")
            }
            try expectProblem(try await ground.initiate(0), 422, "invalid_parameter", field: "booking_id")
            try expectProblem(try await ground.initiate(booking, "barter"), 422, "invalid_parameter", field: "method")
            let cheaper = try await ground.post(
                "/api/payments/initiate", as: ground.bookings.customer,
                ["booking_id": booking, "method": "upi", "amount_paise": 1])
            try expectProblem(cheaper, 422, "unknown_parameter", field: "amount_paise")
            let foreign = try await ground.post(
                "/api/payments/initiate", as: ground.bookings.customer,
                ["booking_id": booking, "method": "razorpay", "currency": "USD"])
            try expectProblem(foreign, 422, "unknown_parameter", field: "currency")
            let dear = try await ground.bookings.booked(at: .tomorrow(12))
            try await ground.server.pool.execute("UPDATE bookings SET total_paise = 50000001 WHERE id = \(dear)")
            try expectProblem(try await ground.initiate(dear), 422, "amount_too_large")
            try await ground.server.pool.execute("UPDATE bookings SET total_paise = 99 WHERE id = \(dear)")
            try expectProblem(try await ground.initiate(dear), 422, "amount_too_small")
            try await ground.server.pool.execute("UPDATE bookings SET total_paise = 0 WHERE id = \(dear)")
            try expectProblem(try await ground.initiate(dear), 409, "nothing_due")
            let cancelled = try await ground.bookings.booked(at: .tomorrow(14))
            _ = try await ground.post("/api/bookings/\(cancelled)/cancel", as: ground.bookings.customer, [:])
            try expectProblem(try await ground.initiate(cancelled), 409, "nothing_due")
        }
    }

    @Test func `what an offer takes off whole is paid once it is done, and nothing is due`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let offer = try await ground.server.offer(["discount_percent": 100], as: ground.bookings.admin)
            let refusal = try await ground.server.pool.withConnection {
                try await $0.query("SELECT offer_use(\(offer.id), \(booking))")[0].decode(String?.self)
            }
            #expect(refusal == nil)
            #expect(try await ground.status(booking) == PaymentGround.Standing("pending", "unpaid"))
            try expectProblem(try await ground.initiate(booking), 409, "nothing_due")
            try await ground.complete(booking)
            #expect(try await ground.status(booking) == PaymentGround.Standing("completed", "paid"))
            #expect(try await ground.account("customer", booking) == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `without the gateway's secrets the method is off and says so`() async throws {
        try await withServer { server in
            let ground = PaymentGround(bookings: try await BookingGround(server), gateway: TestGateway())
            let booking = try await ground.bookings.booked()
            try expectProblem(try await ground.initiate(booking), 422, "method_unavailable", field: "method")
            try expectProblem(try await ground.initiate(booking, "upi"), 422, "method_unavailable", field: "method")
            #expect(try await ground.initiate(booking, "manual").status == 201)
            let body = ground.event("payment.captured", "order_1", "pay_1")
            try expectProblem(try await ground.webhook(body), 401, "bad_signature")
        }
    }

    @Test func `a held booking waits for its centre once it is paid`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked("held")
            _ = try await ground.paid(booking)
            #expect(try await ground.status(booking) == PaymentGround.Standing("pending", "paid"))
            #expect(try await ground.bookings.row(booking).isDue)
        }
    }

    @Test func `what is paid after the hold or the booking is over goes back by itself`() async throws {
        try await PaymentGround.shared { ground in
            let held = try await ground.bookings.booked("held")
            let pending = try await ground.bookings.booked(at: .tomorrow(12))
            for (booking, end) in [(held, "expired"), (pending, "cancelled")] {
                let order = try #require(try await ground.opened(booking).order_id)
                try await ground.server.pool.execute(
                    """
                    UPDATE bookings SET status = \(end),
                        changed_role = CASE \(end) WHEN 'expired' THEN 'system' ELSE 'customer' END
                    WHERE id = \(booking)
                    """)
                let id = ground.gateway.pay(order)
                _ = try await ground.verify(order, id)
                try await ground.work()
                #expect(ground.gateway.payment(id)?.amount_refunded_paise == 45_000, "\(end)")
                #expect(try await ground.status(booking) == PaymentGround.Standing(end, "refunded"))
                #expect(try await ground.money(booking).refunds.map(\.cause) == ["overpaid"])
                for account in ["customer", "gateway", "gateway_authorised", "provider"] {
                    #expect(try await ground.account(account, booking) == 0, "\(end) \(account)")
                }
            }
            try await ground.expectSoundLedger()
        }
    }

    @Test func `what is cancelled after it was paid goes back, but for the fee`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (_, id) = try await ground.paid(booking)
            try await ground.server.pool.execute(
                "UPDATE bookings SET status = 'cancelled', fee_paise = 5000, changed_role = 'customer' WHERE id = \(booking)"
            )
            try await ground.work()
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 40_000)
            #expect(try await ground.status(booking).payment == "partially_refunded")
            #expect(try await ground.account("provider", booking) == -(5_000 - 500 - 5))
            #expect(try await ground.account("customer", booking) == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `an order that is paid twice is paid once`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, first) = try await ground.paid(booking)
            let order = try #require(payment.order_id)
            let second = ground.gateway.pay(order, .captured)
            #expect(try await ground.webhook(ground.event("payment.captured", order, second)).status == 202)
            try await ground.work()
            let money = try await ground.money(booking)
            #expect(money.items.count == 2 && money.payment_status == "paid" && money.due_paise == 0)
            #expect(money.paid_paise == 90_000 && money.refunded_paise == 45_000)
            let refunded = [first, second].compactMap { ground.gateway.payment($0)?.amount_refunded_paise }
            #expect(refunded.sorted() == [0, 45_000])
            try await ground.expectSoundLedger()
        }
    }

    @Test func `paid by two methods at once, the second comes back`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let byHand = try await ground.opened(booking, "manual")
            let (_, id) = try await ground.paid(booking)
            #expect(try await ground.confirm(byHand.id, "CASH-0001").status == 200)
            let money = try await ground.money(booking)
            let back = try #require(money.refunds.first)
            // It came by hand, so somebody has to give it back by hand, and the list says so until they did.
            #expect(back.payment_id == byHand.id && back.status == "requested" && money.payment_status == "paid")
            let list = try await ground.server.send(
                .get, "/api/admin/payments/discrepancies", as: ground.bookings.admin)
            #expect(list.text.contains("refund_by_hand") && list.text.contains("\"ledger_faults\":[]"), "\(list.text)")
            let done = try await ground.post(
                "/api/refunds/\(back.id)/confirm", as: ground.bookings.owner, ["reference": "CASH-0002"])
            #expect(done.status == 200, "\(done.text)")
            #expect(try await ground.money(booking).refunded_paise == 45_000)
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `an authorisation is taken a day before it would lapse`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            func due() async throws -> Int32 {
                try await ground.server.pool.withConnection {
                    try await $0.query("SELECT payments_capture_due()")[0].decode(Int32.self)
                }
            }
            try await ground.server.pool.execute(
                "UPDATE payments SET authorized_at = now() - interval '95 hours' WHERE id = \(payment.id)")
            #expect(try await due() == 0)
            try await ground.server.pool.execute(
                "UPDATE payments SET authorized_at = now() - interval '97 hours' WHERE id = \(payment.id)")
            #expect(try await due() == 1)
            try await ground.work()
            #expect(ground.gateway.payment(id)?.captured == true)
            #expect(try await ground.status(booking) == PaymentGround.Standing("pending", "paid"))
        }
    }

    @Test func `an authorisation that lapsed leaves the booking unpaid`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            ground.gateway.change(id) { $0.status = .refunded }
            try await ground.server.pool.execute("UPDATE payments SET checked_at = NULL WHERE id = \(payment.id)")
            _ = try await ground.payments.checkDue()
            #expect(try await ground.money(booking).items.map(\.status) == ["lapsed"])
            #expect(try await ground.status(booking).payment == "unpaid")
            #expect(try await ground.account("customer", booking) == 0)
            try await ground.expectSoundLedger()
        }
    }
}
