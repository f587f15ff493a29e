/// The number that customers ring: a mobile phone, or a landline of the south, as shops have.
package struct CentrePhone: Hashable, Sendable {
    /// E.164.
    package let text: String

    /// In any notation usual in India: with +91, 0091, 91, 0 or nothing before it; with spaces, hyphens, dots and
    /// brackets between the digits. Ten digits must be left, that is a landline's area code included; they begin
    /// with 6 to 9 for a mobile phone, and with 4 for the area codes of Tamil Nadu, Puducherry and Kerala.
    package init?(_ typed: some StringProtocol) {
        guard typed.utf8.count <= 40 else { return nil }
        var digits: [UInt8] = []
        var hasPlus = false
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.append(UInt8(scalar.value))
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            case " ", "-", ".", "(", ")", "/", "\u{A0}", "\u{2010}"..."\u{2014}": continue
            default: return nil
            }
        }
        guard let national = Self.national(digits[...], isInternational: hasPlus) else { return nil }
        text = "+91" + String(decoding: national, as: UTF8.self)
    }

    private static func national(_ digits: ArraySlice<UInt8>, isInternational: Bool) -> ArraySlice<UInt8>? {
        var rest = digits
        let country: [UInt8] = Array("91".utf8)
        if isInternational {
            guard rest.starts(with: country) else { return nil }
            rest = rest.dropFirst(2)
            // "+91 (0) 44 ..." is often seen.
            if rest.first == UInt8(ascii: "0") { rest = rest.dropFirst() }
        } else if rest.count == 14, rest.starts(with: Array("0091".utf8)) {
            rest = rest.dropFirst(4)
        } else if rest.count == 12, rest.starts(with: country) {
            rest = rest.dropFirst(2)
        } else if rest.count == 11, rest.first == UInt8(ascii: "0") {
            rest = rest.dropFirst()
        }
        guard rest.count == 10, let first = rest.first, Array("46789".utf8).contains(first) else { return nil }
        return rest
    }
}
