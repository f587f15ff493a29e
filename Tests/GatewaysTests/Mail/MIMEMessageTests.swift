import Foundation
import Testing

@testable import Gateways

struct MIMEMessageTests {
    private func mail(_ message: MailMessage, from name: String = "Istri") throws -> String {
        let sender = MailSender(name: name, address: MailAddress("noreply@istri.example")!)
        let id = try #require(UUID(uuidString: "00000000-0000-4000-8000-000000000001"))
        let date = Date(timeIntervalSince1970: 1_767_693_600)
        return String(decoding: try MIMEMessage(message, from: sender, at: date, id: id).bytes, as: UTF8.self)
    }

    @Test func `a plain mail is plain to read`() throws {
        #expect(
            try mail(.to("a@example.org", subject: "Hello", text: "One.\nTwo.\n"))
                == """
                From: Istri <noreply@istri.example>\r
                To: a@example.org\r
                Subject: Hello\r
                Date: Tue, 06 Jan 2026 15:30:00 +0530\r
                Message-ID: <00000000-0000-4000-8000-000000000001@istri.example>\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 7bit\r
                Auto-Submitted: auto-generated\r
                \r
                One.\r
                Two.\r

                """)
    }

    @Test(arguments: [
        "a@example.org\r\nBcc: b@example.org", "a@example.org\n", "a b@example.org", "a@b@example.org", "example.org",
        "@example.org", "a@", "<a@example.org>", "a@example.org,b@example.org", "\"a\"@example.org", "அ@example.org",
        String(repeating: "a", count: 65) + "@example.org", "a@" + String(repeating: "b", count: 260), "",
    ])
    func `what isn't one address is refused for good`(address: String) {
        let failure = #expect(throws: DeliveryFailure.self) { try mail(.to(address)) }
        guard case .permanent = failure else { return #expect(Bool(false), "not permanent") }
    }

    @Test(arguments: ["a\r\nBcc: b@example.org", "a\nb", "a\rb", "a\u{0}b", "a\u{2028}b", "a\u{85}b"])
    func `a subject can't begin a header of its own`(subject: String) {
        #expect(throws: DeliveryFailure.self) { try mail(.to("a@example.org", subject: subject)) }
    }

    @Test func `long subjects become words of at most 75 characters that give the text back`() throws {
        let subject = String(repeating: "உங்கள் கடவுச்சொல்லை மாற்ற 🔧 ", count: 8) + "முடிவு"
        let text = try mail(.to("a@example.org", subject: subject))
        let start = try #require(text.range(of: "Subject: "))
        let end = try #require(text.range(of: "\r\nDate:"))
        let words = text[start.upperBound..<end.lowerBound].components(separatedBy: "\r\n ")
        #expect(words.allSatisfy { $0.count <= 75 && $0.hasPrefix("=?UTF-8?B?") && $0.hasSuffix("?=") })
        let decoded = try words.map { word in
            try #require(
                Data(base64Encoded: String(word.dropFirst(10).dropLast(2))).flatMap {
                    String(data: $0, encoding: .utf8)
                })
        }
        #expect(decoded.joined() == subject)
    }

    @Test func `a subject that looks encoded is encoded`() throws {
        let subject = "=?UTF-8?B?SGk=?="
        #expect(try !mail(.to("a@example.org", subject: subject)).contains(subject))
    }

    @Test func `the sender's name may have any letters`() throws {
        #expect(try mail(.to("a@example.org"), from: "").hasPrefix("From: noreply@istri.example\r\n"))
        let tamil = "=?UTF-8?B?\(Data("இஸ்திரி".utf8).base64EncodedString())?="
        #expect(try mail(.to("a@example.org"), from: "இஸ்திரி").hasPrefix("From: \(tamil) <noreply@istri.example>\r\n"))
        #expect(try !mail(.to("a@example.org"), from: "A <b@c.d>, E").contains("<b@c.d>"))
    }

    @Test func `a sender is a name and an address, or an address alone`() {
        #expect(MailSender("Istri Service <a@example.org>")?.name == "Istri Service")
        #expect(MailSender("a@example.org")?.address.text == "a@example.org")
        for wrong in ["Istri", "Istri <a>", "A\r\nB <a@example.org>", "<a@example.org", ""] {
            #expect(MailSender(wrong) == nil)
        }
    }
}

struct MIMEBodyTests {
    @Test func `few foreign characters are quoted, many become base64`() {
        #expect(MIMEBody("Plain.\n").encoding == .sevenBit)
        #expect(MIMEBody("Price: ₹ 250, paid at the centre.\n").encoding == .quotedPrintable)
        #expect(MIMEBody("உங்கள் கடவுச்சொல்லை மாற்ற\n").encoding == .base64)
    }

    @Test func `quoted lines keep to 76 characters, and spaces at their ends`() {
        let body = MIMEBody("₹ = a" + String(repeating: "b", count: 200) + " \nnext\t\n")
        #expect(body.encoding == .quotedPrintable)
        #expect(body.text.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(body.text.hasPrefix("=E2=82=B9 =3D ab"))
        #expect(body.text.hasSuffix("=20\nnext=09\n"))
        let joined = body.text.replacing("=\n", with: "")
        #expect(joined.contains(String(repeating: "b", count: 200)))
    }

    @Test func `long plain lines are quoted, since servers cut them`() {
        #expect(MIMEBody(String(repeating: "a", count: 2000)).encoding == .quotedPrintable)
    }

    @Test func `base64 gives the text back with the line ends of mail`() throws {
        let body = MIMEBody("அன்பு\r\nநண்பரே\rவணக்கம்\n")
        try #require(body.encoding == .base64)
        #expect(body.text.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
        let data = try #require(Data(base64Encoded: body.text, options: .ignoreUnknownCharacters))
        #expect(String(decoding: data, as: UTF8.self) == "அன்பு\r\nநண்பரே\r\nவணக்கம்\r\n")
    }
}
