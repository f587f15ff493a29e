/// What an invoice charges for: prices with the tax in them.
package struct Charge: Equatable, Sendable {
    package let price_paise: Int64
    package let rate_bps: Int32
    /// A part of what the customer gets off goes to this one.
    package let isDiscounted: Bool

    package init(price_paise: Int64, rate_bps: Int32, isDiscounted: Bool = true) {
        self.price_paise = price_paise
        self.rate_bps = rate_bps
        self.isDiscounted = isDiscounted
    }
}

/// The amounts of a line.
package struct LineAmounts: Equatable, Sendable {
    package let price_paise: Int64
    package let discount_paise: Int64
    package let taxed: TaxedAmount

    package var total_paise: Int64 { price_paise - discount_paise }
}

/// The amounts of an invoice.
package struct InvoiceAmounts: Equatable, Sendable {
    package let lines: [LineAmounts]
    /// What was rounded away (below zero) or up to the rupee between the lines and what the customer pays. No tax is on
    /// it: lines are taxed before it.
    package let roundOff_paise: Int64

    package var total_paise: Int64 { lines.reduce(roundOff_paise) { $0 + $1.total_paise } }

    /// - Parameters:
    ///   - discount_paise: Off the charges that are discounted, in proportion to their prices.
    ///   - roundOff_paise: What was rounded of the rest.
    /// - Returns: Nil when these don't fit: a discount above the prices, a rupee and more of rounding, or more than was
    ///   left rounded away.
    package init?(charges: [Charge], discount_paise: Int64, roundOff_paise: Int64, _ split: TaxSplit) {
        let weights = charges.map { $0.isDiscounted ? $0.price_paise : 0 }
        guard (-99...99).contains(roundOff_paise), weights.allSatisfy({ $0 >= 0 }),
            charges.allSatisfy({ $0.price_paise >= 0 }), discount_paise >= 0,
            discount_paise <= weights.reduce(0, +)
        else { return nil }
        lines = zip(charges, Shares.divide(discount_paise, over: weights)).map { charge, discount in
            LineAmounts(
                price_paise: charge.price_paise, discount_paise: discount,
                taxed: TaxedAmount(including: charge.price_paise - discount, rate_bps: charge.rate_bps, split))
        }
        self.roundOff_paise = roundOff_paise
        guard total_paise >= 0 else { return nil }
    }
}
