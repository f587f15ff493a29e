import Documents
import TestSupport
import Testing

@testable import Marketplace

struct CommissionPaperTests {
    private static let supplier = Invoice.Party(
        name: "Istri", address: "1 Anna Salai, Chennai - 600002", phone: nil, gstin: "33AAACI1234R1ZK", state: "33")

    /// - Parameter halves: Of 900 rupees; below nothing they are taken back.
    private static func bill(
        _ language: Language = .english, halves: Int64 = 2, placeOfSupply: String = "33"
    ) -> CommissionBill {
        let isTamil = language == .tamil
        let isInside = placeOfSupply == "33"
        func part(_ amount_paise: Int64) -> Int64 { amount_paise / 2 * halves }
        return CommissionBill(
            id: 7, serial: halves < 0 ? "COM/26-27/00002" : "COM/26-27/00001",
            issuedAtText: "2026-12-01T04:00:07+05:30", issuedOn: "01-12-2026", firstDay: "01-11-2026",
            lastDay: "30-11-2026", month: "2026-11", isDrawn: false, language: language,
            recipient: .init(
                name: isTamil ? "வேலன் இஸ்திரி பழுதுபார்ப்பு மையம்" : "Velan Iron Box Repairs",
                address: isTamil
                    ? "12, மின்ட் தெரு, சென்னை, சென்னை - 600003" : "12 Mint Street, Park Town, Chennai - 600003",
                phone: nil, gstin: isInside ? "33AAACH7409R1Z8" : "34AAACH7409R1Z6", state: placeOfSupply),
            placeOfSupply: placeOfSupply, sac: "998599", rate_bps: 1800, gross_paise: part(90_000),
            taxable_paise: part(7628), cgst_paise: isInside ? part(686) : 0, sgst_paise: isInside ? part(686) : 0,
            igst_paise: isInside ? 0 : part(1372), total_paise: part(9000),
            corrects: halves < 0 ? ["COM/26-27/00001, 01-11-2026"] : [])
    }

    private static func paper(_ bill: CommissionBill) async throws -> Paper {
        Paper(try await DocumentRenderer(presses: 1).pdf(bill.document(from: supplier)))
    }

    @Test func `the Tamil bill says, to the code point, what it should`() async throws {
        let lines = try await Self.paper(Self.bill(.tamil)).lines()
        for expected in [
            "வரி விலைப்பட்டியல்", "பெறுநருக்கான அசல்", "Istri", "1 Anna Salai, Chennai - 600002", "தமிழ்நாடு (33)",
            "GSTIN: 33AAACI1234R1ZK", "பெறுநர்", "வேலன் இஸ்திரி பழுதுபார்ப்பு மையம்", "GSTIN: 33AAACH7409R1Z8",
            "எண் COM/26-27/00001", "தேதி 01-12-2026", "மாதம் 01-11-2026 – 30-11-2026", "பழுதுபார்ப்புகள் ₹ 900.00",
            "வழங்கல் இடம் தமிழ்நாடு (33)", "எதிர்முறை வரி இல்லை", "வரிக்குரிய மதிப்பு 76.28", "CGST 9 % 6.86", "SGST 9 % 6.86",
            "மொத்தம் ₹ 90.00",
        ] {
            #expect(lines.contains { $0.unicodeScalars.elementsEqual(expected.unicodeScalars) }, "\(expected)")
        }
        // Of a text that is broken into lines the words stay whole, and in their order.
        let text = lines.joined(separator: " ")
        #expect(text.contains("தளத்தின் வழி வந்த முன்பதிவுகளுக்கான தரகு") && text.contains("SAC 998599"))
        #expect(text.contains("மையத்தின் கணக்கில் தீர்க்கப்படுகிறது: விவரம் மாத அறிக்கையில் உள்ளது."))
    }

    @Test func `the English bill has all that the rule wants`() async throws {
        let lines = try await Self.paper(Self.bill()).lines()
        for expected in [
            "Tax invoice", "Original for recipient", "Istri", "GSTIN: 33AAACI1234R1ZK", "Velan Iron Box Repairs",
            "GSTIN: 33AAACH7409R1Z8", "Number COM/26-27/00001", "Date 01-12-2026", "Month 01-11-2026 – 30-11-2026",
            "On repairs of ₹ 900.00", "Place of supply Tamil Nadu (33)", "Reverse charge No", "Taxable value 76.28",
            "CGST 9 % 6.86", "SGST 9 % 6.86", "Total ₹ 90.00",
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
        let text = lines.joined(separator: " ")
        #expect(text.contains("Commission for bookings through the platform") && text.contains("SAC 998599"))
        #expect(lines.contains { $0.hasPrefix("For Istri: authorised") })
    }

    @Test func `a month in which more was taken back is a credit note, with amounts above nothing`() async throws {
        let lines = try await Self.paper(Self.bill(halves: -1)).lines()
        for expected in ["Credit note", "Number COM/26-27/00002", "CGST 9 % 3.43", "Credited ₹ 45.00"] {
            #expect(lines.contains(expected), "\(expected)")
        }
        let text = lines.joined(separator: " ")
        #expect(text.contains("Corrects COM/26-27/00001, 01-11-2026") && !text.contains("\u{2212}"))
        #expect(!lines.contains("Original for recipient"))
        let tamil = try await Self.paper(Self.bill(.tamil, halves: -1)).lines()
        #expect(tamil.contains("வரவுக் குறிப்பு") && tamil.contains("வரவு வைத்தது ₹ 45.00"))
    }

    @Test func `a centre that is registered in another state is charged integrated tax`() async throws {
        let bill = Self.bill(placeOfSupply: "34")
        let lines = try await Self.paper(bill).lines()
        #expect(lines.contains("IGST 18 % 13.72") && lines.contains("Place of supply Puducherry (34)"))
        #expect(!lines.contains { $0.contains("CGST 9 %") })
        #expect(bill.isSupplied(from: "33") && !bill.isSupplied(from: "34") && !Self.bill().isSupplied(from: "29"))
    }

    @Test func `the code says number, date, amount and month`() async throws {
        let code = try await Self.paper(Self.bill(.tamil)).picture(dotsPerInch: 150).code()
        #expect(code == "QR-Code:COM/26-27/00001\n01-12-2026\n33AAACI1234R1ZK\nINR 90.00\n2026-11")
    }
}
