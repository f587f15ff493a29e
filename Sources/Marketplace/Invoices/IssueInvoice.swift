import Foundation
import Jobs
import Postgres

extension Invoices {
    /// Numbers the invoice of a booking that is over, or the receipt when its centre isn't registered for GST. What is
    /// numbered already stays as it is.
    ///
    /// - Returns: Its id; nil when there is nothing to charge, or not yet.
    /// - Throws: `PermanentFailure` when the centre's GSTIN is wrong, no rate of tax is known, or amounts don't fit.
    package func issue(bookingID: Int64) async throws -> Int64? {
        try await pool.withRetriedTransaction { try await issue(bookingID: bookingID, on: $0) }
    }

    func issue(bookingID: Int64, on transaction: PostgresConnection) async throws -> Int64? {
        guard let booking = try await InvoicedBooking.lock(bookingID, on: transaction) else { return nil }
        if let issued = booking.invoiceID { return issued }
        guard let draft = try draft(of: booking) else { return nil }
        let id = try await draft.issue(on: transaction)
        try await Self.correctForEarlierRefunds(of: bookingID, on: transaction)
        return id
    }

    private func draft(of booking: InvoicedBooking) throws -> InvoiceDraft? {
        let charges = booking.charges
        guard booking.payable_paise > 0, !charges.isEmpty else { return nil }
        let supplier = try supplier(of: booking)
        let placeOfSupply = booking.recipient.state
        let isTaxed = supplier.gstin != nil
        guard let rate_bps = isTaxed ? booking.rate_bps : 0 else {
            throw PermanentFailure("No rate of tax is known for \(booking.performedOn): add it to tax_rates.")
        }
        let split: TaxSplit = isTaxed ? TaxSplit(supplierState: supplier.state, placeOfSupply: placeOfSupply) : .none
        let amounts = InvoiceAmounts(
            charges: charges.map {
                Charge(price_paise: $0.price_paise, rate_bps: rate_bps, isDiscounted: $0.isDiscounted)
            }, discount_paise: booking.discount_paise, roundOff_paise: booking.roundOff_paise, split)
        guard let amounts, amounts.total_paise == booking.payable_paise else {
            throw PermanentFailure("The items and the total of booking \(booking.id) don't fit.")
        }
        return InvoiceDraft(
            kind: isTaxed ? .taxInvoice : .receipt, bookingID: booking.id, provider_id: booking.provider_id,
            customer_id: booking.customer_id, language: booking.language, supplier: supplier,
            performedBy: rules.platform == nil ? nil : booking.centre.name, recipient: booking.recipient,
            placeOfSupply: placeOfSupply, bookingReference: booking.reference, performedOn: booking.performedOn,
            roundOff_paise: amounts.roundOff_paise,
            lines: zip(charges, amounts.lines).enumerated().map { index, line in
                InvoiceDraft.Line(
                    position: Int32(index + 1), sac: InvoiceRules.sac, description: line.0.description,
                    description_ta: line.0.description_ta, rate_bps: rate_bps, amounts: line.1)
            })
    }

    private func supplier(of booking: InvoicedBooking) throws -> Invoice.Party {
        if let platform = rules.platform {
            return Invoice.Party(
                name: platform.name, address: platform.address, phone: nil, gstin: platform.gstin.text,
                state: platform.gstin.stateCode)
        }
        let centre = booking.centre
        guard let typed = centre.gstin else { return centre }
        guard let gstin = GSTIN(typed), gstin.text == typed else {
            throw PermanentFailure(
                "The GSTIN of centre \(booking.provider_id) is wrong: have it put right, then retry.")
        }
        return Invoice.Party(
            name: centre.name, address: centre.address, phone: centre.phone, gstin: gstin.text, state: gstin.stateCode)
    }

    /// What was given back before there was an invoice to correct.
    private static func correctForEarlierRefunds(of booking: Int64, on transaction: PostgresConnection) async throws {
        let refunds = try await transaction.query(
            "SELECT id FROM refunds WHERE booking_id = \(booking) AND status = 'processed' AND cause <> 'overpaid'"
        ).map { try $0.decode(Int64.self) }
        try await refunds.map { IssueCreditNoteJob(refundID: $0) }.enqueue(on: transaction)
    }
}
