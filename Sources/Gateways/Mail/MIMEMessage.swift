import Foundation

/// A mail in the form it travels in (RFC 5322, MIME): header and body, lines ended by CR LF, ASCII throughout.
struct MIMEMessage: Sendable {
    let recipient: MailAddress
    let bytes: [UInt8]

    /// - Throws: `DeliveryFailure.permanent` when the recipient isn't an address, or a header would get a line end
    ///   or another control character in it.
    init(_ message: MailMessage, from sender: MailSender, at date: Date = Date(), id: UUID = UUID())
        throws(DeliveryFailure)
    {
        guard let recipient = MailAddress(message.to) else {
            throw .permanent("the recipient's address is not one that mail can be sent to")
        }
        guard !message.subject.unicodeScalars.contains(where: \.isControl), message.subject.utf8.count <= 1000 else {
            throw .permanent("the subject has control characters or is too long")
        }
        let body = MIMEBody(message.text)
        self.recipient = recipient
        bytes = Array(
            """
            From: \(Self.mailbox(sender))
            To: \(recipient.text)
            Subject: \(EncodedWords.encode(message.subject))
            Date: \(MailDate.text(date))
            Message-ID: <\(id.uuidString.lowercased())@\(sender.address.domain)>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: \(body.encoding.rawValue)
            Auto-Submitted: auto-generated

            \(body.text)
            """.replacing("\n", with: "\r\n").utf8)
    }

    private static func mailbox(_ sender: MailSender) -> String {
        sender.name.isEmpty ? sender.address.text : "\(phrase(sender.name)) <\(sender.address.text)>"
    }

    /// A name of plain words stands as it is; any other is encoded, which spares us the rules of quoting.
    private static func phrase(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || $0 == UInt8(ascii: " ")
        }
        return isPlain && name.utf8.count <= 60 ? name : EncodedWords.encode(name, always: true)
    }
}
