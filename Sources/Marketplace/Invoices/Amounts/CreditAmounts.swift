/// What a refund takes back of an invoice: of each line, and of the rounding, in proportion to what is left of it, with
/// the tax in it, so that together corrections never take back more than was charged, and the last one takes all that is
/// left.
package struct CreditAmounts: Equatable, Sendable {
    /// A line of the invoice.
    package struct Line: Sendable {
        package let total_paise: Int64
        package let rate_bps: Int32
        /// What earlier corrections took back of it.
        package let credited_paise: Int64

        package init(total_paise: Int64, rate_bps: Int32, credited_paise: Int64) {
            self.total_paise = total_paise
            self.rate_bps = rate_bps
            self.credited_paise = credited_paise
        }

        var left_paise: Int64 { total_paise - credited_paise }
    }

    /// One for each line, zero where nothing is taken. Where a single paisa is taken that can be two of tax, less one.
    package let lines: [TaxedAmount]
    /// Of the same sign as the invoice's.
    package let roundOff_paise: Int64

    package var total_paise: Int64 { lines.reduce(roundOff_paise) { $0 + $1.total_paise } }

    /// - Parameter roundOffLeft_paise: Of the invoice, less what earlier corrections took.
    /// - Returns: Nil when the refund isn't above zero, or is above what is left.
    package init?(refund_paise: Int64, of lines: [Line], roundOffLeft_paise: Int64, _ split: TaxSplit) {
        let left = lines.map(\.left_paise)
        let sum = left.reduce(roundOffLeft_paise, +)
        guard refund_paise > 0, refund_paise <= sum else { return nil }
        // Toward zero, so that what is taken from the lines is never above what is left of them.
        roundOff_paise = Int64(Int128(roundOffLeft_paise) * Int128(refund_paise) / Int128(sum))
        self.lines = zip(lines, Shares.divide(refund_paise - roundOff_paise, over: left)).map { line, share in
            // The difference of two sums of tax, so that parts of a line have the tax of the whole.
            TaxedAmount(including: line.credited_paise + share, rate_bps: line.rate_bps, split)
                - TaxedAmount(including: line.credited_paise, rate_bps: line.rate_bps, split)
        }
    }
}
