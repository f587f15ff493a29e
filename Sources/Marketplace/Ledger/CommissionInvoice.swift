import Foundation
import Jobs
import Postgres

/// What the platform bills a centre for a month; of one in which more was taken back than earned, a credit note with
/// amounts below nothing.
package struct CommissionInvoice: Sendable {
    /// As COM/26-27/00001.
    package let number: String
    package let issuedAt: Date
    package let taxable_paise: Int64
    package let cgst_paise: Int64
    package let sgst_paise: Int64
    package let igst_paise: Int64
    package let total_paise: Int64
}

extension Ledger {
    /// Nil until the month is over and billed, and for one without commission.
    func commissionInvoice(of provider: Int64, in month: Month) async throws -> CommissionInvoice? {
        let rows = try await pool.query(
            """
            SELECT reference, issued_at, taxable_paise, cgst_paise, sgst_paise, igst_paise, total_paise
            FROM commission_invoices
            WHERE provider_id = \(provider) AND month = make_date(\(month.year), \(month.number), 1)
            """)
        guard let row = rows.first else { return nil }
        let (number, issuedAt, taxable, cgst, sgst, igst, total) = try row.decode(
            String.self, Date.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
        return CommissionInvoice(
            number: number, issuedAt: issuedAt, taxable_paise: taxable, cgst_paise: cgst, sgst_paise: sgst,
            igst_paise: igst, total_paise: total)
    }

    /// Bills a month to all centres that weren't billed for it yet; one that isn't over to nobody.
    ///
    /// - Returns: How many.
    @discardableResult
    package func bill(_ month: Month) async throws -> Int {
        try await pool.withRetriedTransaction { transaction in
            let count = try await transaction.query(
                "SELECT commission_invoices_issue(\(month.year), \(month.number))")[0].decode(Int32.self)
            return Int(count)
        }
    }
}

extension Ledger {
    /// Bills what wasn't billed yet of the twelve months before, the oldest first: a worker that rested for weeks leaves
    /// none out.
    ///
    /// - Returns: How many invoices.
    @discardableResult
    package func billDue(now: Date = Date()) async throws -> Int {
        var months = [Month(now).previous]
        while months.count < 12 { months.append(months[months.count - 1].previous) }
        var count = 0
        for month in months.reversed() { count += try await bill(month) }
        return count
    }
}

/// Bills the months before, early each day: what a night missed the next one makes up for.
struct BillCommissionJob: Job {
    static let name = "payments.bill_commission"
}

extension JobHandlers {
    package mutating func billCommission(_ ledger: Ledger) {
        handle(BillCommissionJob.self, timeout: .minutes(30)) { _, _ in try await ledger.billDue() }
        every(.hours(24), offset: .hours(4), BillCommissionJob())
    }
}
