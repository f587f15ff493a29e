import Documents
import Foundation
import TestSupport
import Testing

struct DocumentTextTests {
    /// Every vowel sign, those that stand before their consonant or on both its sides, and the conjuncts.
    private static let tamil = [
        "க கா கி கீ கு கூ கெ கே கை கொ கோ கௌ க்",
        "வரி விலைப்பட்டியல் ரசீது வரவுக் குறிப்பு",
        "நீராவி இஸ்திரிப் பெட்டியின் உப்புப் படிவு நீக்குதல்",
        "வெப்பநிலைக் கட்டுப்பாட்டுக் கருவி பழுதுபார்த்தல்",
        "பொதுப் பராமரிப்பு மற்றும் பாதுகாப்புச் சோதனை",
        "ஸ்ரீ க்ஷ ஜ ஷ ஹ ௧௨௩ ₹",
        "கொடைக்கானல் தொலைபேசி மோதிரம் யௌவனம் நேரம்",
    ]

    @Test func `Tamil comes out of the file to the code point`() async throws {
        let lines = try Paper(try await Sample.pdf(Sample.text(Self.tamil))).lines()
        #expect(lines.prefix(Self.tamil.count).map(Self.scalars) == Self.tamil.map(Self.scalars))
    }

    @Test func `bold and mixed text comes out as it went in`() async throws {
        let text = "GSTIN 33AAACH7409R1Z8, ₹ 1,23,456.70: தமிழ்நாடு (33) – office “A” fi fl"
        let pdf = try await Sample.pdf(Sample.document([.text(text, TextStyle(bold: true))]))
        #expect(try Paper(pdf).lines().first.map(Self.scalars) == Self.scalars(text))
        let fonts = try Paper(pdf).fonts()
        #expect(fonts.contains("NotoSans-Bold") && fonts.contains("NotoSansTamil-Bold"))
    }

    @Test func `what has no place in print is left out, and nothing else`() async throws {
        let typed = "Ravi 😀👍🏽 Kumar ❤️ \u{202E}x\u{200B}y க\u{200D}ஷ  १२\u{0007}"
        let pdf = try await Sample.pdf(Sample.text([typed]))
        #expect(PrintableText.of(typed) == "Ravi Kumar xy க\u{200D}ஷ १२")
        #expect(try Paper(pdf).lines().first?.hasPrefix("Ravi Kumar xy") == true)
        #expect(PrintableText.of("😀") == "" && PrintableText.of("#1 © தமிழ்™") == "#1 © தமிழ்™")
    }

    @Test func `a long text is broken into lines, and loses nothing`() async throws {
        let name = String(repeating: "வேலாயுதம்", count: 23)
        let pdf = try await Sample.pdf(Sample.text([name, "a b c"]))
        let text = try Paper(pdf).lines().dropLast(2).joined()
        #expect(Self.scalars(text) == Self.scalars(name))
    }

    @Test func `a missing font is named, with what to do`() {
        let error = DocumentError.missingFonts(["Noto Sans Tamil"])
        #expect(error.description.contains("Noto Sans Tamil") && error.description.contains("fonts-noto-core"))
    }

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
