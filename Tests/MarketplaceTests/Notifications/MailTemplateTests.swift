import Foundation
import Testing

@testable import Marketplace

struct MailTemplateTests {
    private static let site = "https://istri.example.org"
    private static let link = site + "/password/reset?token=abcdefghijklmnopqrstuv"

    private static func all(_ language: Language) -> [MailText] {
        let date = Date(timeIntervalSince1970: 1_767_693_600)
        let notices = AccountNotice.allCases.map { MailTemplate.accountNotice($0, at: date) }
        let centres = [
            MailTemplate.centreApproved(centreName: "Anna Irons"),
            .centreRejected(centreName: "Anna Irons", reason: "No address"),
            .centreSuspended(centreName: "Anna Irons", reason: "Complaints"),
            .areaApproved(centreName: "Anna Irons", area: 9_999_999),
            .areaRedrawn(centreName: "Anna Irons", area: 9_999_999),
            .areaTakenAway(centreName: "Anna Irons", area: 9_999_999),
            .areaRejected(centreName: "Anna Irons", area: 9_999_999, reason: "No address"),
        ]
        let bookings = BookingNotice.Kind.allCases.map { kind in
            MailTemplate.booking(
                BookingNotice(
                    kind, reference: "12345678", centreName: "Anna Irons", startsAt: date, note: "No address"))
        }
        let links = [LinkMail(.passwordReset, link: link), LinkMail(.emailCheck, link: link)]
        return (notices + centres + bookings).map { $0.text(in: language, site: site) }
            + links.map { $0.text(in: language) }
    }

    @Test(arguments: Language.allCases)
    func `every mail is whole: subject, greeting, signature, lines that fit`(language: Language) {
        for mail in Self.all(language) {
            #expect(!mail.subject.isEmpty && !mail.subject.contains("\n"))
            #expect(mail.text.hasPrefix(language == .english ? "Hello,\n\n" : "வணக்கம்,\n\n"))
            #expect(mail.text.hasSuffix(language == .english ? "\n\nIstri\n" : "\n\nநன்றி,\nஇஸ்திரி\n"))
            #expect(mail.text.split(separator: "\n").allSatisfy { $0.count <= 76 }, "\(mail.subject)")
            #expect(!mail.text.contains("\\("))
        }
    }

    @Test func `what history notes of a move for programs is told to nobody`() {
        for kind in BookingNotice.Kind.allCases {
            let notice = BookingNotice(
                kind, reference: "12345678", centreName: nil, startsAt: .distantFuture,
                note: "moved from 2026-12-01T09:00:00+05:30")
            let isMove = kind == .rescheduled || kind == .requestRescheduled
            #expect((notice.note == nil) == isMove, "\(kind)")
        }
    }

    @Test func `no two mails have the same words`() {
        let mails = Language.allCases.flatMap(Self.all)
        #expect(Set(mails.map(\.subject)).count == mails.count)
        #expect(Set(mails.map(\.text)).count == mails.count)
    }

    @Test func `Tamil mails are in Tamil`() {
        for mail in Self.all(.tamil) {
            let words =
                mail.subject
                + mail.text.replacing(Self.link, with: "").replacing(Self.site, with: "")
                .replacing("Anna Irons", with: "").replacing("No address", with: "").replacing("Complaints", with: "")
            let tamil = words.unicodeScalars.filter { (0x0B80...0x0BFF).contains($0.value) }.count
            #expect(tamil > 100)
            let latin = words.replacing("Anna Irons", with: "").unicodeScalars.filter {
                $0.isASCII && $0.properties.isAlphabetic
            }
            #expect(latin.isEmpty, "\(String(String.UnicodeScalarView(latin)))")
        }
    }

    @Test func `English mails are plain ASCII, so that they travel as they are`() {
        for mail in Self.all(.english) { #expect((mail.subject + mail.text).utf8.allSatisfy { $0 < 0x80 }) }
    }

    @Test(arguments: Language.allCases)
    func `a link stands on a line of its own, and the mail says how long it is good`(language: Language) {
        for (purpose, time) in [(AccountToken.Purpose.passwordReset, "60"), (.emailCheck, "24")] {
            let text = LinkMail(purpose, link: Self.link).text(in: language).text
            #expect(text.split(separator: "\n").contains { $0 == Self.link })
            #expect(text.contains(time))
        }
    }

    @Test(arguments: Language.allCases)
    func `a notice says when, in India's time`(language: Language) {
        let date = Date(timeIntervalSince1970: 1_767_693_600)
        let text = MailTemplate.accountNotice(.passwordChanged, at: date).text(in: language, site: Self.site).text
        #expect(text.contains("06-01-2026 15:30"))
        #expect(text.contains(Self.site))
    }

    @Test(arguments: Language.allCases)
    func `a centre's mail names the centre and the reason, however long the name`(language: Language) {
        let name = "மிக நீண்ட\nபெயர் " + String(repeating: "அ", count: 100)
        let mail = MailTemplate.centreRejected(centreName: name, reason: "No <b>address</b>").text(
            in: language, site: Self.site)
        #expect(mail.text.contains(name) && mail.text.contains("No <b>address</b>"))
        #expect(!mail.subject.contains("\n") && mail.subject.count < 120)
    }

    @Test(arguments: Language.allCases)
    func `a mail about a service area says which, of what centre, and why`(language: Language) {
        let name = "முருகன் <Irons>"
        for template in [
            MailTemplate.areaApproved(centreName: name, area: 401), .areaRedrawn(centreName: name, area: 401),
            .areaTakenAway(centreName: name, area: 401),
            .areaRejected(centreName: name, area: 401, reason: "Beyond the ghat"),
        ] {
            let mail = template.text(in: language, site: Self.site)
            #expect(mail.subject.contains(name) && mail.text.contains(name) && mail.text.contains("401"))
            #expect(mail.text.contains("\n\(Self.site)\n"))
            if case .areaRejected = template { #expect(mail.text.contains("Beyond the ghat")) }
        }
    }

    @Test func `templates that wait in the queue come back as they were`() throws {
        let templates =
            AccountNotice.allCases.map { MailTemplate.accountNotice($0, at: Date(timeIntervalSince1970: 5)) }
            + [
                .centreRejected(centreName: "ஏ", reason: "b"), .areaRedrawn(centreName: "ஏ", area: 3),
                .areaTakenAway(centreName: "ஏ", area: 3),
                .areaRejected(centreName: "ஏ", area: 3, reason: "b"),
            ]
        for template in templates {
            #expect(try JSONDecoder().decode(MailTemplate.self, from: JSONEncoder().encode(template)) == template)
        }
    }
}
