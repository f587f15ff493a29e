import Foundation
import Gateways
import Marketplace
import Postgres
import Testing

@testable import Server

/// Money that goes back.
@Suite(.serialized, .payments) struct RefundTests {
    @Test func `a part goes back by the gateway, and the shares with it`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            try await ground.complete(booking)
            try await ground.work()
            let reply = try await ground.refund(payment.id, 10_000, key: "r-1")
            #expect(reply.status == 201, "\(reply.text)")
            #expect(try reply.decode(RefundBody.self).status == "requested")
            #expect(try await ground.refund(payment.id, 10_000, key: "r-1").body == reply.body)
            try await ground.work()
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 10_000)
            let money = try await ground.money(booking)
            #expect(money.payment_status == "partially_refunded" && money.payable_paise == 35_000)
            #expect(money.due_paise == 0 && money.refunds.map(\.status) == ["processed"])
            #expect(try await ground.account("gateway", booking) == 35_000)
            #expect(try await ground.account("provider", booking) == -(35_000 - 3_500 - 35))
            let credit = try await ground.server.pool.query(
                "SELECT count(*) FROM jobs WHERE kind = 'issue_credit_note'")[0].decode(Int.self)
            #expect(credit == 1)
            // And the rest.
            #expect(try await ground.refund(payment.id).status == 201)
            try await ground.work()
            #expect(try await ground.status(booking).payment == "refunded")
            for account in ["customer", "provider", "commission", "commission_tax", "tds", "gateway"] {
                #expect(try await ground.account(account, booking) == 0, "\(account)")
            }
            try expectProblem(
                try await ground.refund(payment.id, 1), 422, "refund_too_large", field: "amount_paise")
            try await ground.expectSoundLedger()
        }
    }

    @Test func `more than is left, nothing, and less than nothing are refused`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let unpaid = try await ground.opened(booking)
            try expectProblem(try await ground.refund(unpaid.id, 100), 409, "not_paid")
            let (payment, _) = try await ground.paid(booking)
            let large = try await ground.refund(payment.id, 45_001)
            try expectProblem(large, 422, "refund_too_large", field: "amount_paise")
            #expect(large.text.contains("\"rest_paise\":45000"))
            for amount in [0, -1] as [Int64] {
                try expectProblem(
                    try await ground.refund(payment.id, amount), 422, "invalid_parameter", field: "amount_paise")
            }
            let silent = try await ground.post(
                "/api/payments/\(payment.id)/refund", as: ground.bookings.admin, ["amount_paise": 100])
            try expectProblem(silent, 422, "invalid_parameter", field: "reason")
            let customer = try await ground.refund(payment.id, 100, as: ground.bookings.customer)
            try expectProblem(customer, 403, "forbidden")
            let owner = try await ground.refund(payment.id, 100, as: ground.bookings.owner)
            try expectProblem(owner, 403, "forbidden")
            let stranger = try await ground.server.person(.provider)
            try expectProblem(try await ground.refund(payment.id, 100, as: stranger), 404, "unknown_payment")
            try expectProblem(try await ground.refund(0), 404, "unknown_payment")
        }
    }

    @Test func `of many who refund at once, together no more goes back than was paid`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<12 { group.addTask { try await ground.refund(payment.id, 10_000).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 201 }.count == 4 && statuses.filter { $0 == 422 }.count == 8)
            try await ground.work()
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 40_000)
            #expect(try await ground.money(booking).refunded_paise == 40_000)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `a refund whose answer was lost is made once`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            ground.gateway.fail(.refund, .unavailable("timed out"), times: 1, isLate: true)
            #expect(try await ground.refund(payment.id, 20_000).status == 201)
            try await ground.work()
            #expect(
                ground.gateway.calls(.refund) >= 2 && ground.gateway.refunds.filter { $0.payment_id == id }.count == 1)
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 20_000)
            #expect(try await ground.money(booking).refunds.map(\.status) == ["processed"])
        }
    }

    @Test func `what the gateway won't give back is said to have failed, and can be asked for again`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            ground.gateway.fail(.refund, .refused(code: "BAD_REQUEST_ERROR", description: "no balance", status: 400))
            #expect(try await ground.refund(payment.id, 20_000).status == 201)
            try await ground.work()
            var money = try await ground.money(booking)
            #expect(money.refunds.map(\.status) == ["failed"] && money.payment_status == "paid")
            #expect(try await ground.refund(payment.id, 20_000).status == 201)
            try await ground.work()
            money = try await ground.money(booking)
            #expect(money.refunds.map(\.status) == ["failed", "processed"])
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 20_000)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `what must go back and can't is tried three times, and then shown to people`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            _ = try await ground.paid(booking)
            ground.gateway.fail(
                .refund, .refused(code: "BAD_REQUEST_ERROR", description: "no balance", status: 400), times: 3)
            _ = try await ground.post("/api/bookings/\(booking)/cancel", as: ground.bookings.customer, [:])
            try await ground.work()
            #expect(try await ground.money(booking).refunds.map(\.status) == ["failed", "failed", "failed"])
            let oddities = try await ground.payments.oddities()
            #expect(oddities.filter { $0.kind == "refund_failed" && $0.booking_id == booking }.count == 3)
        }
    }

    @Test func `what was paid twice comes back once, although the gateway refuses at first`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let (payment, _) = try await ground.paid(booking)
            let order = try #require(payment.order_id)
            // Three for each of the two payments.
            ground.gateway.fail(
                .refund, .refused(code: "BAD_REQUEST_ERROR", description: "no balance", status: 400), times: 6)
            let second = ground.gateway.pay(order, .captured)
            #expect(try await ground.webhook(ground.event("payment.captured", order, second)).status == 202)
            try await ground.work()
            var money = try await ground.money(booking)
            #expect(money.refunds.map(\.status) == Array(repeating: "failed", count: 6))
            let theirs = try #require(money.items.first { $0.txn_id == second })
            #expect(try await ground.refund(theirs.id).status == 201)
            try await ground.work()
            money = try await ground.money(booking)
            #expect(money.refunds.last?.cause == "overpaid" && money.refunded_paise == 45_000)
            #expect(money.payment_status == "paid" && money.payable_paise == 45_000 && money.due_paise == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `a centre gives back what it was handed itself`() async throws {
        try await PaymentGround.shared { ground in
            let booking = try await ground.bookings.booked()
            let payment = try await ground.opened(booking, "manual")
            #expect(try await ground.confirm(payment.id, "CASH-1").status == 200)
            try await ground.complete(booking)
            let reply = try await ground.refund(payment.id, 5_000, as: ground.bookings.owner)
            #expect(try reply.decode(RefundBody.self).status == "processed")
            #expect(try await ground.status(booking).payment == "partially_refunded")
            #expect(try await ground.account("provider", booking) == 4_000 + 40)
            try await ground.expectSoundLedger()
        }
    }
}
