import TestSupport
import Testing

@testable import Marketplace

struct InvoiceAmountTests {
    /// 100,000 carts of any prices, discounts, rates and refunds in parts: nothing is lost and nothing is added.
    @Test func `sums are exact for any cart, and refunds take back no more than was charged`() {
        var random = SplitMix64(state: 20_261_130)
        var faults: [String] = []
        for number in 0..<100_000 where faults.count < 5 {
            let cart = Cart(&random)
            guard let amounts = cart.amounts else {
                faults.append("\(number): \(cart) has no amounts")
                continue
            }
            faults += cart.faults(amounts).map { "\(number): \($0) in \(cart)" }
            faults += cart.refundFaults(amounts, &random).map { "\(number): \($0) in \(cart)" }
        }
        #expect(faults == [])
    }

    @Test func `450 rupees with 18 % in them are 381.36, and 34.32 twice`() {
        let amount = TaxedAmount(including: 45_000, rate_bps: 1800, .withinState)
        #expect(amount.taxable_paise == 38_136 && amount.cgst_paise == 3432 && amount.sgst_paise == 3432)
        let across = TaxedAmount(including: 45_000, rate_bps: 1800, .acrossStates)
        #expect(across.taxable_paise == 38_136 && across.igst_paise == 6864 && across.cgst_paise == 0)
        #expect(TaxedAmount(including: 45_000, rate_bps: 1800, .none).taxable_paise == 45_000)
        // Of one paisa nothing is tax, and of nothing neither.
        #expect(TaxedAmount(including: 1, rate_bps: 1800, .withinState).taxable_paise == 1)
        #expect(TaxedAmount(including: 0, rate_bps: 1800, .acrossStates).total_paise == 0)
    }

    @Test func `a discount is divided by price, to the last paisa`() {
        #expect(Shares.divide(100, over: [1, 1, 1]) == [33, 33, 34])
        #expect(Shares.divide(10, over: [0, 5, 5]) == [0, 5, 5])
        #expect(Shares.divide(0, over: [0, 0]) == [0, 0])
        #expect(Shares.divide(.max, over: [.max]) == [.max])
    }

    @Test func `what doesn't fit is no invoice`() {
        let charges = [Charge(price_paise: 100, rate_bps: 1800)]
        func amounts(_ discount: Int64, _ roundOff: Int64) -> InvoiceAmounts? {
            InvoiceAmounts(charges: charges, discount_paise: discount, roundOff_paise: roundOff, .withinState)
        }
        #expect(amounts(101, 0) == nil && amounts(-1, 0) == nil && amounts(0, 100) == nil && amounts(0, -100) == nil)
        #expect(amounts(60, -41) == nil && amounts(60, -40)?.total_paise == 0)
        #expect(amounts(0, 99)?.total_paise == 199 && amounts(0, -99)?.total_paise == 1)
    }

    @Test func `rounding to the rupee is under a rupee, and a whole refund takes it back`() throws {
        let charges = [Charge(price_paise: 33_333, rate_bps: 1800), Charge(price_paise: 1_117, rate_bps: 1800)]
        let amounts = try #require(
            InvoiceAmounts(charges: charges, discount_paise: 0, roundOff_paise: 50, .withinState))
        #expect(amounts.roundOff_paise == 50 && amounts.total_paise == 34_500)
        let lines = amounts.lines.map {
            CreditAmounts.Line(total_paise: $0.total_paise, rate_bps: 1800, credited_paise: 0)
        }
        let all = try #require(
            CreditAmounts(refund_paise: 34_500, of: lines, roundOffLeft_paise: 50, .withinState))
        #expect(all.lines == amounts.lines.map(\.taxed) && all.roundOff_paise == 50)
        #expect(CreditAmounts(refund_paise: 34_501, of: lines, roundOffLeft_paise: 50, .withinState) == nil)
        #expect(CreditAmounts(refund_paise: 0, of: lines, roundOffLeft_paise: 50, .withinState) == nil)
    }

    @Test(
        arguments: [
            // 15 % off 299 rupees; 16 % off 299; nearly all off.
            (25_415, -15, 10_000, -5), (25_116, -16, 12_550, -8), (50, 50, 99, 49), (149, -49, 1, 0),
        ] as [(Int64, Int64, Int64, Int64)])
    func `a part takes back its share of the rounding, and the rest what is left`(
        charged: Int64, roundOff: Int64, refund: Int64, share: Int64
    ) throws {
        func line(credited: Int64) -> CreditAmounts.Line {
            CreditAmounts.Line(total_paise: charged, rate_bps: 1800, credited_paise: credited)
        }
        let part = try #require(
            CreditAmounts(
                refund_paise: refund, of: [line(credited: 0)], roundOffLeft_paise: roundOff, .withinState))
        #expect(part.roundOff_paise == share && part.total_paise == refund)
        let taken = part.lines[0].total_paise
        let rest = charged + roundOff - refund
        let last = try #require(
            CreditAmounts(
                refund_paise: rest, of: [line(credited: taken)], roundOffLeft_paise: roundOff - share, .withinState))
        #expect(last.roundOff_paise == roundOff - share && last.total_paise == rest)
        #expect(taken + last.lines[0].total_paise == charged)
    }
}

/// What somebody may have bought.
private struct Cart: CustomStringConvertible {
    let charges: [Charge]
    let discount_paise: Int64
    /// As an offer leaves it: to the rupee where something was taken off.
    let roundOff_paise: Int64
    let split: TaxSplit

    init(_ random: inout SplitMix64) {
        let split: TaxSplit = [.none, .withinState, .acrossStates].randomElement(using: &random)!
        let rate: Int32 = split == .none ? 0 : [0, 500, 1200, 1800, 2800].randomElement(using: &random)!
        let ranges: [ClosedRange<Int64>] = [1...100, 1...100_000, 1...100_000_000]
        let range = ranges.randomElement(using: &random)!
        let charges = (0..<Int.random(in: 1...6, using: &random)).map { index in
            Charge(
                price_paise: Int64.random(in: range, using: &random), rate_bps: rate,
                isDiscounted: index == 0 || Int.random(in: 0..<10, using: &random) > 0)
        }
        let discounted = charges.filter(\.isDiscounted).reduce(0) { $0 + $1.price_paise }
        let discount = Bool.random(using: &random) ? 0 : Int64.random(in: 0...discounted, using: &random)
        let rest = discounted - discount
        let rounded = (rest + 50) / 100 * 100
        self.charges = charges
        self.split = split
        discount_paise = discount
        roundOff_paise = discount == 0 ? 0 : (rounded > discounted ? rounded - 100 : rounded) - rest
    }

    var payable_paise: Int64 { charges.reduce(roundOff_paise - discount_paise) { $0 + $1.price_paise } }

    var amounts: InvoiceAmounts? {
        InvoiceAmounts(charges: charges, discount_paise: discount_paise, roundOff_paise: roundOff_paise, split)
    }

    func faults(_ amounts: InvoiceAmounts) -> [String] {
        var faults: [String] = []
        if amounts.total_paise != payable_paise { faults.append("the total isn't what is paid") }
        if abs(amounts.roundOff_paise) >= 100 { faults.append("a rupee and more is rounded") }
        let fees = charges.filter { !$0.isDiscounted }.reduce(0) { $0 + $1.price_paise }
        if discount_paise > 0, (amounts.total_paise - fees) % 100 != 0 { faults.append("paise are left to pay") }
        if amounts.lines.reduce(0, { $0 + $1.discount_paise }) != discount_paise {
            faults.append("the discount is lost")
        }
        for (charge, line) in zip(charges, amounts.lines) {
            let taxed = line.taxed
            if line.discount_paise < 0 || line.discount_paise > charge.price_paise
                || !charge.isDiscounted && line.discount_paise > 0
            {
                faults.append("a line's discount is \(line.discount_paise)")
            }
            if taxed.total_paise != line.total_paise { faults.append("a line doesn't add up") }
            if taxed.cgst_paise != taxed.sgst_paise || min(taxed.taxable_paise, taxed.cgst_paise, taxed.igst_paise) < 0
            {
                faults.append("a line's heads are wrong: \(taxed)")
            }
            // To within the rounding: each head is its rate of the taxable value to a paisa.
            let tax = taxed.cgst_paise + taxed.sgst_paise + taxed.igst_paise
            if abs(tax * 10_000 - taxed.taxable_paise * Int64(charge.rate_bps)) > 20_000 {
                faults.append("the tax \(tax) isn't that of \(taxed.taxable_paise)")
            }
        }
        return faults
    }

    /// Gives everything back in parts, as an invoice's corrections would.
    func refundFaults(_ amounts: InvoiceAmounts, _ random: inout SplitMix64) -> [String] {
        var credited = charges.map { _ in [TaxedAmount]() }
        var roundOff = amounts.roundOff_paise
        var left = amounts.total_paise
        var parts = 0
        while left > 0 {
            parts += 1
            let refund =
                parts > 3 || Int.random(in: 0..<3, using: &random) == 0
                ? left : Int64.random(in: 1...left, using: &random)
            let lines = zip(amounts.lines, zip(charges, credited)).map { line, taken in
                CreditAmounts.Line(
                    total_paise: line.total_paise, rate_bps: taken.0.rate_bps,
                    credited_paise: taken.1.reduce(0) { $0 + $1.total_paise })
            }
            guard let credit = CreditAmounts(refund_paise: refund, of: lines, roundOffLeft_paise: roundOff, split)
            else {
                return ["\(refund) of \(left) can't be given back"]
            }
            if credit.total_paise != refund { return ["\(refund) is given back as \(credit.total_paise)"] }
            if credit.roundOff_paise.magnitude > roundOff.magnitude || credit.roundOff_paise * roundOff < 0 {
                return ["\(credit.roundOff_paise) of \(roundOff) of rounding is given back"]
            }
            for (index, taken) in credit.lines.enumerated() {
                if min(taken.taxable_paise + 1, taken.cgst_paise, taken.igst_paise) < 0 {
                    return ["\(taken) is below zero"]
                }
                credited[index].append(taken)
            }
            roundOff -= credit.roundOff_paise
            left -= refund
        }
        guard amounts.total_paise > 0 else { return [] }
        for (line, parts) in zip(amounts.lines, credited) {
            var (taxable, cgst, sgst, igst): (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
            for part in parts {
                taxable += part.taxable_paise
                cgst += part.cgst_paise
                sgst += part.sgst_paise
                igst += part.igst_paise
            }
            let taxed = line.taxed
            if taxable != taxed.taxable_paise || cgst != taxed.cgst_paise || sgst != taxed.sgst_paise
                || igst != taxed.igst_paise
            {
                return ["what was given back isn't what was charged"]
            }
        }
        return roundOff == 0 ? [] : ["\(roundOff) of rounding is left"]
    }

    var description: String {
        "\(charges.map(\.price_paise)) less \(discount_paise), \(roundOff_paise) rounded, \(split)"
    }
}
