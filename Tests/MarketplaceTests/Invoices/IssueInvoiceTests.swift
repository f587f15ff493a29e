import Foundation
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Marketplace

struct IssueInvoiceTests {
    @Test func `a completed booking gets one invoice, with half the tax for the state`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre()
            let booking = try await ground.booking(at: centre, prices: [45_000, 20_000])
            let invoice = try await ground.issued(booking)
            #expect(invoice.kind == .taxInvoice && invoice.serial.hasSuffix("/000001") && invoice.serial.count == 12)
            #expect(
                invoice.taxable_paise == 55_086 && invoice.cgst_paise == 4957
                    && invoice.sgst_paise == invoice.cgst_paise)
            #expect(invoice.igst_paise == 0 && invoice.total_paise == 65_000 && invoice.roundOff_paise == 0)
            #expect(invoice.supplier.gstin == InvoiceGround.registered && invoice.supplier.state == "33")
            #expect(invoice.recipient.state == "33" && invoice.placeOfSupply == "33" && invoice.lines.count == 2)
            #expect(invoice.lines.map(\.sac) == ["998715", "998715"] && invoice.lines.map(\.rate_bps) == [1800, 1800])
            // Asked for again, it is the same; the next one has the next number.
            #expect(try await ground.invoices.issue(bookingID: booking) == invoice.id)
            let stored = try await pool.query("SELECT invoice_id FROM bookings WHERE id = \(booking)")
            let known: Int64? = try stored[0].column(0)
            #expect(known == invoice.id)
            let next = try await ground.issued(try await ground.booking(at: centre))
            #expect(next.serial.hasSuffix("/000002"))
        }
    }

    @Test func `across the state's border it is integrated tax, either way`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let supplier = try await ground.centre(gstin: InvoiceGround.registeredInPuducherry)
            let invoice = try await ground.issued(try await ground.booking(at: supplier))
            #expect(invoice.supplier.state == "34" && invoice.placeOfSupply == "33")
            #expect(invoice.igst_paise == 6864 && invoice.cgst_paise == 0 && invoice.taxable_paise == 38_136)
            // A pincode of both states: the door's point tells which.
            let centre = try await ground.centre()
            for (place, state) in [
                ((Int32(605_001), 11.93, 79.83), "33"), ((605_007, 11.934, 79.83), "34"), ((605_007, nil, nil), "33"),
            ] as [((Int32, Double?, Double?), String)] {
                guard try await !pool.query("SELECT FROM pincodes WHERE pincode = \(place.0)").isEmpty else { continue }
                let booking = try await ground.booking(at: centre, place: (place.0, place.1, place.2))
                let invoice = try await ground.issued(booking)
                #expect(invoice.placeOfSupply == state && (invoice.igst_paise > 0) == (state == "34"), "\(place)")
            }
        }
    }

    @Test func `without a GSTIN it is a receipt without tax, numbered by centre`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            for _ in 0..<2 {
                let centre = try await ground.centre(gstin: nil)
                for number in 1...2 {
                    let receipt = try await ground.issued(try await ground.booking(at: centre))
                    #expect(receipt.kind == .receipt && receipt.serial.hasPrefix("R/"))
                    #expect(receipt.serial.hasSuffix("/00000\(number)") && receipt.supplier.gstin == nil)
                    #expect(receipt.cgst_paise + receipt.sgst_paise + receipt.igst_paise == 0)
                    #expect(receipt.taxable_paise == 45_000 && receipt.total_paise == 45_000)
                }
            }
        }
    }

    @Test func `a discount goes to the repairs, a fee is a line of its own, and both are taxed`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(
                at: try await ground.centre(), prices: [45_000, 20_000], total: 55_000, fee: 5000)
            let invoice = try await ground.issued(booking)
            #expect(invoice.lines.map(\.price_paise) == [45_000, 20_000, 5000])
            #expect(invoice.lines.map(\.discount_paise) == [6923, 3077, 0] && invoice.discount_paise == 10_000)
            #expect(invoice.total_paise == 60_000 && invoice.lines.allSatisfy { $0.cgst_paise > 0 })
        }
    }

    @Test func `what was rounded to the rupee is a line of its own, without tax`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre()
            // 15 % off 299 rupees is 254.15.
            for (fee, taxed) in [(0, 25_415), (5000, 30_415)] as [(Int64, Int64)] {
                let booking = try await ground.booking(
                    at: centre, prices: [29_900], total: 25_400, roundOff: -15, fee: fee)
                let invoice = try await ground.issued(booking)
                #expect(invoice.discount_paise == 4485 && invoice.roundOff_paise == -15)
                #expect(invoice.total_paise == 25_400 + fee)
                #expect(invoice.taxable_paise + invoice.cgst_paise + invoice.sgst_paise == taxed)
            }
            // Of what wasn't done nothing was taken off, nor rounded.
            let called = try await ground.booking(
                at: centre, prices: [29_900], total: 25_400, roundOff: -15, fee: 5000, status: "cancelled")
            let invoice = try await ground.issued(called)
            #expect(invoice.total_paise == 5000 && invoice.roundOff_paise == 0 && invoice.discount_paise == 0)
        }
    }

    @Test func `what wasn't done, or was free, isn't invoiced; what was called off late is, for its fee`() async throws
    {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre()
            for (status, prices, fee) in [
                ("pending", [45_000], 0), ("accepted", [45_000], 5000), ("cancelled", [45_000], 0),
                ("completed", [0], 0),
            ] as [(String, [Int64], Int64)] {
                let booking = try await ground.booking(at: centre, prices: prices, fee: fee, status: status)
                #expect(try await ground.invoices.issue(bookingID: booking) == nil, "\(status)")
            }
            #expect(try await ground.invoices.issue(bookingID: 999_999) == nil)
            let called = try await ground.booking(at: centre, fee: 5000, status: "cancelled")
            let invoice = try await ground.issued(called)
            #expect(invoice.total_paise == 5000 && invoice.lines.count == 1)
            // Nothing of the others took a number.
            #expect(try await ground.numbers() == [1])
        }
    }

    @Test func `with a wrong check character no number is taken`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre(gstin: "33AAACH7409R1Z9")
            let booking = try await ground.booking(at: centre)
            await #expect(throws: PermanentFailure.self) { try await ground.invoices.issue(bookingID: booking) }
            let left = try await pool.query("SELECT count(*) FROM invoice_counters")
            #expect(try left[0].decode(Int64.self) == 0)
            try await pool.execute(
                "UPDATE service_providers SET gstin = \(InvoiceGround.registered) WHERE id = \(centre)")
            #expect(try await ground.issued(booking).serial.hasSuffix("/000001"))
        }
    }

    @Test func `the rate is that of the day of the repair; without one nothing is issued`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let booking = try await ground.booking(at: try await ground.centre())
            try await pool.asOwner("DELETE FROM tax_rates")
            await #expect(throws: PermanentFailure.self) { try await ground.invoices.issue(bookingID: booking) }
            try await pool.asOwner(
                """
                INSERT INTO tax_rates (sac, valid, rate_bps, note) VALUES
                    ('998715', daterange('2017-07-01', (now() AT TIME ZONE 'Asia/Kolkata')::date), 1800, 'before'),
                    ('998715', daterange((now() AT TIME ZONE 'Asia/Kolkata')::date, NULL), 500, 'from today on')
                """)
            #expect(try await ground.issued(booking).lines.map(\.rate_bps) == [500])
            await #expect(throws: PostgresError.self) {
                try await pool.asOwner(
                    "INSERT INTO tax_rates VALUES ('998715', '[2020-01-01,2020-02-01)', 1800, 'twice')")
            }
        }
    }

    @Test func `what was issued can't be changed, by nobody, and stays when a name changes`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let centre = try await ground.centre()
            let invoice = try await ground.issued(try await ground.booking(at: centre))
            try await pool.execute("UPDATE service_providers SET center_name = 'Another' WHERE id = \(centre)")
            try await pool.execute("UPDATE users SET name = 'Else' WHERE id = \(ground.customer)")
            let later = try await ground.invoice(invoice.id)
            #expect(later.supplier.name == "Velan Iron Works" && later.recipient.name == "Someone")
            for statement in [
                "UPDATE invoices SET total_paise = total_paise", "DELETE FROM invoices", "TRUNCATE invoices CASCADE",
                "UPDATE invoice_lines SET description = 'x'", "DELETE FROM invoice_lines", "DELETE FROM invoice_files",
                "UPDATE invoice_counters SET last_number = 7", "DELETE FROM invoice_counters",
                "INSERT INTO invoice_counters VALUES ('x', 2026, 'receipt', 3)",
            ] {
                await #expect(throws: PostgresError.self, "\(statement)") { try await pool.asOwner(statement) }
                await #expect(throws: PostgresError.self, "\(statement)") {
                    try await pool.withConnection { try await $0.runScript(statement) }
                }
            }
        }
    }

    @Test func `where the platform owes the tax, the invoice is its own and names who did the work`() async throws {
        try await withDatabase(.geodata) { pool in
            let gstin = try #require(GSTIN("33AAACI1234R1ZK"))
            let rules = InvoiceRules(
                platform: .init(name: "Istri", address: "1 Anna Salai, Chennai - 600002", gstin: gstin))
            let ground = try await InvoiceGround(pool, rules: rules)
            // Also for who isn't registered.
            let booking = try await ground.booking(at: try await ground.centre(gstin: nil))
            let invoice = try await ground.issued(booking)
            #expect(invoice.kind == .taxInvoice && invoice.supplier.gstin == gstin.text && invoice.cgst_paise == 3432)
            #expect(invoice.performedBy == "Velan Iron Works" && invoice.supplier.name == "Istri")
        }
    }

    @Test func `the year of the accounts begins on 1 April in India, and serials keep to 16 characters`() async throws {
        try await withDatabase(.schema) { pool in
            let rows = try await pool.query(
                """
                SELECT financial_year(t::timestamptz) FROM unnest('{2026-03-31T18:29:59Z,2026-03-31T18:30:00Z,
                    2027-01-01T00:00:00Z,2027-03-31T18:29:59Z}'::text[]) AS t
                """)
            let years: [Int32] = try rows.map { try $0.column(0) }
            #expect(years == [2025, 2026, 2026, 2026])
            let serials = try await pool.query(
                """
                SELECT invoice_serial(kind, year, number) FROM (VALUES ('tax_invoice', 2026, 17),
                    ('credit_note', 2099, 9999999), ('receipt', 2026, 1), ('refund_receipt', 2026, 1000000)) AS v
                    (kind, year, number)
                """
            ).map { try $0.decode(String.self) }
            #expect(serials == ["26-27/000017", "CN/99-00/9999999", "R/26-27/000001", "RR/26-27/1000000"])
            #expect(serials.allSatisfy { $0.count <= 16 && $0.wholeMatch(of: /[A-Za-z0-9\/-]+/) != nil })
        }
    }
}
