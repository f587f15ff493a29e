import Foundation

/// Whom a UPI payment goes to.
package struct UPIPayee: Sendable, Equatable {
    /// As name@bank.
    package let vpa: String
    package let name: String

    package init(vpa: String, name: String) {
        self.vpa = vpa
        self.name = name
    }

    /// Whether the text has the form of a virtual payment address.
    package static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (2...255).contains(parts[0].utf8.count), (2...64).contains(parts[1].utf8.count),
            let first = parts[1].utf8.first, isLetter(first)
        else { return false }
        return parts[0].utf8.allSatisfy { isLetter($0) || isDigit($0) || ".-_".utf8.contains($0) }
            && parts[1].utf8.allSatisfy { isLetter($0) || isDigit($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension Payment {
    /// What a UPI app opens, or reads as a QR code (NPCI, UPI Linking Specifications 1.6); nil unless it is paid so.
    package var upiURI: String? {
        guard method == .upi, let payee else { return nil }
        let rupees = "\(amount_paise / 100)." + String(format: "%02d", Int(amount_paise % 100))
        let parts = [
            ("pa", payee.vpa), ("pn", payee.name), ("tr", receipt), ("am", rupees), ("cu", "INR"),
            ("tn", "Istri \(bookingReference)"),
        ]
        return "upi://pay?" + parts.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
    }

    /// Spaces as %20: apps take a plus for a plus. Of the address, `@` stays as people know it.
    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: Self.plain) ?? ""
    }

    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@")
}

/// A bank's reference of a payment (UPI: 12 digits; NEFT, RTGS: 16 to 22 characters), or a receipt's number, as it is
/// compared: upper case, no spaces.
package struct BankReference: Sendable {
    let text: String

    /// - Throws: `PaymentError.invalidReference`.
    package init(_ typed: String) throws(PaymentError) {
        let text = typed.uppercased().filter { !$0.isWhitespace }
        guard (4...40).contains(text.utf8.count), let first = text.utf8.first, Self.isPlain(first),
            text.utf8.allSatisfy({ Self.isPlain($0) || "/-_".utf8.contains($0) })
        else { throw .invalidReference }
        self.text = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
