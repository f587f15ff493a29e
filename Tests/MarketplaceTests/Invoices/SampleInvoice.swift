import Foundation

@testable import Marketplace

/// An invoice that was never issued: always the same, so that its picture is.
enum SampleInvoice {
    static func make(
        _ kind: Invoice.Kind = .taxInvoice, language: Language = .english, repairs: Int = 3, isDiscounted: Bool = true,
        name: String? = nil, roundOff: Int64 = 0
    ) -> Invoice {
        let isTaxed = kind.isTaxed
        let lines = (0..<repairs).map { line(Int32($0 + 1), isTaxed: isTaxed, isDiscounted: isDiscounted) }
        func sum(_ head: KeyPath<Invoice.Line, Int64>) -> Int64 { lines.reduce(0) { $0 + $1[keyPath: head] } }
        let isTamil = language == .tamil
        return Invoice(
            id: 7, kind: kind, bookingID: 3, customer_id: 5,
            serial: kind.isCorrection ? "CN/26-27/000004" : "26-27/000017",
            issuedAt: Date(timeIntervalSince1970: 1_796_000_000), issuedAtText: "2026-11-30T18:05:12+05:30",
            language: language, issuedOn: "30-11-2026",
            supplier: .init(
                name: isTamil ? "வேலன் இஸ்திரி பழுதுபார்ப்பு மையம்" : "Velan Iron Box Repairs",
                address: isTamil
                    ? "12, மின்ட் தெரு, சென்னை, சென்னை - 600003" : "12 Mint Street, Park Town, Chennai - 600003",
                phone: "+914428521234", gstin: isTaxed ? "33AAACH7409R1Z8" : nil, state: "33"),
            performedBy: nil,
            recipient: .init(
                name: name ?? (isTamil ? "கவிதா இராமன்" : "Kavitha Raman"),
                address: isTamil
                    ? "4/12, வடக்கு மாட வீதி, மயிலாப்பூர், சென்னை - 600004"
                    : "4/12 North Mada Street, Mylapore, Chennai - 600004",
                phone: nil, gstin: nil, state: "33"),
            placeOfSupply: "33", reverseCharge: false, bookingReference: "7K3M9QXA", performedOn: "30-11-2026",
            reason: kind.isCorrection ? (isTamil ? "மீண்டும் சூடாகவில்லை" : "It stayed cold") : nil,
            discount_paise: sum(\.discount_paise), taxable_paise: sum(\.taxable_paise), cgst_paise: sum(\.cgst_paise),
            sgst_paise: sum(\.sgst_paise), igst_paise: 0, roundOff_paise: roundOff,
            total_paise: sum(\.total_paise) + roundOff,
            lines: lines, corrected: kind.isCorrection ? ("26-27/000017", "28-11-2026") : nil, drawnIn: [])
    }

    private static let repairs =
        [
            ("Thermostat repair", "வெப்பநிலைக் கட்டுப்பாட்டுக் கருவி பழுதுபார்த்தல்", 45_000),
            ("Steam iron descaling", "நீராவி இஸ்திரிப் பெட்டியின் உப்புப் படிவு நீக்குதல்", 20_000),
            ("Cord and plug replacement", "மின்கம்பி மற்றும் செருகி மாற்றுதல்", 25_000),
        ] as [(String, String, Int64)]

    private static func line(_ position: Int32, isTaxed: Bool, isDiscounted: Bool) -> Invoice.Line {
        let (english, tamil, price) = repairs[(Int(position) - 1) % repairs.count]
        let discount = isDiscounted ? price / 10 : 0
        let amount = TaxedAmount(
            including: price - discount, rate_bps: isTaxed ? 1800 : 0, isTaxed ? .withinState : .none)
        return Invoice.Line(
            position: position, sac: "998715", description: english, description_ta: tamil, price_paise: price,
            discount_paise: discount, rate_bps: isTaxed ? 1800 : 0, taxable_paise: amount.taxable_paise,
            cgst_paise: amount.cgst_paise, sgst_paise: amount.sgst_paise, igst_paise: 0, total_paise: price - discount)
    }
}
