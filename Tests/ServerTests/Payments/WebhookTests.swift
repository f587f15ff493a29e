import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What the gateway tells us: believed when it is signed, kept once, and worked off in whatever order it comes.
@Suite(.serialized, .payments) struct WebhookTests {
    private func ordered(_ ground: PaymentGround) async throws -> (booking: Int64, order: String) {
        let booking = try await ground.bookings.booked()
        return (booking, try #require(try await ground.opened(booking).order_id))
    }

    @Test func `an event is stored once, and a signature is all that counts`() async throws {
        try await PaymentGround.with { ground in
            let (booking, order) = try await ordered(ground)
            let body = ground.event("payment.captured", order, "pay_1")
            for wrong in [
                "", "00", String(repeating: "0", count: 64), TestGateway.sign(body + " ", TestGateway.secrets[1]),
            ] {
                try expectProblem(try await ground.webhook(body, signature: wrong), 401, "bad_signature")
            }
            let unsigned = try await ground.server.send(.post, "/api/payments/webhook", headers: [:], body: body)
            try expectProblem(unsigned, 401, "bad_signature")
            #expect(try await ground.webhook(body, id: "evt_1").status == 202)
            #expect(try await ground.webhook(body, id: "evt_1").status == 200)
            // The other secret is in force as well.
            #expect(try await ground.webhook(body, id: "evt_2", secret: TestGateway.secrets[0]).status == 202)
            // Without an id the body stands for it.
            #expect(try await ground.webhook(body, id: nil).status == 202)
            #expect(try await ground.webhook(body, id: nil).status == 200)
            try await ground.work()
            #expect(try await ground.money(booking).paid_paise == 45_000)
            #expect(try await ground.status(booking).payment == "paid")
            let kept = try await ground.server.pool.query(
                "SELECT outcome, count(*) FROM webhook_events GROUP BY outcome ORDER BY outcome"
            ).map { try $0.decode(String.self, Int.self) }
            #expect(kept.map(\.0) == ["already", "applied"] && kept.map(\.1) == [2, 1])
            try await ground.expectSoundLedger()
        }
    }

    /// Each order of these four leads to the same end.
    @Test func `in whatever order events come, they lead to the same`() async throws {
        try await PaymentGround.shared { ground in
            for (index, order) in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1], [1, 3, 2, 0], [3, 0, 2, 1]].enumerated() {
                let booking = try await ground.bookings.booked(at: .tomorrow(8 + index))
                let id = try #require(try await ground.opened(booking).order_id)
                let payment = "pay_order\(index)"
                let refund = json([
                    "entity": "event", "event": "refund.processed", "contains": ["refund"],
                    "payload": [
                        "refund": [
                            "entity": [
                                "id": "rfnd_\(index)", "payment_id": payment, "amount": 10_000, "notes": [Any](),
                                "status": "processed",
                            ] as [String: Any]
                        ]
                    ],
                ])
                let events = [
                    ground.event(
                        "payment.failed", id, payment, ["error_code": "BAD", "error_description": "Declined"]),
                    ground.event("payment.authorized", id, payment), ground.event("payment.captured", id, payment),
                    refund,
                ]
                for event in order {
                    #expect(try await ground.webhook(events[event]).status == 202)
                    // Worked off one after the other, in this very order.
                    try await ground.work()
                }
                let money = try await ground.money(booking)
                #expect(money.items.map(\.status) == ["captured"], "\(order)")
                #expect(money.paid_paise == 45_000 && money.refunded_paise == 10_000, "\(order)")
                #expect(money.payment_status == "partially_refunded" && money.refunds.map(\.cause) == ["gateway"])
                #expect(try await ground.account("gateway", booking) == 35_000)
            }
            try await ground.expectSoundLedger()
        }
    }

    @Test func `failed is not the end`() async throws {
        try await PaymentGround.shared { ground in
            let (booking, order) = try await ordered(ground)
            // However much it says why.
            let why: [String: Any] = [
                "error_code": String(repeating: "\u{1F9FA}", count: 200),
                "error_description": String(repeating: "\u{1F9FA}", count: 2000),
            ]
            _ = try await ground.webhook(ground.event("payment.failed", order, "pay_a", why))
            try await ground.work()
            #expect(try await ground.status(booking).payment == "failed")
            _ = try await ground.webhook(ground.event("order.paid", order, "pay_b"))
            try await ground.work()
            _ = try await ground.webhook(ground.event("payment.failed", order, "pay_b"))
            try await ground.work()
            #expect(try await ground.status(booking).payment == "paid")
            #expect(try await ground.money(booking).items.map(\.txn_id) == ["pay_b"])
        }
    }

    @Test func `an authorisation that was given back without having been ours leaves nothing owed or earned`()
        async throws
    {
        try await PaymentGround.shared { ground in
            let (booking, order) = try await ordered(ground)
            _ = try await ground.webhook(ground.event("payment.authorized", order, "pay_lapsed"))
            try await ground.work()
            for kind in ["refund.created", "refund.processed"] {
                let body = json([
                    "entity": "event", "event": kind, "contains": ["refund", "payment"],
                    "payload": [
                        "payment": [
                            "entity": [
                                "id": "pay_lapsed", "order_id": order, "amount": 45_000, "currency": "INR",
                                "status": "refunded", "captured": false,
                            ] as [String: Any]
                        ],
                        "refund": [
                            "entity": [
                                "id": "rfnd_lapsed", "payment_id": "pay_lapsed", "amount": 45_000, "notes": [Any](),
                            ] as [String: Any]
                        ],
                    ],
                ])
                #expect(try await ground.webhook(body).status == 202)
            }
            try await ground.work()
            let money = try await ground.money(booking)
            #expect(money.items.map(\.status) == ["lapsed"] && money.refunds.isEmpty)
            #expect(money.payment_status == "unpaid" && money.due_paise == 45_000)
            #expect(try await ground.account("customer", booking) == 0)
            #expect(try await ground.account("gateway", booking) == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `what can't be used is kept, and shown to those who look after it`() async throws {
        try await PaymentGround.shared { ground in
            let (booking, order) = try await ordered(ground)
            let odd: [(String, String)] = [
                (ground.event("payment.captured", "order_nobody's", "pay_x"), "unknown_order"),
                (ground.event("payment.captured", order, "pay_usd", ["currency": "USD"]), "wrong_currency"),
                (ground.event("payment.captured", order, "pay_0", ["amount": 0]), "unreadable"),
                (ground.event("payment.captured", order, "pay_m", ["amount": -5]), "unreadable"),
                (ground.event("payment.captured", order, "pay_t", ["amount": "1e3"]), "unreadable"),
                ("{", "unreadable"), ("[]", "unreadable"), ("null", "unreadable"), ("", "unreadable"),
                (#"{"event":"payment.captured"}"#, "unreadable"),
                (#"{"event":"payment.captured","payload":[]}"#, "unreadable"),
                (#"{"event":"payment.captured","payload":{"payment":"x"}}"#, "unreadable"),
                (#"{"event":"payment.captured","payload":{"payment":{"entity":{"id":"a\u0000b"}}}}"#, "unreadable"),
                (
                    #"{"event":"refund.processed","payload":{"refund":{"entity":{"id":"r","payment_id":"p","amount":5}}}}"#,
                    "unknown_order"
                ),
                (#"{"event":"settlement.processed"}"#, "ignored"),
                (String(repeating: "[", count: 20_000), "unreadable"),
            ]
            for (index, (body, _)) in odd.enumerated() {
                #expect(try await ground.webhook(body, id: "odd_\(index)").status == 202, "\(body.prefix(80))")
            }
            try await ground.work()
            for (index, (body, outcome)) in odd.enumerated() {
                let row = try await ground.server.pool.query(
                    "SELECT outcome FROM webhook_events WHERE event_id = \("odd_\(index)")")[0]
                let stored: String? = try row.column(0)
                #expect(stored == outcome, "\(body.prefix(80))")
            }
            #expect(try await ground.status(booking).payment == "pending")
            let list = try await ground.server.send(
                .get, "/api/admin/payments/discrepancies", as: ground.bookings.admin)
            #expect(list.text.contains("webhook_wrong_currency") && list.text.contains("webhook_unknown_order"))
            // What isn't text at all, signed.
            let bytes: [UInt8] = [0xFF, 0xFE, 0x00]
            let stored = try await ground.payments.store(
                webhook: bytes, eventID: "bytes",
                signature: TestGateway.sign(bytes: bytes, TestGateway.secrets[0]))
            #expect(stored)
            try await ground.work()
            #expect(try await ground.payments.oddities().contains { $0.theirs == "bytes" })
        }
    }

    @Test func `a body of ten megabytes is refused before anything is made of it`() async throws {
        try await PaymentGround.shared { ground in
            let body = String(repeating: " ", count: 10 << 20)
            try expectProblem(try await ground.webhook(body), 413, "too_large")
        }
    }

    @Test func `another amount than was asked for is counted as what it is`() async throws {
        try await PaymentGround.shared { ground in
            let (booking, order) = try await ordered(ground)
            _ = try await ground.webhook(ground.event("payment.captured", order, "pay_less", ["amount": 40_000]))
            try await ground.work()
            let money = try await ground.money(booking)
            #expect(money.paid_paise == 40_000 && money.due_paise == 5_000 && money.payment_status == "pending")
            try await ground.expectSoundLedger()
        }
    }

    @Test func `events of one payment that are worked off at once count once`() async throws {
        try await PaymentGround.shared { ground in
            let (booking, order) = try await ordered(ground)
            for index in 0..<40 {
                let kind = ["payment.captured", "payment.authorized", "order.paid", "payment.failed"][index % 4]
                #expect(try await ground.webhook(ground.event(kind, order, "pay_1"), id: "e\(index)").status == 202)
            }
            try await ground.work()
            #expect(try await ground.money(booking).paid_paise == 45_000)
            #expect(try await ground.account("customer", booking) == -45_000)
            try await ground.expectSoundLedger()
        }
    }
}
