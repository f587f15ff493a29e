/// An Indian postal code. Well formed, which does not mean that it is in use.
package struct Pincode: Hashable, Comparable, Sendable {
    package let number: Int32

    /// Nil outside 100000...999999.
    package init?(_ number: Int32) {
        guard (100_000...999_999).contains(number) else { return nil }
        self.number = number
    }

    /// Exactly six ASCII digits, the first 1-9; else nil.
    package init?(_ text: some StringProtocol) {
        let digits = text.utf8
        guard digits.count == 6, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        self.init(digits.reduce(0) { $0 * 10 + Int32($1 - UInt8(ascii: "0")) })
    }

    /// As people type it: spaces anywhere ("600 001") and Tamil digits (௬௦௦ ௦௦௧) are fine too.
    package init?(typed text: some StringProtocol) {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            plain.append(Self.asciiDigit(ofTamil: scalar) ?? scalar)
            guard plain.count <= 6 else { return nil }
        }
        self.init(String(plain))
    }

    private static func asciiDigit(ofTamil scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let zero: UInt32 = 0x0BE6
        guard (zero...zero + 9).contains(scalar.value) else { return nil }
        return Unicode.Scalar(scalar.value - zero + UInt32(UInt8(ascii: "0")))
    }

    package static func < (one: Pincode, other: Pincode) -> Bool { one.number < other.number }
}

extension Pincode: CustomStringConvertible {
    package var description: String { String(number) }
}
