import Jobs
import Postgres

extension Invoices {
    /// Draws and stores a document, unless it is there already; its customer is told when an invoice or a receipt is
    /// ready in the language of issue.
    ///
    /// - Parameters:
    ///   - language: Nil is the one in which it was issued.
    ///   - context: Of the job that ends with it.
    package func draw(_ id: Int64, in language: Language? = nil, finishing context: JobContext? = nil) async throws {
        guard let invoice = try await pool.withConnection({ try await Invoice.find(id, on: $0) }) else {
            throw PermanentFailure("There is no invoice \(id).")
        }
        let wanted = language ?? invoice.language
        guard !invoice.drawnIn.contains(wanted) else { return }
        let pdf = try await drawn(invoice.document(in: wanted))
        try await pool.withRetriedTransaction { transaction in
            try await context?.finish(on: transaction)
            let isNew = try await Self.store(pdf, of: invoice, wanted, on: transaction)
            // Of a refund its customer hears when the money goes back.
            guard isNew, wanted == invoice.language, !invoice.kind.isCorrection else { return }
            try await tell(of: invoice, on: transaction)
        }
    }

    static func store(
        _ pdf: [UInt8], of invoice: Invoice, _ language: Language, on connection: PostgresConnection
    ) async throws -> Bool {
        try await connection.execute(
            """
            INSERT INTO invoice_files (invoice_id, language, pdf, sha256)
            SELECT \(invoice.id), \(language.rawValue), file, sha256(file) FROM (SELECT \(pdf)::bytea AS file) AS drawn
            ON CONFLICT ON CONSTRAINT invoice_files_key DO NOTHING
            """) == 1
    }

    private func tell(of invoice: Invoice, on transaction: PostgresConnection) async throws {
        _ = try await transaction.query(
            """
            SELECT message_notice(\(invoice.customer_id), 'invoice_ready', \(invoice.bookingID),
                jsonb_build_object('number', \(invoice.serial)::text))
            """)
    }
}
