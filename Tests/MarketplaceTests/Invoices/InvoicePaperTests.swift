import Documents
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Marketplace

struct InvoicePaperTests {
    private static let pictures = Checkout.folder.appending("Tests/MarketplaceTests/Invoices/Pictures")

    private static func paper(_ invoice: Invoice) async throws -> Paper {
        Paper(try await DocumentRenderer(presses: 1).pdf(invoice.document(in: invoice.language)))
    }

    @Test func `the Tamil invoice says, to the code point, what it should`() async throws {
        let lines = try await Self.paper(SampleInvoice.make(language: .tamil)).lines()
        for expected in [
            "வரி விலைப்பட்டியல்", "வேலன் இஸ்திரி பழுதுபார்ப்பு மையம்", "12, மின்ட் தெரு, சென்னை, சென்னை - 600003", "தமிழ்நாடு (33)",
            "தொலைபேசி: +914428521234", "GSTIN: 33AAACH7409R1Z8", "பெறுநர்", "கவிதா இராமன்",
            "எண் 26-27/000017", "தேதி 30-11-2026", "முன்பதிவு எண் 7K3M9QXA", "வழங்கல் இடம் தமிழ்நாடு (33)", "எதிர்முறை வரி இல்லை",
            "CGST 9 % 61.78", "SGST 9 % 61.78", "முழு ரூபாயாக்கல் 0.00", "மொத்தம் ₹ 810.00", "விலைகளில் வரி அடங்கும்.",
        ] {
            #expect(lines.contains { $0.unicodeScalars.elementsEqual(expected.unicodeScalars) }, "\(expected)")
        }
        // Of a cell that is broken into lines the words stay whole, and in their order.
        let text = lines.joined(separator: " ")
        #expect(text.contains("வெப்பநிலைக் கட்டுப்பாட்டுக் கருவி பழுதுபார்த்தல்"))
        #expect(text.contains("நீராவி இஸ்திரிப் பெட்டியின் உப்புப் படிவு நீக்குதல்"))
    }

    @Test func `the English invoice has all that the rule wants`() async throws {
        let lines = try await Self.paper(SampleInvoice.make()).lines()
        for expected in [
            "Tax invoice", "Original for recipient", "Velan Iron Box Repairs", "GSTIN: 33AAACH7409R1Z8",
            "Kavitha Raman",
            "Number 26-27/000017", "Date 30-11-2026", "Place of supply Tamil Nadu (33)", "Reverse charge No",
            "SAC 998715", "CGST 9 % 61.78", "Total ₹ 810.00",
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
        #expect(lines.contains { $0.hasPrefix("For Velan Iron Box Repairs: authorised") })
    }

    @Test(arguments: [
        (Language.english, "Round-off \u{2212}0.15", "Total ₹ 809.85"),
        (.tamil, "முழு ரூபாயாக்கல் \u{2212}0.15", "மொத்தம் ₹ 809.85"),
    ])
    func `what was rounded stands between tax and total`(language: Language, rounded: String, total: String)
        async throws
    {
        let lines = try await Self.paper(SampleInvoice.make(language: language, roundOff: -15)).lines()
        for expected in [rounded, total] {
            #expect(
                lines.contains { $0.unicodeScalars.elementsEqual(expected.unicodeScalars) }, "\(expected): \(lines)")
        }
    }

    @Test(arguments: [
        ("tax-invoice-ta", Invoice.Kind.taxInvoice, Language.tamil), ("tax-invoice-en", .taxInvoice, .english),
        ("credit-note-ta", .creditNote, .tamil), ("receipt-en", .receipt, .english),
    ])
    func `the page looks as it did when somebody looked at it`(
        name: String, kind: Invoice.Kind, language: Language
    ) async throws {
        let picture = try await Self.paper(SampleInvoice.make(kind, language: language)).picture(dotsPerInch: 20)
        let file = Self.pictures.appending("\(name).pgm")
        if ProcessInfo.processInfo.environment["ISTRI_TAKE_PICTURES"] == "1" {
            try picture.file.write(to: URL(fileURLWithPath: file.string))
        }
        let stored = try Picture(try #require(FileManager.default.contents(atPath: file.string)))
        let difference = try #require(picture.difference(from: stored))
        #expect(difference.mean < 1 && difference.share < 0.003, "\(difference)")
        // It would notice another language.
        let other = try await Self.paper(SampleInvoice.make(kind, language: language == .tamil ? .english : .tamil))
            .picture(dotsPerInch: 20)
        let far = try #require(other.difference(from: stored))
        #expect(far.mean > 2 && far.share > 0.01, "\(far)")
    }

    @Test func `the code says number, date and amount`() async throws {
        let code = try await Self.paper(SampleInvoice.make(language: .tamil)).picture(dotsPerInch: 150).code()
        #expect(
            code == "QR-Code:26-27/000017\n30-11-2026\n33AAACH7409R1Z8\nINR 810.00\n7K3M9QXA")
    }

    @Test func `a name of 200 characters and emoji stands on it`() async throws {
        let name = String(repeating: "வேலன் ", count: 33) + "😀🧺"
        let paper = try await Self.paper(SampleInvoice.make(name: name))
        #expect(try paper.text().split(whereSeparator: \.isWhitespace).count { $0 == "வேலன்" } == 33)
        let nameless = try await Self.paper(SampleInvoice.make(name: "😀"))
        #expect(try nameless.lines().contains("–"))
    }

    @Test func `a long list goes over several pages, tagged as one table`() async throws {
        let paper = try await Self.paper(SampleInvoice.make(language: .tamil, repairs: 90))
        let properties = try paper.properties()
        let pages = try #require(properties["Pages"].flatMap(Int.init))
        #expect(pages >= 3 && properties["Tagged"] == "yes")
        #expect(try paper.text().matches(of: /SAC 998715/).count == 90)
        #expect(try paper.lines().count { $0.contains("பக்கம் ") } == pages)
    }

    @Test func `amounts are grouped as in India`() {
        #expect(RupeeText.number(0) == "0.00" && RupeeText.number(5) == "0.05" && RupeeText.number(99_999) == "999.99")
        #expect(RupeeText.number(1_234_567_890) == "1,23,45,678.90" && RupeeText.number(-50) == "\u{2212}0.50")
        #expect(RupeeText.rupees(100_000) == "₹ 1,000.00")
        #expect(
            RupeeText.percent(1800) == "18 %" && RupeeText.percent(250) == "2.5 %" && RupeeText.percent(25) == "0.25 %")
        #expect(RupeeText.percent(505) == "5.05 %")
    }
}
