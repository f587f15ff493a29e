import Postgres

/// A centre's month in sums.
package struct Earnings: Sendable {
    package let provider_id: Int64
    package let month: Month
    /// How many brought something, or took something back.
    package let bookings: Int64
    /// What customers owed for what was done, less what was given back of it on request.
    package let gross_paise: Int64
    /// What the platform keeps, the tax on its service included.
    package let commission_paise: Int64
    /// The tax within it.
    package let commissionTax_paise: Int64
    /// Kept back for the state, in the centre's name: section 194-O.
    package let tds_paise: Int64
    /// The same: section 52.
    package let tcs_paise: Int64
    /// What the centre was handed by its customers itself.
    package let received_paise: Int64
    package let paidOut_paise: Int64
    /// What it had to get before the month; below nothing: what it owed.
    package let opening_paise: Int64
    package let closing_paise: Int64

    /// Earned, before what is kept back for the state.
    package var net_paise: Int64 { gross_paise - commission_paise }
}

extension Ledger {
    /// - Throws: `PaymentError.unknownProvider`, also when the centre is none of the user's.
    package func earnings(of provider: Int64, in month: Month, for user: SignedInUser) async throws -> Earnings {
        try await check(provider, for: user)
        let row = try await pool.query(
            """
            SELECT e.bookings, e.gross_paise, e.commission_paise, e.commission_tax_paise, e.tds_paise, e.tcs_paise,
                e.received_paise, e.paid_out_paise, e.opening_paise, e.closing_paise
            FROM provider_earnings(\(provider), \(month.year), \(month.number)) AS e
            """)[0]
        return Earnings(
            provider_id: provider, month: month, bookings: try row.column(0), gross_paise: try row.column(1),
            commission_paise: try row.column(2), commissionTax_paise: try row.column(3), tds_paise: try row.column(4),
            tcs_paise: try row.column(5), received_paise: try row.column(6), paidOut_paise: try row.column(7),
            opening_paise: try row.column(8), closing_paise: try row.column(9))
    }
}
