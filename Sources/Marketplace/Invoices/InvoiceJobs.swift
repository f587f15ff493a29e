import Documents
import Jobs
import Postgres

/// Numbers and draws the invoice of a booking that is done. Enqueued, also in SQL, in the transaction of that step.
package struct IssueInvoiceJob: Job, Hashable {
    package static let name = "issue_invoice"
    package let bookingID: Int64

    package init(bookingID: Int64) { self.bookingID = bookingID }
}

/// Numbers and draws what corrects an invoice by a refund that was processed.
package struct IssueCreditNoteJob: Job, Hashable {
    package static let name = "issue_credit_note"
    package let refundID: Int64

    package init(refundID: Int64) { self.refundID = refundID }
}

/// Draws an issued document in the other language, for somebody who asks for it.
package struct DrawInvoiceJob: Job, Hashable {
    package static let name = "draw_invoice"
    package let invoiceID: Int64
    package let language: Language
}

extension JobHandlers {
    /// A document is numbered in one transaction and drawn after it, so that others of its series don't wait for the
    /// drawing; an attempt that died in between is made up for by the next, which finds the number and draws.
    package mutating func addInvoices(_ invoices: Invoices) {
        handle(IssueInvoiceJob.self) { job, context in
            guard let id = try await invoices.issue(bookingID: job.bookingID) else { return }
            try await invoices.draw(id, in: nil, finishing: context)
        }
        handle(IssueCreditNoteJob.self) { job, context in
            guard let id = try await invoices.issueCorrection(refundID: job.refundID) else { return }
            try await invoices.draw(id, in: nil, finishing: context)
        }
        handle(DrawInvoiceJob.self) { job, context in
            try await invoices.draw(job.invoiceID, in: job.language, finishing: context)
        }
        addCommissionInvoices(invoices)
    }
}
