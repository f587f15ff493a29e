import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What a centre earned, was handed and was paid, and that it all adds up.
@Suite(.serialized) struct EarningsTests {
    private struct EarningsBody: Decodable {
        struct Line: Decodable {
            let kind: String
            let gross_paise: Int64
            let change_paise: Int64
            let balance_paise: Int64
        }
        let month: String
        let bookings: Int
        let gross_paise: Int64
        let commission_paise: Int64
        let commission_tax_paise: Int64
        let net_paise: Int64
        let tds_paise: Int64
        let tcs_paise: Int64
        let received_paise: Int64
        let paid_out_paise: Int64
        let opening_paise: Int64
        let closing_paise: Int64
        let items: [Line]?
    }

    private func read(_ ground: PaymentGround, _ path: String, as person: Person? = nil) async throws -> EarningsBody {
        let reply = try await ground.server.send(
            .get, "/api/providers/\(ground.bookings.centre)/\(path)", as: person ?? ground.bookings.owner)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    /// Of all times.
    private func taxes(_ ground: PaymentGround) async throws -> [ReportRows.Taxes] {
        let text = try await ground.server.pool.query("SELECT report_taxes('-infinity', 'infinity')::text")[0]
            .decode(String.self)
        return try JSONDecoder().decode([ReportRows.Taxes].self, from: Data(text.utf8))
    }

    @Test func `a month adds up, by the gateway, by hand, given back and paid out`() async throws {
        try await PaymentGround.with { ground in
            try await ground.server.pool.execute(
                "UPDATE service_providers SET gstin = '33AABCU9603R1ZN' WHERE id = \(ground.bookings.centre)")
            let first = try await ground.bookings.booked()
            let (payment, _) = try await ground.paid(first)
            try await ground.complete(first)
            try await ground.work()
            let second = try await ground.bookings.booked(at: .tomorrow(12))
            let cash = try await ground.opened(second, "manual")
            _ = try await ground.confirm(cash.id, "CASH-1")
            try await ground.complete(second)
            _ = try await ground.refund(payment.id, 9_000)
            try await ground.work()

            let month = try await read(ground, "earnings")
            #expect(month.bookings == 2 && month.gross_paise == 81_000 && month.commission_paise == 8_100)
            #expect(month.net_paise == 72_900 && month.commission_tax_paise == 686 + 549)
            // 0.1 % of 36,000 / 1.18 and of 45,000 / 1.18; 0.5 % of what the platform collected.
            #expect(month.tds_paise == 31 + 38 && month.tcs_paise == 153)
            #expect(month.received_paise == 45_000)
            let balance = 72_900 - 69 - 153 - 45_000 as Int64
            #expect(month.opening_paise == 0 && month.closing_paise == balance)

            // The report means the same by the same names.
            let reported = try await ground.server.pool.query(
                "SELECT report_earnings('-infinity', 'infinity')::text")[0].decode(String.self)
            let rows = try JSONDecoder().decode([ReportRows.Earnings].self, from: Data(reported.utf8))
            let row = try #require(rows.first { $0.provider_id == ground.bookings.centre })
            #expect(row.bookings == 2 && row.gross_paise == 81_000 && row.commission_paise == 8_100)
            #expect(row.commission_tax_paise == month.commission_tax_paise && row.net_paise == month.net_paise)
            #expect(row.tds_paise == month.tds_paise && row.tcs_paise == month.tcs_paise)
            #expect(row.payable_paise == 72_900 - 69 - 153)
            let kept = try await taxes(ground)
            #expect(kept.map(\.kind) == ["tcs", "tds"])
            #expect(kept[0].gstin == "33AABCU9603R1ZN" && kept[0].place_of_supply == "33")
            #expect(kept[0].cgst_paise == 76 && kept[0].sgst_paise == 77 && kept[0].igst_paise == 0)
            #expect(kept[1].gstin == nil && kept[1].tds_paise == 69)

            let path = "/api/admin/providers/\(ground.bookings.centre)/payouts"
            func pay(_ amount: Int64, _ reference: String) async throws -> Reply {
                try await ground.post(
                    path, as: ground.bookings.admin, ["amount_paise": amount, "reference": reference])
            }
            let tooMuch = try await pay(balance + 1, "N1234")
            try expectProblem(tooMuch, 422, "payout_too_large", field: "amount_paise")
            for amount in [0, -1] as [Int64] {
                try expectProblem(try await pay(amount, "N1234"), 422, "invalid_parameter", field: "amount_paise")
            }
            #expect(try await pay(20_000, "N1234").status == 201)
            try expectProblem(try await pay(100, "n1234"), 409, "reference_used")
            try expectProblem(try await pay(100, "CASH-1"), 409, "reference_used")

            let statement = try await read(ground, "statement")
            let lines = try #require(statement.items)
            #expect(lines.last?.balance_paise == balance - 20_000 && statement.closing_paise == balance - 20_000)
            #expect(lines.reduce(0) { $0 + $1.change_paise } == statement.closing_paise)
            #expect(lines.reduce(0) { $0 + $1.gross_paise } == statement.gross_paise)
            #expect(statement.paid_out_paise == 20_000)
            let table = try await ground.server.send(
                .get, "/api/providers/\(ground.bookings.centre)/statement", as: ground.bookings.owner,
                accept: "text/csv")
            #expect(table.text.split(separator: "\r\n").count == lines.count + 1)
            let next = try await read(ground, "earnings?month=2199-12")
            #expect(next.opening_paise == statement.closing_paise && next.gross_paise == 0)
            try await ground.expectSoundLedger()
        }
    }

    @Test func `months that are over are billed, once and without gaps`() async throws {
        try await PaymentGround.with { ground in
            for hour in 8..<10 {
                let booking = try await ground.bookings.booked(at: .tomorrow(hour))
                _ = try await ground.paid(booking)
                try await ground.complete(booking)
            }
            let other = try await BookingGround(ground.server)
            let theirs = try await other.booked()
            try await ground.server.pool.execute(
                """
                UPDATE service_providers SET gstin = '29AABCU9603R1ZJ' WHERE id = \(other.centre);
                """)
            for step in ["accepted", "in_progress", "completed"] {
                _ = try await other.move(theirs, to: step, as: other.owner)
            }
            let ledger = Ledger(pool: ground.server.pool)
            #expect(try await ledger.bill(Month(Date())) == 0, "it isn't over")
            // As if it had been two months ago.
            try await ground.server.pool.asOwner(
                """
                SET session_replication_role = replica;
                UPDATE ledger_entries SET posted_at = posted_at - interval '2 months';
                RESET session_replication_role
                """)
            let month = Month(Date()).previous.previous
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await ledger.bill(month) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 2])
            let rows = try await ground.server.pool.query(
                """
                SELECT number, total_paise, cgst_paise + sgst_paise, igst_paise FROM commission_invoices ORDER BY number
                """
            ).map { try $0.decode(Int32.self, Int64.self, Int64.self, Int64.self) }
            #expect(rows.map(\.0) == [1, 2] && rows.map(\.1) == [9_000, 4_500])
            #expect(rows.map(\.2) == [1_372, 0] && rows.map(\.3) == [0, 686])
            // The operator's own tax, by the states in which its centres are registered.
            let owed = try await taxes(ground).filter { $0.kind == "commission" }
            #expect(owed.map(\.place_of_supply) == ["29", "33"] && owed.map(\.rate_bps) == [1_800, 1_800])
            #expect(owed.map(\.invoices) == [1, 1] && owed.map(\.taxable_paise) == [3_814, 7_628])
            #expect(owed.map(\.igst_paise) == [686, 0])
            #expect(owed.map { $0.cgst_paise + $0.sgst_paise } == [0, 1_372])
            let reply = try await ground.server.send(
                .get, "/api/providers/\(ground.bookings.centre)/statement?month=\(month)", as: ground.bookings.owner)
            #expect(reply.text.contains(#""commission_invoice":{"number":"COM/"#), "\(reply.text)")
        }
    }

    @Test func `a month that no night has billed is billed later`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            try await ground.complete(booking)
            let ledger = Ledger(pool: ground.server.pool)
            #expect(try await ledger.billDue() == 0)
            try await ground.server.pool.asOwner(
                """
                SET session_replication_role = replica;
                UPDATE ledger_entries SET posted_at = posted_at - interval '7 months';
                RESET session_replication_role
                """)
            #expect(try await ledger.billDue() == 1)
            #expect(try await ledger.billDue() == 0)
            let rows = try await ground.server.pool.query("SELECT total_paise FROM commission_invoices")
            let totals: [Int64] = try rows.map { try $0.column(0) }
            #expect(totals == [4_500])
        }
    }

    @Test func `a month is Tamil Nadu's, and a centre's books are its own`() async throws {
        try await PaymentGround.with { ground in
            for wrong in ["2026-13", "2026-1", "202611", "2026-00", "november", "1999-12", "2026-11-01"] {
                let reply = try await ground.server.send(
                    .get, "/api/providers/\(ground.bookings.centre)/earnings?month=\(wrong)", as: ground.bookings.owner)
                try expectProblem(reply, 422, "invalid_parameter", field: "month")
            }
            let begin = try await ground.server.pool.query(
                "SELECT month_begin(2026, 4) = '2026-03-31T18:30Z' AND month_begin(2026, 13) = '2026-12-31T18:30Z'")[0]
            #expect(try begin.decode(Bool.self))
            // 2026-03-31T18:30Z, and the second before.
            #expect(Month(Date(timeIntervalSince1970: 1_774_981_800)).description == "2026-04")
            #expect(Month(Date(timeIntervalSince1970: 1_774_981_799)).description == "2026-03")
            let stranger = try await ground.server.person(.provider)
            for path in ["earnings", "statement", "upi-address"] {
                let reply = try await ground.server.send(
                    .get, "/api/providers/\(ground.bookings.centre)/\(path)", as: stranger)
                try expectProblem(reply, 404, "unknown_provider")
            }
            #expect(try await read(ground, "earnings", as: ground.bookings.admin).gross_paise == 0)
        }
    }
}
