import Foundation
import Marketplace

extension JSONWriter {
    mutating func writeMembers(of earnings: Earnings) {
        field("provider_id", earnings.provider_id)
        field("month", earnings.month.description)
        field("bookings", earnings.bookings)
        field("gross_paise", earnings.gross_paise)
        field("commission_paise", earnings.commission_paise)
        field("commission_tax_paise", earnings.commissionTax_paise)
        field("net_paise", earnings.net_paise)
        field("tds_paise", earnings.tds_paise)
        field("tcs_paise", earnings.tcs_paise)
        field("received_paise", earnings.received_paise)
        field("paid_out_paise", earnings.paidOut_paise)
        field("opening_paise", earnings.opening_paise)
        field("closing_paise", earnings.closing_paise)
    }

    mutating func write(_ line: Statement.Line) {
        object { json in
            json.field("entry_id", line.entry_id)
            json.field("posted_at", line.postedAt)
            json.field("kind", line.kind)
            json.field("booking_id", line.booking_id)
            json.field("booking_reference", line.bookingReference)
            json.field("gross_paise", line.gross_paise)
            json.field("commission_paise", line.commission_paise)
            json.field("commission_tax_paise", line.commissionTax_paise)
            json.field("tds_paise", line.tds_paise)
            json.field("tcs_paise", line.tcs_paise)
            json.field("received_paise", line.received_paise)
            json.field("paid_out_paise", line.paidOut_paise)
            json.field("change_paise", line.change_paise)
            json.field("balance_paise", line.balance_paise)
        }
    }

    mutating func write(_ invoice: CommissionInvoice, of earnings: Earnings) {
        object { json in
            json.field("number", invoice.number)
            json.field("issued_at", invoice.issuedAt)
            json.field("taxable_paise", invoice.taxable_paise)
            json.field("cgst_paise", invoice.cgst_paise)
            json.field("sgst_paise", invoice.sgst_paise)
            json.field("igst_paise", invoice.igst_paise)
            json.field("total_paise", invoice.total_paise)
            json.field("href", "/api/providers/\(earnings.provider_id)/commission-invoices/\(earnings.month)")
        }
    }
}
