import Foundation
import Gateways
import Jobs
import Postgres

extension Payments {
    private static var batch: Int32 { 50 }
    /// Of paid ones, each time: a gateway that takes seconds for each leaves the rest to the next run.
    private static var lookedOver: Int32 { 100 }
    private static var lookedOverAtOnce: Int32 { 10 }

    /// Captures what would lapse, asks again for what got stuck, and asks the gateway about what is open there.
    func reconcile() async throws {
        try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query("SELECT payments_capture_due(), payments_ask_again()")
        }
        _ = try await checkDue()
    }

    /// - Returns: How many payments the gateway was asked about. One of which it gives no answer doesn't keep the others
    ///   from being asked about.
    package func checkDue() async throws -> Int {
        var asked = 0
        var failure: TransientFailure?
        while true {
            let ids = try await pool.withRetriedTransaction { transaction in
                try await transaction.query("SELECT payments_to_check(\(Self.batch))").map { try $0.decode(Int64.self) }
            }
            let unanswered = try await check(each: ids)
            failure = failure ?? unanswered
            asked += ids.count
            if ids.count < Self.batch { break }
        }
        let paid = try await lookOver()
        if let failure = failure ?? paid.unanswered { throw failure }
        return asked + paid.asked
    }

    /// Asks about paid ones. Ends where the gateway doesn't answer: who is marked as asked isn't due again for days, and
    /// all would be while it is away.
    private func lookOver() async throws -> (asked: Int, unanswered: TransientFailure?) {
        var asked = 0
        while asked < Self.lookedOver {
            let ids = try await pool.withRetriedTransaction { transaction in
                try await transaction.query("SELECT payments_to_look_over(\(Self.lookedOverAtOnce))")
                    .map { try $0.decode(Int64.self) }
            }
            asked += ids.count
            if let unanswered = try await check(each: ids) { return (asked, unanswered) }
            if ids.count < Self.lookedOverAtOnce { break }
        }
        return (asked, nil)
    }

    /// - Returns: What came in place of the first answer that didn't come.
    private func check(each ids: [Int64]) async throws -> TransientFailure? {
        var failure: TransientFailure?
        for id in ids {
            try Task.checkCancellation()
            do {
                try await check(id)
            } catch let error as TransientFailure {
                failure = failure ?? error
            }
        }
        return failure
    }

    /// Asks the gateway about one payment, takes in what it says, and keeps what doesn't agree even then.
    func check(_ id: Int64) async throws {
        guard let gateway = means.gateway?.gateway else { return }
        let payment = try await Payment.find(id, on: pool)
        guard payment.method == .razorpay else { return }
        guard let order_id = try await knownOrder(of: payment, gateway) else { return }
        let theirs = try await asking { () async throws(GatewayFailure) in try await gateway.payments(order_id) }
        for said in theirs { try await take(in: said) }
        for said in theirs where said.amount_refunded_paise > 0 || payment.refunding_paise > 0 {
            for refund in try await asking({ () async throws(GatewayFailure) in try await gateway.refunds(said.id) }) {
                try await take(in: refund, key: refund.key)
            }
        }
        try await compare(order_id, with: theirs)
    }

    /// The order, which may have been made without our having heard of it.
    private func knownOrder(of payment: Payment, _ gateway: PaymentGateway) async throws -> String? {
        if let order_id = payment.order_id { return order_id }
        let found = try await asking { () async throws(GatewayFailure) in
            try await gateway.ordersByReceipt(payment.receipt)
        }
        guard let order = found.first else { return nil }
        try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query("SELECT payment_ordered(\(payment.id), \(order.id)::text)")
        }
        return order.id
    }

    private func compare(_ order_id: String, with theirs: [GatewayPayment]) async throws {
        let ours = try await pool.query(
            "SELECT \(Payment.columns) FROM \(Payment.tables) WHERE p.order_id = \(order_id) ORDER BY p.id"
        ).map(Payment.init)
        try await pool.withRetriedTransaction { transaction in
            for payment in ours {
                let said = theirs.first { $0.id == payment.txn_id }
                let isOpen = payment.txn_id == nil
                try await keep("status", payment, isOpen ? nil : payment.status.word, said?.word, on: transaction)
                try await keep("received", payment, payment.received_paise, said?.amount_paise, on: transaction)
                if payment.status == .lapsed { continue }
                try await keep(
                    "refunded", payment, isOpen ? nil : payment.refunded_paise + payment.refunding_paise,
                    said?.amount_refunded_paise, on: transaction)
            }
            // Money of another currency is taken in for none of them, and is there all the same until it is given back.
            guard let first = ours.first else { return }
            let foreign = theirs.first { $0.currency != "INR" && [.authorized, .captured].contains($0.status) }
            let rupees: String? = "INR"
            try await keep("currency", first, rupees, foreign?.currency ?? rupees, on: transaction)
        }
    }

    private func keep(
        _ kind: String, _ payment: Payment, _ ours: (some CustomStringConvertible)?,
        _ theirs: (some CustomStringConvertible)?, on transaction: PostgresConnection
    ) async throws {
        _ = try await transaction.query(
            """
            SELECT payment_differs(\(payment.id), \(kind)::text, \(ours?.description)::text,
                \(theirs?.description)::text)
            """)
    }
}

extension Payment.Status {
    /// For comparing: in the gateway's view a payment stays captured when a part of it was given back.
    fileprivate var word: String { self == .lapsed ? "refunded" : rawValue }
}

extension GatewayPayment {
    fileprivate var word: String { status == .refunded && captured ? "captured" : status.rawValue }
}

/// Something about money that a person should look at.
package struct PaymentOddity: Sendable {
    /// status, received, refunded, currency: the gateway says otherwise than we do; webhook_unknown_order, webhook_unreadable,
    /// webhook_wrong_currency; refund_by_hand: somebody has to give it back; refund_failed;
    /// unseen: its centre says that it came to the operator's account.
    package let kind: String
    package let since: Date
    package let payment_id: Int64?
    package let booking_id: Int64?
    package let bookingReference: String?
    package let refund_id: Int64?
    package let ours: String
    package let theirs: String?
}

extension Payments {
    /// The latest first, at most 1,000.
    package func oddities() async throws -> [PaymentOddity] {
        try await pool.query(
            """
            SELECT o.kind, o.since, o.payment_id, b.id, b.reference, o.refund_id, o.ours, o.theirs
            FROM payment_oddities() AS o LEFT JOIN payments p ON p.id = o.payment_id
            LEFT JOIN bookings b ON b.id = coalesce(o.booking_id, p.booking_id)
            ORDER BY o.since DESC, o.payment_id DESC LIMIT 1000
            """
        ).map { row in
            PaymentOddity(
                kind: try row.column(0), since: try row.column(1), payment_id: try row.column(2),
                booking_id: try row.column(3), bookingReference: try row.column(4), refund_id: try row.column(5),
                ours: try row.column(6), theirs: try row.column(7))
        }
    }

    /// What of the ledger doesn't fit what it was posted from, of what was posted in the last two days: nothing, unless
    /// the program is wrong.
    package func ledgerFaults() async throws -> [String] {
        try await pool.query(
            "SELECT fault || ' ' || id FROM ledger_faults_since(now() - interval '2 days') LIMIT 1000"
        ).map { try $0.decode(String.self) }
    }
}
