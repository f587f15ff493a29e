import Foundation
import Postgres

/// A centre's month, entry by entry.
package struct Statement: Sendable {
    package struct Line: Sendable {
        /// Of the ledger.
        package let entry_id: Int64
        package let postedAt: Date
        /// accrual: a booking is over, or was made cheaper afterwards; receipt, refund: the centre was handed money, or
        /// gave it back; payout.
        package let kind: String
        package let booking_id: Int64?
        package let bookingReference: String?
        package let gross_paise: Int64
        package let commission_paise: Int64
        package let commissionTax_paise: Int64
        package let tds_paise: Int64
        package let tcs_paise: Int64
        package let received_paise: Int64
        package let paidOut_paise: Int64
        /// What the centre has more to get by it.
        package let change_paise: Int64
        /// What it has to get afterwards.
        package let balance_paise: Int64
    }

    package let earnings: Earnings
    package let lines: [Line]
    package let commissionInvoice: CommissionInvoice?
}

extension Ledger {
    /// - Throws: `PaymentError.unknownProvider`, also when the centre is none of the user's.
    package func statement(of provider: Int64, in month: Month, for user: SignedInUser) async throws -> Statement {
        let earnings = try await earnings(of: provider, in: month, for: user)
        let rows = try await pool.query(
            """
            SELECT e.entry, e.posted_at, e.kind, e.booking_id, b.reference, e.gross_paise, e.commission_paise,
                e.commission_tax_paise, e.tds_paise, e.tcs_paise, e.received_paise, e.paid_out_paise, e.change_paise
            FROM provider_entries(\(provider), month_begin(\(month.year), \(month.number)),
                month_begin(\(month.year), \(month.number) + 1)) AS e
            LEFT JOIN bookings b ON b.id = e.booking_id ORDER BY e.entry
            """)
        var balance = earnings.opening_paise
        let lines = try rows.map { row in
            let change: Int64 = try row.column(12)
            balance += change
            return Statement.Line(
                entry_id: try row.column(0), postedAt: try row.column(1), kind: try row.column(2),
                booking_id: try row.column(3), bookingReference: try row.column(4), gross_paise: try row.column(5),
                commission_paise: try row.column(6), commissionTax_paise: try row.column(7),
                tds_paise: try row.column(8), tcs_paise: try row.column(9), received_paise: try row.column(10),
                paidOut_paise: try row.column(11), change_paise: change, balance_paise: balance)
        }
        return Statement(
            earnings: earnings, lines: lines,
            commissionInvoice: try await commissionInvoice(of: provider, in: month))
    }
}
