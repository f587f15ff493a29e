import Foundation
import Marketplace

extension CSVWriter {
    init(_ statement: Statement) {
        self.init(
            columns: [
                "entry_id", "posted_at", "kind", "booking_id", "booking_reference", "gross_paise", "commission_paise",
                "commission_tax_paise", "tds_paise", "tcs_paise", "received_paise", "paid_out_paise", "change_paise",
                "balance_paise",
            ], capacity: 128 * (statement.lines.count + 1))
        for line in statement.lines {
            row { row in
                row.number(line.entry_id)
                row.text(Timestamp.text(line.postedAt))
                row.text(line.kind)
                row.number(line.booking_id)
                row.text(line.bookingReference)
                row.number(line.gross_paise)
                row.number(line.commission_paise)
                row.number(line.commissionTax_paise)
                row.number(line.tds_paise)
                row.number(line.tcs_paise)
                row.number(line.received_paise)
                row.number(line.paidOut_paise)
                row.number(line.change_paise)
                row.number(line.balance_paise)
            }
        }
    }
}
