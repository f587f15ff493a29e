import Postgres

/// What a document says, before it has a number.
struct InvoiceDraft {
    struct Line {
        let position: Int32
        let sac: String
        let description: String
        let description_ta: String
        let rate_bps: Int32
        let amounts: LineAmounts
    }

    let kind: Invoice.Kind
    let bookingID: Int64
    var corrects: Int64?
    var refundID: Int64?
    let provider_id: Int64
    let customer_id: Int64
    let language: Language
    let supplier: Invoice.Party
    var performedBy: String?
    let recipient: Invoice.Party
    let placeOfSupply: String
    let bookingReference: String
    /// As in 2027-03-31.
    let performedOn: String
    var reason: String?
    let roundOff_paise: Int64
    let lines: [Line]

    /// Takes the next number, in the caller's transaction, which holds the booking's row.
    ///
    /// - Returns: The document's id.
    func issue(on transaction: PostgresConnection) async throws -> Int64 {
        try await transaction.query("SELECT invoice_issue(\(row), \(linesRow))")[0].decode(Int64.self)
    }

    private var row: Query {
        """
        ROW(\(kind.rawValue), \(bookingID), \(corrects), \(refundID), \(provider_id), \(customer_id),
            \(language.rawValue), \(supplier.name), \(supplier.address), \(supplier.phone), \(supplier.gstin),
            \(supplier.state), \(performedBy), \(recipient.name), \(recipient.address), \(recipient.state),
            \(placeOfSupply), \(bookingReference), \(performedOn), \(reason), \(roundOff_paise))::invoice_draft
        """
    }

    private var linesRow: Query {
        """
        ARRAY(SELECT ROW(l.*)::invoice_line_draft FROM unnest(\(lines.map(\.position)), \(lines.map(\.sac)),
            \(lines.map(\.description)), \(lines.map(\.description_ta)), \(lines.map(\.amounts.price_paise)),
            \(lines.map(\.amounts.discount_paise)), \(lines.map(\.rate_bps)),
            \(lines.map(\.amounts.taxed.taxable_paise)), \(lines.map(\.amounts.taxed.cgst_paise)),
            \(lines.map(\.amounts.taxed.sgst_paise)), \(lines.map(\.amounts.taxed.igst_paise))) AS l)
        """
    }
}
