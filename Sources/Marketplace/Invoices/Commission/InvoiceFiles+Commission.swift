import Jobs
import Postgres

extension InvoiceFiles {
    /// What the platform bills a centre for a month, in the language that its owner had chosen when it was issued.
    ///
    /// - Returns: Nil while it is being drawn. Whoever asks for one from before there were documents has it drawn.
    /// - Throws: `PaymentError.unknownProvider`, also when the centre is none of the user's;
    ///   `InvoiceError.noCommissionInvoice`
    package func commissionInvoice(
        of provider: Int64, in month: Month, for user: SignedInUser
    ) async throws -> File? {
        try await Ledger(pool: pool).check(provider, for: user)
        let rows = try await pool.query(
            """
            SELECT c.id, c.reference, c.total_paise < 0, f.pdf, f.sha256,
                EXISTS (SELECT FROM jobs j WHERE j.status = 'dead' AND j.kind = \(DrawCommissionInvoiceJob.name)
                    AND j.payload->>'invoiceID' = c.id::text)
            FROM commission_invoices c LEFT JOIN commission_invoice_files f ON f.invoice_id = c.id
            WHERE c.provider_id = \(provider) AND c.month = make_date(\(month.year), \(month.number), 1)
            """)
        guard let row = rows.first else { throw InvoiceError.noCommissionInvoice }
        if let pdf = try row.column(3, as: [UInt8]?.self), let sha256 = try row.column(4, as: [UInt8]?.self) {
            let isCredit: Bool = try row.column(2)
            return File(
                serial: try row.column(1), kind: isCredit ? .creditNote : .taxInvoice, pdf: pdf, sha256: sha256)
        }
        let isStuck: Bool = try row.column(5)
        guard !isStuck else { throw InvoiceError.noCommissionInvoice }
        let id: Int64 = try row.column(0)
        try await pool.withConnection { connection in
            _ = try await DrawCommissionInvoiceJob(invoiceID: id).enqueue(on: connection, uniqueKey: "\(id)")
        }
        return nil
    }
}
