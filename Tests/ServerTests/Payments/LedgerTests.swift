import Foundation
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// The ledger's own guards.
struct LedgerTests {
    private func post(_ lines: [(String, Int64)], on pool: PostgresPool) async throws {
        try await pool.withTransaction { transaction in
            let entry = try await transaction.query(
                "INSERT INTO ledger_entries (kind, booking_id) VALUES ('accrual', 1) RETURNING id")[0].decode(
                    Int64.self)
            for (account, amount) in lines {
                try await transaction.execute(
                    """
                    INSERT INTO ledger_lines (entry_id, account, amount_paise) VALUES (\(entry), \(account), \(amount))
                    """)
            }
        }
    }

    @Test func `an entry that doesn't balance can't be committed`() async throws {
        try await withDatabase(.schema) { pool in
            try await post([("customer", 100), ("provider", -90), ("commission", -10)], on: pool)
            for wrong in [[("customer", 100), ("provider", -99)], [], [("customer", 100)]] as [[(String, Int64)]] {
                let error = await #expect(throws: PostgresError.self) { try await post(wrong, on: pool) }
                #expect(error?.constraint == "ledger_lines_balance", "\(wrong)")
            }
            // Nor does a line come to an entry later on.
            let error = await #expect(throws: PostgresError.self) {
                try await pool.execute(
                    "INSERT INTO ledger_lines (entry_id, account, amount_paise) SELECT id, 'tds', 5 FROM ledger_entries"
                )
            }
            #expect(error?.constraint == "ledger_lines_balance")
            let sum = try await pool.query("SELECT sum(amount_paise)::bigint, count(*) FROM ledger_lines")[0]
            let (total, lines) = try sum.decode(Int64.self, Int.self)
            #expect(total == 0 && lines == 3)
        }
    }

    @Test(arguments: [
        "UPDATE ledger_lines SET amount_paise = amount_paise + 1", "DELETE FROM ledger_lines", "TRUNCATE ledger_lines",
        "UPDATE ledger_entries SET booking_id = 2", "DELETE FROM ledger_entries",
    ]) func `what was posted stays posted, for the server and for the owner`(statement: String) async throws {
        for login in [Rights.application, .owner] {
            try await withDatabase(.schema, as: login) { pool in
                try await post([("customer", 100), ("provider", -100)], on: pool)
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.execute(Query(unsafeSQL: statement))
                }
                #expect(error?.sqlState == .insufficientPrivilege, "\(login)")
            }
        }
    }

    @Test func `rates change on their day, and the server can't set them`() async throws {
        try await withDatabase(.schema) { pool in
            let rows = try await pool.query(
                """
                SELECT money_setting('tds_194o_bps', d::date)
                FROM unnest('{2020-09-30,2020-10-01,2021-04-01,2024-09-30,2024-10-01}'::text[]) AS d
                """)
            let rates: [Int64?] = try rows.map { try $0.column(0) }
            #expect(rates == [nil, 75, 100, 100, 10])
            await #expect(throws: PostgresError.self) {
                try await pool.execute("UPDATE money_settings SET value = 0")
            }
        }
    }

    /// Carts, discounts, rates and refunds at random, each split and split again after a refund, held against sums made
    /// here by other means.
    @Test func `100,000 amounts are split to the paisa`() async throws {
        try await withDatabase(.schema) { pool in
            let rows = try await pool.withTransaction(statementTimeout: .seconds(60)) { transaction in
                _ = try await transaction.query("SELECT setseed(0.7)")
                return try await transaction.query(
                    """
                    SELECT c.gross, c.collected, (c.rates).commission_bps, (c.rates).commission_tax_bps, (c.rates).tds_bps,
                        (c.rates).tcs_bps, (c.rates).base_tax_bps, s.*
                    FROM (
                        SELECT n, g AS gross, least(g, floor(random() * (g + 1))::bigint) AS collected,
                            ROW(floor(random() * 3001), floor(random() * 2801), floor(random() * 201),
                                floor(random() * 201), CASE WHEN random() < 0.5 THEN 1800 ELSE 0 END)::money_rates AS rates
                        FROM generate_series(1, 100000) AS n
                        CROSS JOIN LATERAL (SELECT CASE WHEN n % 10 = 0 THEN n % 100
                            ELSE floor(exp(random() * 17))::bigint END) AS x (g)
                    ) AS c CROSS JOIN LATERAL ledger_split(c.gross, c.collected, c.rates) AS s
                    """)
            }
            #expect(rows.count == 100_000)
            var wrong = 0
            for row in rows {
                let gross: Int64 = try row.column(0)
                let collected: Int64 = try row.column(1)
                let commission_bps: Int64 = try row.column(2)
                let tax_bps: Int64 = try row.column(3)
                let tds_bps: Int64 = try row.column(4)
                let tcs_bps: Int64 = try row.column(5)
                let base_tax_bps: Int64 = try row.column(6)
                let provider: Int64 = try row.column(7)
                let commission: Int64 = try row.column(8)
                let tax: Int64 = try row.column(9)
                let tds: Int64 = try row.column(10)
                let tcs: Int64 = try row.column(11)
                let isRight =
                    provider + commission + tax + tds + tcs == gross
                    && Self.isRounded(commission + tax, gross * commission_bps, by: 10_000)
                    && Self.isRounded(tax, (commission + tax) * tax_bps, by: 10_000 + tax_bps)
                    && Self.isDeducted(tds, gross, tds_bps, base_tax_bps)
                    && Self.isDeducted(tcs, collected, tcs_bps, base_tax_bps)
                    && [commission, tax, tds, tcs].allSatisfy { $0 >= 0 }
                if !isRight { wrong += 1 }
            }
            #expect(wrong == 0)
        }
    }

    /// Whether a number is a fraction rounded half up.
    private static func isRounded(_ number: Int64, _ numerator: Int64, by denominator: Int64) -> Bool {
        let error = 2 * (number * denominator - numerator)
        return -denominator < error && error <= denominator
    }

    /// Of the amount without the tax in it, which is rounded as well.
    private static func isDeducted(_ part: Int64, _ amount: Int64, _ bps: Int64, _ tax_bps: Int64) -> Bool {
        let about = amount - amount * tax_bps / (10_000 + tax_bps)
        return (about - 1...about + 1).contains { value in
            isRounded(amount - value, amount * tax_bps, by: 10_000 + tax_bps)
                && isRounded(part, value * bps, by: 10_000)
        }
    }
}

/// Whole lives of bookings at random, in the database.
@Suite(.serialized) struct RandomMoneyTests {
    @Test func `whatever is paid, called off and given back, every rupee is explained`() async throws {
        try await PaymentGround.with { ground in
            var random = SplitMix64(state: 19)
            for index in 0..<120 {
                let booking = try await ground.bookings.booked(
                    at: .tomorrow(7 + index % 14, days: 1 + index / 14), minutes: 30)
                let price = Int64.random(in: 100...200_000, using: &random)
                try await ground.server.pool.execute("UPDATE bookings SET total_paise = \(price) WHERE id = \(booking)")
                var paid: Int64?
                switch Int.random(in: 0..<3, using: &random) {
                case 0: paid = try await ground.paid(booking).payment.id
                case 1:
                    let payment = try await ground.opened(booking, "manual")
                    _ = try await ground.confirm(payment.id, "R\(index)-\(payment.id)")
                    paid = payment.id
                default: break
                }
                if Bool.random(using: &random) {
                    try await ground.complete(booking)
                } else {
                    _ = try await ground.post("/api/bookings/\(booking)/cancel", as: ground.bookings.customer, [:])
                }
                guard let paid, Bool.random(using: &random) else { continue }
                let part = Int64.random(in: 1...price, using: &random)
                let reply = try await ground.refund(paid, part)
                #expect([201, 422].contains(reply.status), "\(reply.text)")
            }
            try await ground.work()
            try await ground.expectSoundLedger()
            let sums = try await ground.server.pool.query(
                """
                SELECT sum(amount_paise)::bigint, coalesce(sum(amount_paise) FILTER (WHERE account = 'gateway'), 0)::bigint
                FROM ledger_lines
                """)[0]
            let (total, atGateway) = try sums.decode(Int64.self, Int64.self)
            #expect(total == 0 && atGateway == ground.gateway.balance_paise)
        }
    }
}
