import Jobs
import Postgres
import TestSupport
import Testing

@testable import Marketplace

struct CommissionInvoiceTests {
    private static func rules(_ gstin: String = "33AAACI1234R1ZK") throws -> InvoiceRules {
        InvoiceRules(
            biller: .init(
                name: "Istri", address: "1 Anna Salai, Chennai - 600002", gstin: try #require(GSTIN(gstin))))
    }

    /// A centre that has earned 900 rupees in January 2020, and was billed for it; the bill's id.
    private func billed(_ ground: InvoiceGround, language: Language = .english) async throws -> (
        centre: Int64, bill: Int64
    ) {
        let centre = try await ground.centre()
        try await ground.pool.execute(
            """
            UPDATE users SET language = \(language.rawValue)
            WHERE id = (SELECT user_id FROM service_providers WHERE id = \(centre))
            """)
        try await accrue(2, of: 1, at: centre, on: "2020-01-15", ground)
        return (centre, try await bill(centre, "2020-01", ground))
    }

    /// What a booking brought, in halves of 900 rupees, or took back; a tenth of it is the commission.
    private func accrue(
        _ halves: Int64, of booking: Int64, at centre: Int64, on day: String, _ ground: InvoiceGround
    ) async throws {
        let accounts = ["customer", "provider", "commission", "commission_tax"]
        let amounts: [Int64] = [90_000, -81_000, -7628, -1372].map { $0 / 2 * halves }
        try await ground.pool.withTransaction { transaction in
            try await transaction.execute(
                """
                WITH entry AS (
                    INSERT INTO ledger_entries (kind, booking_id, provider_id, posted_at)
                    VALUES ('accrual', \(booking), \(centre), (\(day)::date + time '12:00') AT TIME ZONE 'Asia/Kolkata')
                    RETURNING id)
                INSERT INTO ledger_lines (entry_id, account, amount_paise)
                SELECT entry.id, l.account, l.paise
                FROM entry CROSS JOIN unnest(\(accounts)::text[], \(amounts)::bigint[]) AS l (account, paise)
                """)
        }
    }

    private func bill(_ centre: Int64, _ month: String, _ ground: InvoiceGround) async throws -> Int64 {
        let month = try #require(Month(month))
        try await Ledger(pool: ground.pool).bill(month)
        return try await ground.pool.query(
            """
            SELECT id FROM commission_invoices
            WHERE provider_id = \(centre) AND month = make_date(\(month.year), \(month.number), 1)
            """)[0].decode(Int64.self)
    }

    /// The document, whose hash must be right; nil when there is none.
    private func file(_ bill: Int64, _ ground: InvoiceGround) async throws -> [UInt8]? {
        let rows = try await ground.pool.query(
            "SELECT pdf, sha256 = sha256(pdf) FROM commission_invoice_files WHERE invoice_id = \(bill)")
        guard let row = rows.first else { return nil }
        let (pdf, isRight) = try row.decode([UInt8].self, Bool.self)
        #expect(isRight)
        return pdf
    }

    private func waiting(_ kind: String, _ ground: InvoiceGround) async throws -> Int64 {
        try await ground.pool.query("SELECT count(*) FROM jobs WHERE kind = \(kind) AND status = 'waiting'")[0]
            .decode(Int64.self)
    }

    @Test func `what is billed is drawn once, in the owner's language, as it was when it was billed`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool, rules: try Self.rules())
            let (centre, bill) = try await billed(ground, language: .tamil)
            #expect(try await waiting("draw_commission_invoices", ground) == 1)
            try await ground.invoices.drawCommissionInvoices()
            try await ground.invoices.drawCommissionInvoices()
            #expect(try await waiting(DrawCommissionInvoiceJob.name, ground) == 1)
            try await pool.execute(
                "UPDATE service_providers SET center_name = 'Another', gstin = NULL WHERE id = \(centre)")
            try await pool.execute("UPDATE users SET language = 'en'")
            try await ground.invoices.drawCommissionInvoice(bill)
            let pdf = try #require(try await file(bill, ground))
            let lines = try Paper(pdf).lines()
            for expected in [
                "வரி விலைப்பட்டியல்", "Velan Iron Works", "GSTIN: \(InvoiceGround.registered)", "CGST 9 % 6.86",
                "மாதம் 01-01-2020 – 31-01-2020",
            ] {
                #expect(lines.contains(expected), "\(expected)")
            }
            try await ground.invoices.drawCommissionInvoice(bill)
            #expect(try await file(bill, ground) == pdf)
            await #expect(throws: PermanentFailure.self) { try await ground.invoices.drawCommissionInvoice(999_999) }
        }
    }

    @Test func `a month in which more was taken back names the bills of which it takes`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool, rules: try Self.rules())
            let (centre, first) = try await billed(ground)
            // Another month has nothing to do with it.
            try await accrue(2, of: 2, at: centre, on: "2020-02-10", ground)
            _ = try await bill(centre, "2020-02", ground)
            try await accrue(-1, of: 1, at: centre, on: "2020-03-02", ground)
            let credit = try await bill(centre, "2020-03", ground)
            let bills = try await pool.withConnection { connection in
                (
                    try await CommissionBill.find(first, on: connection),
                    try await CommissionBill.find(credit, on: connection)
                )
            }
            let (charged, taken) = (try #require(bills.0), try #require(bills.1))
            #expect(!charged.isCredit && charged.corrects == [] && charged.total_paise == 9000)
            #expect(taken.isCredit && taken.total_paise == -4500 && taken.cgst_paise == -343)
            #expect(taken.corrects == ["\(charged.serial), \(charged.issuedOn)"])
            try await ground.invoices.drawCommissionInvoice(credit)
            let lines = try Paper(try #require(try await file(credit, ground))).lines()
            #expect(lines.contains("Credit note") && lines.contains("Credited ₹ 45.00"))
        }
    }

    @Test func `a stored document can't be changed, by nobody, and has the hash of its bytes`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool, rules: try Self.rules())
            let (_, bill) = try await billed(ground)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.execute(
                    """
                    INSERT INTO commission_invoice_files (invoice_id, pdf, sha256)
                    VALUES (\(bill), '\\x25'::bytea, sha256('\\x26'::bytea))
                    """)
            }
            #expect(error?.constraint == "commission_invoice_files_hash")
            try await ground.invoices.drawCommissionInvoice(bill)
            let pdf = try await file(bill, ground)
            for statement in [
                "UPDATE commission_invoice_files SET made_at = now()", "DELETE FROM commission_invoice_files",
                "TRUNCATE commission_invoice_files", "UPDATE commission_invoices SET recipient_name = 'x'",
                "DELETE FROM commission_invoices",
            ] {
                await #expect(throws: PostgresError.self, "\(statement)") { try await pool.asOwner(statement) }
                await #expect(throws: PostgresError.self, "\(statement)") {
                    try await pool.withConnection { try await $0.runScript(statement) }
                }
            }
            #expect(try await file(bill, ground) == pdf)
        }
    }

    @Test func `until the operator is named, or when it is elsewhere, nothing is drawn; later it is made up for`()
        async throws
    {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool)
            let (_, bill) = try await billed(ground)
            try await ground.invoices.drawCommissionInvoices()
            #expect(try await waiting(DrawCommissionInvoiceJob.name, ground) == 0)
            let elsewhere = Invoices(pool: pool, rules: try Self.rules(InvoiceGround.registeredInPuducherry))
            for invoices in [ground.invoices, elsewhere] {
                await #expect(throws: PermanentFailure.self) { try await invoices.drawCommissionInvoice(bill) }
            }
            #expect(try await file(bill, ground) == nil)
            // As it stands after a worker has tried.
            try await pool.execute(
                """
                INSERT INTO jobs (kind, payload, status, failed_at, last_error)
                VALUES ('draw_commission_invoice', \("{\"invoiceID\":\(bill)}")::json, 'dead', now(), 'Not named.')
                """)
            let named = Invoices(pool: pool, rules: try Self.rules())
            try await named.drawCommissionInvoices()
            let jobs = try await pool.query("SELECT status FROM jobs WHERE kind = 'draw_commission_invoice'")
            let statuses: [String] = try jobs.map { try $0.column(0) }
            #expect(statuses == ["waiting"])
            try await named.drawCommissionInvoice(bill)
            #expect(try await file(bill, ground) != nil)
        }
    }

    @Test func `one from before there were documents is drawn with what holds now`() async throws {
        try await withDatabase(.geodata) { pool in
            let ground = try await InvoiceGround(pool, rules: try Self.rules())
            let centre = try await ground.centre(gstin: nil)
            let bill = try await pool.withTransaction { transaction in
                try await transaction.query(
                    """
                    INSERT INTO commission_invoices (provider_id, month, financial_year, number, gross_paise,
                        taxable_paise, cgst_paise, sgst_paise, igst_paise, total_paise)
                    VALUES (\(centre), '2020-01-01', 2019, 1, 90000, 7628, 686, 686, 0, 9000) RETURNING id
                    """)[0].decode(Int64.self)
            }
            try await ground.invoices.drawCommissionInvoice(bill)
            let lines = try Paper(try #require(try await file(bill, ground))).lines()
            for expected in [
                "Number COM/19-20/00001", "Velan Iron Works", "Place of supply Tamil Nadu (33)", "CGST 9 % 6.86",
                "Total ₹ 90.00",
            ] {
                #expect(lines.contains(expected), "\(expected)")
            }
            #expect(lines.count { $0.hasPrefix("GSTIN:") } == 1)
        }
    }
}
