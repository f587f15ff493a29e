/// To whom the tax on a supply goes.
package enum TaxSplit: Equatable, Sendable {
    /// The supplier isn't registered for GST.
    case none
    /// Half to the union and half to the state: the supplier's state is the place of supply.
    case withinState
    case acrossStates

    /// - Parameters: Codes of states, 33 for Tamil Nadu.
    package init(supplierState: String, placeOfSupply: String) {
        self = supplierState == placeOfSupply ? .withinState : .acrossStates
    }
}

/// An amount that was paid with the tax in it, taken apart.
package struct TaxedAmount: Equatable, Sendable {
    package let taxable_paise: Int64
    package let cgst_paise: Int64
    package let sgst_paise: Int64
    package let igst_paise: Int64

    package var total_paise: Int64 { taxable_paise + cgst_paise + sgst_paise + igst_paise }

    /// The two halves are equal, and all parts add up to the amount.
    ///
    /// - Parameter rate_bps: In hundredths of a per cent: 1800 is 18 %.
    package init(including amount_paise: Int64, rate_bps: Int32, _ split: TaxSplit) {
        let whole = 10_000 + Int64(rate_bps)
        switch split {
        case .none:
            self.init(taxable_paise: amount_paise, cgst_paise: 0, sgst_paise: 0, igst_paise: 0)
        case .withinState:
            let half = Shares.round(amount_paise, times: Int64(rate_bps / 2), over: whole)
            self.init(
                taxable_paise: amount_paise - 2 * half, cgst_paise: half, sgst_paise: half, igst_paise: 0)
        case .acrossStates:
            let tax = Shares.round(amount_paise, times: Int64(rate_bps), over: whole)
            self.init(taxable_paise: amount_paise - tax, cgst_paise: 0, sgst_paise: 0, igst_paise: tax)
        }
    }

    private init(taxable_paise: Int64, cgst_paise: Int64, sgst_paise: Int64, igst_paise: Int64) {
        self.taxable_paise = taxable_paise
        self.cgst_paise = cgst_paise
        self.sgst_paise = sgst_paise
        self.igst_paise = igst_paise
    }

    static func - (left: TaxedAmount, right: TaxedAmount) -> TaxedAmount {
        TaxedAmount(
            taxable_paise: left.taxable_paise - right.taxable_paise, cgst_paise: left.cgst_paise - right.cgst_paise,
            sgst_paise: left.sgst_paise - right.sgst_paise, igst_paise: left.igst_paise - right.igst_paise)
    }
}
