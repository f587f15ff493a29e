import Documents
import Jobs
import Postgres

/// Invoices, receipts and what corrects them; see `sql/migrations/0020_invoices.sql`.
package struct Invoices: Sendable {
    package let pool: PostgresPool
    package let rules: InvoiceRules
    private let press: Result<DocumentRenderer, DocumentError>

    package init(pool: PostgresPool, rules: InvoiceRules = InvoiceRules()) {
        self.pool = pool
        self.rules = rules
        press = Result { () throws(DocumentError) in try DocumentRenderer() }
    }

    /// Why nothing can be drawn on this machine; nil where it can.
    package var defect: DocumentError? {
        if case .failure(let error) = press { error } else { nil }
    }

    /// - Throws: `TransientFailure` where it can't be drawn now.
    func drawn(_ document: Document) async throws -> [UInt8] {
        do {
            return try await press.get().pdf(document)
        } catch let error as DocumentError {
            throw TransientFailure(error.description)
        }
    }
}
