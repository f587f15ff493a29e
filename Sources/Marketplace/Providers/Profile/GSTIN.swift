/// A number under which a business is registered for GST: 15 characters.
///
/// State code (2 digits), the holder's PAN (5 letters, 4 digits, a letter), which of the holder's registrations in
/// the state it is, the letter Z, and a check character: the form of Rule 10(1) of the CGST Rules 2017, with the
/// check character as the GST Network computes it, Luhn's algorithm over 36 digits (0-9, A-Z).
package struct GSTIN: Hashable, Sendable {
    /// Capital letters and digits.
    package let text: String

    /// Small letters and spaces are put right; nil when the form, the state or the check character is wrong.
    ///
    /// Any state's number is taken: who is registered in Puducherry may have a shop across the border, and an
    /// invoice goes by the number's state.
    package init?(_ typed: some StringProtocol) {
        guard typed.utf8.count <= 40, typed.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let text = String(typed.filter { $0 != " " && $0 != "-" }).uppercased()
        let values = text.utf8.compactMap(Self.value)
        guard text.utf8.count == 15, values.count == 15, Self.hasForm(Array(text.utf8)),
            Self.isState(values[0] * 10 + values[1]), values[14] == Self.checkValue(of: values.prefix(14))
        else { return nil }
        self.text = text
    }

    /// 33 is Tamil Nadu, 34 Puducherry.
    package var stateCode: String { String(text.prefix(2)) }

    /// 01 to 38 are states and union territories, 97 stands for waters and whatever belongs to none.
    private static func isState(_ code: Int) -> Bool { (1...38).contains(code) || code == 97 }

    private static func hasForm(_ bytes: [UInt8]) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return bytes[0..<2].allSatisfy(digits.contains) && bytes[2..<7].allSatisfy(letters.contains)
            && bytes[7..<11].allSatisfy(digits.contains) && letters.contains(bytes[11])
            && bytes[12] != UInt8(ascii: "0") && bytes[13] == UInt8(ascii: "Z")
    }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Every second value counts twice; of each product the two digits to the base of 36 are summed.
    private static func checkValue(of values: some Sequence<Int>) -> Int {
        let sum = values.enumerated().reduce(0) { sum, item in
            let product = item.element * (item.offset % 2 == 0 ? 1 : 2)
            return sum + product / 36 + product % 36
        }
        return (36 - sum % 36) % 36
    }
}
