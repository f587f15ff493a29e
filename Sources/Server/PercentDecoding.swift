/// Percent-encoded text of a URL.
enum PercentDecoding {
    /// - Parameter plusIsSpace: As in a query; in a path a plus is a plus.
    /// - Returns: Nil when it isn't well encoded, isn't UTF-8, or holds what no text of ours may: U+FFFD, which stands
    ///   where the HTTP parser met bytes that are not UTF-8, and NUL, which can't be stored as text.
    static func text(_ raw: Substring.UTF8View, plusIsSpace: Bool) -> String? {
        guard let text = anyText(raw, plusIsSpace: plusIsSpace), !text.contains("\u{FFFD}"), !text.contains("\0")
        else { return nil }
        return text
    }

    /// The same, whatever characters it holds: in a form people may have typed them.
    static func anyText(_ raw: Substring.UTF8View, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var rest = raw[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
