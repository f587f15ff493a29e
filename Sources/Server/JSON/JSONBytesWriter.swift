/// The bytes of a JSON text in the making, in memory of its own.
///
/// Not a `ByteBuffer` or an array: their checks on each of some hundred small appends cost a tenth of the
/// whole answer's time. Reference semantics never show, because only a `JSONWriter` holds one.
final class JSONBytesWriter {
    private(set) var count = 0
    private var capacity: Int
    private var base: UnsafeMutablePointer<UInt8>

    init(capacity: Int) {
        self.capacity = max(64, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    private func reserve(_ additional: Int) {
        guard count + additional > capacity else { return }
        capacity = max(2 * capacity, count + additional)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}

extension JSONBytesWriter {
    /// A JSON string with its quotes; escapes what RFC 8259 demands and leaves other UTF-8 as it is.
    func appendString(_ text: String) {
        var text = text
        append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x22 || bytes[index] == 0x5C {
                append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
                appendEscape(bytes[index])
                start = index + 1
            }
            append(UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        append(UInt8(ascii: "\""))
    }

    private func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 0x0F
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    func appendDecimal(_ number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        appendDigits(number.magnitude, atLeast: 1)
    }

    /// `number` rounded to `decimals` digits (0-9), for magnitudes up to 9 * 10^(18 - decimals).
    func appendFixed(_ number: Double, decimals: Int) {
        var scale: UInt64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = UInt64((number.magnitude * Double(scale)).rounded())
        if number < 0, scaled != 0 { append(UInt8(ascii: "-")) }
        appendDigits(scaled / scale, atLeast: 1)
        guard decimals > 0 else { return }
        append(UInt8(ascii: "."))
        appendDigits(scaled % scale, atLeast: decimals)
    }

    private func appendDigits(_ number: UInt64, atLeast width: Int) {
        var length = 1
        var limit: UInt64 = 10
        while length < 19, number >= limit {
            length += 1
            limit *= 10
        }
        // A twentieth digit is only there above 10^19, where `limit` would overflow.
        if length == 19, number >= 10_000_000_000_000_000_000 { length = 20 }
        length = max(length, width)
        reserve(length)
        var rest = number
        for place in stride(from: count + length - 1, through: count, by: -1) {
            base[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }
}
