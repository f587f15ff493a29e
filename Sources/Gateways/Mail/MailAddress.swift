/// An address that mail can be sent to, `somebody@example.org`: ASCII, without quotes and comments, so that it can
/// stand in a header and in an SMTP command as it is.
package struct MailAddress: Sendable, Equatable {
    package let text: String

    /// Nil when it isn't such an address.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty,
            text.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        self.text = text
    }

    package var domain: Substring { text[text.index(after: text.lastIndex(of: "@")!)...] }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !#"()<>[]:;,\""#.utf8.contains(byte)
    }
}

/// Who mails come from: an address, and a name for people.
package struct MailSender: Sendable, Equatable {
    package let name: String
    package let address: MailAddress

    package init(name: String, address: MailAddress) {
        self.name = name
        self.address = address
    }

    /// `Name <address>` or an address alone; nil when it is neither.
    package init?(_ text: String) {
        guard !text.unicodeScalars.contains(where: \.isControl) else { return nil }
        if let open = text.lastIndex(of: "<"), text.last == ">" {
            let inside = text[text.index(after: open)...].dropLast()
            guard let address = MailAddress(String(inside)) else { return nil }
            let name = text[..<open].trimmingPrefix { $0 == " " }
            self.init(name: String(name.reversed().drop { $0 == " " }.reversed()), address: address)
        } else {
            guard let address = MailAddress(text) else { return nil }
            self.init(name: "", address: address)
        }
    }
}

extension Unicode.Scalar {
    /// Line ends among them: what could begin a header of its own.
    var isControl: Bool { properties.generalCategory == .control || value == 0x2028 || value == 0x2029 }
}
