import Foundation
import Gateways
import Testing

@testable import Marketplace

/// The words of messages, in both languages.
struct MessageWordsTests {
    private static let site = "https://istri.example.org"

    private static func money(_ kind: MoneyNotice.Kind, _ variables: MoneyNotice.Variables) -> MessageContent {
        .money(
            MoneyNotice(
                kind, reference: "0C7Q2M1K", centreName: "Anna Irons",
                startsAt: Date(timeIntervalSince1970: 1_767_693_600), variables: variables))
    }

    private static var all: [MessageContent] {
        let whole = MoneyNotice.Variables(amount_paise: 9_999_999_999, number: "IN/2026-27/00001")
        let words = OfferWords(
            title: "Ten off", title_ta: "பத்து சதவீதம் தள்ளுபடி", description: "All December.",
            description_ta: "டிசம்பர் முழுவதும்.")
        return MoneyNotice.Kind.allCases.flatMap { [money($0, whole), money($0, .init())] }
            + [.offer(OfferNotice(words))]
    }

    @Test(arguments: Language.allCases)
    func `each is whole as a mail: subject, greeting, signature, lines that fit`(language: Language) {
        for content in Self.all {
            let mail = content.mail(in: language, site: Self.site)
            #expect(!mail.subject.isEmpty && !mail.subject.contains("\n"))
            #expect(mail.text.hasPrefix(language == .english ? "Hello,\n\n" : "வணக்கம்,\n\n"))
            #expect(mail.text.split(separator: "\n").allSatisfy { $0.count <= 76 }, "\(mail.subject)")
            #expect(!mail.text.contains("nil") && !mail.text.contains("\\("))
            #expect(mail.text.contains(Self.site))
        }
    }

    @Test func `Tamil words are in Tamil`() {
        for content in Self.all {
            let mail = content.mail(in: .tamil, site: Self.site)
            let words = [Self.site + "/account", Self.site, "Anna Irons", "0C7Q2M1K", "IN/2026-27/00001"]
                .reduce(mail.subject + mail.text) { $0.replacing($1, with: "") }
            let latin = words.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic }
            #expect(latin.isEmpty, "\(String(String.UnicodeScalarView(latin)))")
        }
    }

    @Test func `an offer without Tamil words is told in those that there are`() {
        let words = OfferWords(title: "Ten off", description: "All December.")
        #expect(words.title(in: .tamil) == "Ten off" && words.description(in: .tamil) == "All December.")
    }

    @Test(
        arguments: [
            (0, "₹0"), (5, "₹0.05"), (99_900, "₹999"), (100_000, "₹1,000"), (12_345_678_90, "₹1,23,45,678.90"),
            (-150, "-₹1.50"), (10_000_000_00, "₹1,00,00,000"),
        ] as [(Int64, String)])
    func `rupees stand in groups as in India`(paise: Int64, text: String) {
        #expect(Rupees.text(paise) == text)
    }

    @Test func `each registered text has a gap for each variable, in both languages`() {
        let all = RegisteredText.all
        #expect(Set(all.map(\.name)).count == all.count && all.count >= 26)
        for text in all {
            for language in Language.allCases {
                #expect(
                    Set(Gaps.names(in: text.words(in: language))) == Set(text.variables.map(\.name)), "\(text.name)")
                #expect(text.words(in: language).count <= 160, "\(text.name): a text message's length")
            }
            #expect(text.tamil.unicodeScalars.contains { (0x0B80...0x0BFF).contains($0.value) }, "\(text.name)")
            #expect(text.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F })
        }
    }

    @Test func `a text message is its template with what goes into it, and the words filled in`() {
        let message = RegisteredText.loginCode("012345").message(to: "+919840012345", in: .tamil, key: "k")
        #expect(message.template == "login_code.ta" && message.key == "k")
        #expect(message.variables.map(\.value) == ["012345", "10"])
        #expect(message.text.hasPrefix("012345 என்பது") && message.text.contains("10 நிமிட"))
    }

    @Test(
        arguments: [
            ("Ten off", "Ten off"), ("Thirty characters are not cut.", "Thirty characters are not cut."),
            ("Ten per cent off each repair in December", "Ten per cent off each repair…"),
            ("பரிசுகளும்தள்ளுபடியும்அனைவருக்கும்", "பரிசுகளும்தள்ளுபடியும்அனைவரு…"),
            ("பொங்கல் சிறப்புத் தள்ளுபடி பத்து சதவீதம்", "பொங்கல் சிறப்புத் தள்ளுபடி…"),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…"),
        ])
    func `an offer's title is cut between letters where a text has no room`(title: String, cut: String) {
        let offer = MessageContent.offer(OfferNotice(OfferWords(title: title, description: "All December.")))
        let message = offer.text.message(to: "+919840012345", in: .tamil)
        #expect(message.variables.map(\.value) == [cut] && cut.utf16.count <= 30)
        #expect(message.text == "\(cut). இஸ்திரி")
        #expect(offer.text.whatsApp(to: "+919840012345", in: .tamil, key: "k").parameters == [title])
    }

    @Test func `a mail's name follows from its job alone`() {
        let job = SendMailJob(
            to: "a@example.org", language: .english, template: .coverageBegun(pincode: "600001", name: "Fort"))
        #expect(job.messageID(7) == job.messageID(7) && job.messageID(7) != job.messageID(8))
    }
}
