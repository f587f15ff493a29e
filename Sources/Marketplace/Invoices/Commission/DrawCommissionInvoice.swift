import Jobs
import Postgres

extension Invoices {
    /// Draws and stores the document of a commission invoice, unless it is there already.
    ///
    /// - Parameter context: Of the job that ends with it.
    /// - Throws: `PermanentFailure` until the operator is named, or while its registration isn't where it billed from.
    package func drawCommissionInvoice(_ id: Int64, finishing context: JobContext? = nil) async throws {
        guard let bill = try await pool.withConnection({ try await CommissionBill.find(id, on: $0) }) else {
            throw PermanentFailure("There is no commission invoice \(id).")
        }
        guard !bill.isDrawn else { return }
        let pdf = try await drawn(bill.document(from: try supplier(of: bill)))
        try await pool.withRetriedTransaction { transaction in
            try await context?.finish(on: transaction)
            try await transaction.execute(
                """
                INSERT INTO commission_invoice_files (invoice_id, pdf, sha256)
                SELECT \(id), file, sha256(file) FROM (SELECT \(pdf)::bytea AS file) AS drawn
                ON CONFLICT ON CONSTRAINT commission_invoice_files_key DO NOTHING
                """)
        }
    }

    private func supplier(of bill: CommissionBill) throws -> Invoice.Party {
        guard let biller = rules.biller else {
            throw PermanentFailure(
                "ISTRI_OPERATOR_NAME, ISTRI_OPERATOR_ADDRESS and ISTRI_OPERATOR_GSTIN aren't all set: without them "
                    + "commission invoices can't be drawn.")
        }
        guard bill.isSupplied(from: biller.gstin.stateCode) else {
            throw PermanentFailure(
                "\(bill.serial) was billed from another state than that of ISTRI_OPERATOR_GSTIN: have that or "
                    + "operator_state_code in money_settings put right.")
        }
        return Invoice.Party(
            name: biller.name, address: biller.address, phone: nil, gstin: biller.gstin.text,
            state: biller.gstin.stateCode)
    }

    /// Has all drawn that were billed and have no document yet; nothing as long as the operator isn't named.
    package func drawCommissionInvoices() async throws {
        guard rules.biller != nil else { return }
        try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query("SELECT commission_invoices_draw()")
        }
    }
}

/// Draws the document of a commission invoice. Enqueued for somebody who asks for it, and by the next one.
package struct DrawCommissionInvoiceJob: Job, Hashable {
    package static let name = "draw_commission_invoice"
    package let invoiceID: Int64

    package init(invoiceID: Int64) { self.invoiceID = invoiceID }
}

/// Has commission invoices drawn. Enqueued, in SQL, in the transaction that issues them, and each day.
struct DrawCommissionInvoicesJob: Job {
    static let name = "draw_commission_invoices"
}

extension JobHandlers {
    mutating func addCommissionInvoices(_ invoices: Invoices) {
        handle(DrawCommissionInvoiceJob.self) { job, context in
            try await invoices.drawCommissionInvoice(job.invoiceID, finishing: context)
        }
        handle(DrawCommissionInvoicesJob.self) { _, _ in try await invoices.drawCommissionInvoices() }
        every(.hours(24), offset: .hours(5), DrawCommissionInvoicesJob())
    }
}
