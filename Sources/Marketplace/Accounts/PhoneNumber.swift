/// An Indian mobile number in E.164: `+91` and ten digits of which the first is 6 to 9.
///
/// Read from what people write: `98765 43210`, `098765-43210`, `+91 (98765) 43210`, `0091…`, in the digits of any
/// script, Tamil's among them.
package struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    package init?(_ text: String) {
        guard let national = Self.tenDigits(text), let first = national.first, ("6"..."9").contains(first) else {
            return nil
        }
        self.text = "+91" + national
    }

    /// The ten digits that an Indian number has after all prefixes, be it a mobile's or a landline's; nil for
    /// anything else.
    static func tenDigits(_ text: String) -> String? {
        guard text.utf8.count <= 100, let digits = digits(text), let national = national(digits),
            national.utf8.count == 10
        else { return nil }
        return national
    }

    /// What a number must be, after "must".
    package static let expectation = "be an Indian mobile number of ten digits, as in +91 98765 43210"

    /// Without the prefixes of the country (`+91`, `0091`, `91`) and of the trunk (`0`), which some write both.
    private static func national(_ digits: String) -> String? {
        var rest = digits[...]
        if rest.hasPrefix("+") || rest.hasPrefix("00") {
            rest = rest.hasPrefix("+") ? rest.dropFirst() : rest.dropFirst(2)
            guard rest.hasPrefix("91") else { return nil }
            rest = rest.dropFirst(2)
        } else if rest.hasPrefix("91"), rest.count >= 12 {
            rest = rest.dropFirst(2)
        }
        if rest.hasPrefix("0"), rest.count == 11 { rest = rest.dropFirst() }
        return String(rest)
    }

    /// ASCII digits, after a `+` if there is one; nil when the text has anything that is no part of a number.
    private static func digits(_ text: String) -> String? {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "+" || scalar == "\u{FF0B}" {
                guard result.isEmpty else { return nil }
                result = "+"
            } else if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                result += String(Int(value))
            } else if !isSeparator(scalar) {
                return nil
            }
        }
        return result
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .dashPunctuation: true
        // Zero-width and direction marks come along when a number is copied from a contact.
        case .format: true
        default: scalar == "(" || scalar == ")" || scalar == "." || scalar == "/"
        }
    }
}
