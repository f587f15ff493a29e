import Jobs
import Postgres

extension Invoices {
    /// Numbers the credit note of a refund, or the refund receipt when what it corrects is a receipt.
    ///
    /// - Returns: Its id; nil when there is nothing to correct: what was given back had never been invoiced, or was
    ///   paid above what was owed.
    package func issueCorrection(refundID: Int64) async throws -> Int64? {
        try await pool.withRetriedTransaction { transaction in
            guard let refund = try await ProcessedRefund.lock(refundID, on: transaction) else { return nil }
            if let issued = refund.correctionID { return issued }
            // Whoever issues the invoice enqueues this job again.
            guard let invoiceID = refund.invoiceID, refund.lowersWhatIsOwed,
                let invoice = try await Invoice.find(invoiceID, on: transaction)
            else { return nil }
            return try await correction(of: invoice, for: refund, on: transaction).issue(on: transaction)
        }
    }

    private func correction(
        of invoice: Invoice, for refund: ProcessedRefund, on transaction: PostgresConnection
    ) async throws -> InvoiceDraft {
        let credited = try await Self.credited(of: invoice, on: transaction)
        let split: TaxSplit =
            invoice.kind.isTaxed
            ? TaxSplit(supplierState: invoice.supplier.state, placeOfSupply: invoice.placeOfSupply) : .none
        let amounts = CreditAmounts(
            refund_paise: refund.amount_paise,
            of: invoice.lines.map {
                CreditAmounts.Line(
                    total_paise: $0.total_paise, rate_bps: $0.rate_bps, credited_paise: credited.lines[$0.position] ?? 0
                )
            }, roundOffLeft_paise: invoice.roundOff_paise - credited.roundOff_paise, split)
        guard let amounts else {
            throw PermanentFailure("Refund \(refund.id) is above what is left of invoice \(invoice.id).")
        }
        return InvoiceDraft(
            kind: invoice.kind.isTaxed ? .creditNote : .refundReceipt, bookingID: invoice.bookingID,
            corrects: invoice.id, refundID: refund.id, provider_id: refund.provider_id,
            customer_id: invoice.customer_id, language: refund.language, supplier: invoice.supplier,
            performedBy: invoice.performedBy, recipient: invoice.recipient, placeOfSupply: invoice.placeOfSupply,
            bookingReference: invoice.bookingReference, performedOn: refund.performedOn, reason: refund.reason,
            roundOff_paise: amounts.roundOff_paise,
            lines: Self.lines(of: invoice, taking: amounts.lines))
    }

    private static func lines(of invoice: Invoice, taking amounts: [TaxedAmount]) -> [InvoiceDraft.Line] {
        let all = Array(zip(invoice.lines, amounts))
        let taken = all.filter { $0.1.total_paise > 0 }
        // What takes back the last of the rounding alone still says what for.
        return (taken.isEmpty ? Array(all.prefix(1)) : taken).map { line, amount in
            InvoiceDraft.Line(
                position: line.position, sac: line.sac, description: line.description,
                description_ta: line.description_ta, rate_bps: line.rate_bps,
                amounts: LineAmounts(price_paise: amount.total_paise, discount_paise: 0, taxed: amount))
        }
    }

    /// What earlier corrections took back, by the lines' positions.
    private static func credited(
        of invoice: Invoice, on transaction: PostgresConnection
    ) async throws -> (lines: [Int32: Int64], roundOff_paise: Int64) {
        let lines = try await transaction.query(
            """
            SELECT l.position, sum(l.total_paise)::bigint FROM invoices c JOIN invoice_lines l ON l.invoice_id = c.id
            WHERE c.corrects = \(invoice.id) GROUP BY l.position
            """
        ).map { try $0.decode(Int32.self, Int64.self) }
        let roundOff = try await transaction.query(
            "SELECT coalesce(sum(round_off_paise), 0)::bigint FROM invoices WHERE corrects = \(invoice.id)")
        return (Dictionary(uniqueKeysWithValues: lines), try roundOff[0].decode(Int64.self))
    }
}

/// A refund that was processed.
private struct ProcessedRefund {
    let id: Int64
    let amount_paise: Int64
    let lowersWhatIsOwed: Bool
    let reason: String?
    let invoiceID: Int64?
    let correctionID: Int64?
    let provider_id: Int64
    let language: Language
    let performedOn: String

    /// Locks its booking's row, so that corrections of one invoice follow each other.
    static func lock(_ id: Int64, on transaction: PostgresConnection) async throws -> ProcessedRefund? {
        _ = try await transaction.query(
            "SELECT FROM bookings b JOIN refunds r ON r.booking_id = b.id WHERE r.id = \(id) FOR UPDATE OF b")
        // Only now, so as to see what was issued while we waited.
        let rows = try await transaction.query(
            """
            SELECT r.id, r.amount_paise, r.cause <> 'overpaid', r.reason, b.invoice_id,
                (SELECT c.id FROM invoices c WHERE c.refund_id = r.id), i.provider_id, u.language, i.performed_on::text
            FROM refunds r JOIN bookings b ON b.id = r.booking_id JOIN users u ON u.id = b.customer_id
            LEFT JOIN invoices i ON i.id = b.invoice_id
            WHERE r.id = \(id) AND r.status = 'processed'
            """)
        guard let row = rows.first else { return nil }
        return ProcessedRefund(
            id: try row.column(0), amount_paise: try row.column(1), lowersWhatIsOwed: try row.column(2),
            reason: try row.column(3), invoiceID: try row.column(4), correctionID: try row.column(5),
            provider_id: try row.column(6, as: Int64?.self) ?? 0,
            language: Language(rawValue: try row.column(7)) ?? .english,
            performedOn: try row.column(8, as: String?.self) ?? "")
    }
}
