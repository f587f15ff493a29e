import Foundation
import Gateways
import Marketplace
import Postgres
import Testing

@testable import Server

/// What was lost on its way is found by asking, and what doesn't agree is shown.
@Suite(.serialized) struct ReconcileTests {
    /// As if nobody had been asked for long.
    private func letTimePass(_ ground: PaymentGround) async throws {
        try await ground.server.pool.execute(
            "UPDATE payments SET created_at = created_at - interval '10 minutes', checked_at = NULL")
    }

    @Test func `a payment of which no webhook came is found`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked("held")
            let order = try #require(try await ground.opened(booking).order_id)
            _ = ground.gateway.pay(order, .captured)
            #expect(try await ground.payments.checkDue() == 0, "it is too new to be asked about")
            try await letTimePass(ground)
            #expect(try await ground.payments.checkDue() == 1)
            #expect(try await ground.status(booking) == PaymentGround.Standing("pending", "paid"))
            #expect(try await ground.payments.oddities().isEmpty)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `an order that was made while we died is found by its receipt`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let payment = try await ground.opened(booking)
            // As it stands between the gateway's answer and our having written it down.
            try await ground.server.pool.execute("UPDATE payments SET order_id = NULL WHERE id = \(payment.id)")
            _ = ground.gateway.pay(try #require(payment.order_id), .captured)
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            #expect(try await ground.status(booking).payment == "paid")
        }
    }

    @Test func `an old order that somebody pays after all is asked about again`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let payment = try await ground.opened(booking)
            try await ground.server.pool.execute(
                """
                UPDATE payments SET created_at = now() - interval '9 days', changed_at = now() - interval '9 days',
                    checked_at = now() - interval '2 days'
                """)
            #expect(try await ground.payments.checkDue() == 0, "nobody cares for it any more")
            #expect(try await ground.opened(booking).id == payment.id)
            _ = ground.gateway.pay(try #require(payment.order_id), .captured)
            #expect(try await ground.payments.checkDue() == 1)
            #expect(try await ground.status(booking).payment == "paid")
            try await ground.expectSoundLedger()
        }
    }

    @Test func `what the gateway says otherwise is shown until it agrees`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            try await ground.work()
            ground.gateway.change(id) { $0.amount_refunded_paise = 5_000 }
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            let odd = try await ground.payments.oddities()
            #expect(odd.map(\.kind) == ["refunded"] && odd.first?.payment_id == payment.id)
            #expect(odd.first?.ours == "0" && odd.first?.theirs == "5000")
            ground.gateway.change(id) { $0.amount_refunded_paise = 0 }
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            #expect(try await ground.payments.oddities().isEmpty)
        }
    }

    @Test func `money of another currency counts for nothing, and is shown until it is given back`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let payment = try await ground.opened(booking)
            let id = ground.gateway.pay(try #require(payment.order_id), .captured)
            ground.gateway.change(id) { $0.currency = "USD" }
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            #expect(try await ground.money(booking).paid_paise == 0)
            let odd = try await ground.payments.oddities()
            #expect(odd.map(\.kind) == ["currency"] && odd.first?.payment_id == payment.id)
            #expect(odd.first?.ours == "INR" && odd.first?.theirs == "USD")
            ground.gateway.change(id) { $0.status = .refunded }
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            #expect(try await ground.payments.oddities().isEmpty)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `a refund or capture whose job is gone is asked for again`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            #expect(try await ground.refund(payment.id, 5_000).status == 201)
            try await ground.complete(booking)
            try await ground.server.pool.execute(
                "DELETE FROM jobs WHERE kind IN ('refund_payment', 'capture_payment', 'check_payment')")
            func askAgain() async throws {
                _ = try await ground.server.pool.withConnection { try await $0.query("SELECT payments_ask_again()") }
            }
            func waiting() async throws -> Int {
                try await ground.server.pool.query(
                    "SELECT count(*) FROM jobs WHERE kind IN ('refund_payment', 'capture_payment')")[0]
                    .decode(Int.self)
            }
            try await askAgain()
            #expect(try await waiting() == 0, "their jobs may be at it")
            try await ground.server.pool.execute(
                "UPDATE payments SET changed_at = now() - interval '1 hour'; ")
            try await ground.server.pool.execute("UPDATE refunds SET changed_at = now() - interval '1 hour'")
            try await askAgain()
            try await askAgain()
            #expect(try await waiting() == 2)
            try await ground.work()
            #expect(ground.gateway.payment(id)?.captured == true)
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 5_000)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `of two refunds alike each is the one that was made under its key`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            try await ground.complete(booking)
            try await ground.work()
            for _ in 0..<2 { #expect(try await ground.refund(payment.id, 10_000).status == 201) }
            let rows = try await ground.server.pool.query("SELECT idempotency_key FROM refunds ORDER BY id")
            let keys: [String] = try rows.map { try $0.column(0) }
            // The second was made, and we died before its answer.
            let gateway = try #require(ground.gateway.means.gateway?.gateway)
            _ = try await gateway.refund(id, 10_000, keys[1], ["refund": keys[1]])
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            #expect(try await ground.money(booking).refunds.map(\.status) == ["requested", "processed"])
            try await ground.work()
            #expect(try await ground.money(booking).refunds.map(\.status) == ["processed", "processed"])
            #expect(ground.gateway.refunds.count == 2)
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 20_000)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `what was given back in the gateway's pages isn't taken for what we asked for under a key`() async throws
    {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let (payment, id) = try await ground.paid(booking)
            try await ground.complete(booking)
            try await ground.work()
            #expect(try await ground.refund(payment.id, 10_000).status == 201)
            let gateway = try #require(ground.gateway.means.gateway?.gateway)
            _ = try await gateway.refund(id, 10_000, "by-hand-0001", ["refund": "by-hand-0001"])
            try await letTimePass(ground)
            _ = try await ground.payments.checkDue()
            let refunds = try await ground.money(booking).refunds
            #expect(refunds.map(\.status) == ["requested", "processed"])
            #expect(refunds.map(\.cause) == ["requested", "gateway"])
            try await ground.work()
            #expect(ground.gateway.payment(id)?.amount_refunded_paise == 20_000)
            #expect(try await ground.money(booking).refunded_paise == 20_000)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `what was given back in the gateway's pages with its webhook lost is found, for three months`()
        async throws
    {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let (_, id) = try await ground.paid(booking)
            try await ground.complete(booking)
            try await ground.work()
            _ = try await ground.payments.checkDue()
            /// - Returns: About how many the gateway is asked when it was paid and last asked about so long ago.
            func asked(daysPaid: Int32, hoursAsked: Int32) async throws -> Int {
                try await ground.server.pool.execute(
                    """
                    UPDATE payments SET captured_at = now() - make_interval(days => \(daysPaid)),
                        checked_at = now() - make_interval(hours => \(hoursAsked))
                    """)
                return try await ground.payments.checkDue()
            }
            let gateway = try #require(ground.gateway.means.gateway?.gateway)
            _ = try await gateway.refund(id, 10_000, "by-hand-0001", [:])
            #expect(try await asked(daysPaid: 3, hoursAsked: 23) == 0)
            #expect(try await asked(daysPaid: 30, hoursAsked: 6 * 24) == 0)
            #expect(try await asked(daysPaid: 91, hoursAsked: 8 * 24) == 0)
            #expect(try await ground.money(booking).refunds.isEmpty)
            #expect(try await asked(daysPaid: 30, hoursAsked: 8 * 24) == 1)
            let first = try await ground.money(booking).refunds
            #expect(first.map(\.cause) == ["gateway"] && first.map(\.status) == ["processed"])
            _ = try await gateway.refund(id, 5_000, "by-hand-0002", [:])
            #expect(try await asked(daysPaid: 3, hoursAsked: 25) == 1)
            #expect(try await ground.money(booking).refunded_paise == 15_000)
            #expect(try await ground.payments.oddities().isEmpty)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `a gateway that doesn't answer for one payment is asked about the others`() async throws {
        try await PaymentGround.with { ground in
            var orders: [String] = []
            for hour in 8..<12 {
                let booking = try await ground.bookings.booked(at: .tomorrow(hour))
                orders.append(try #require(try await ground.opened(booking).order_id))
            }
            for order in orders { _ = ground.gateway.pay(order, .captured) }
            try await letTimePass(ground)
            ground.gateway.fail(.payments, .unavailable("timed out"))
            await #expect(throws: (any Error).self) { try await ground.payments.checkDue() }
            let paid = try await ground.server.pool.query("SELECT count(*) FROM bookings WHERE payment_status = 'paid'")
            #expect(try paid[0].decode(Int.self) == 3)
        }
    }
}
