import NIOCore

extension ByteBuffer {
    /// A JSON string with its quotes; escapes what RFC 8259 demands and leaves other UTF-8 as it is.
    mutating func writeJSONString(_ text: String) {
        var text = text
        writeInteger(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x22 || bytes[index] == 0x5C {
                writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<index]))
                writeEscape(bytes[index])
                start = index + 1
            }
            writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start...]))
        }
        writeInteger(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): writeStaticString("\\\"")
        case UInt8(ascii: "\\"): writeStaticString("\\\\")
        case UInt8(ascii: "\n"): writeStaticString("\\n")
        case UInt8(ascii: "\r"): writeStaticString("\\r")
        case UInt8(ascii: "\t"): writeStaticString("\\t")
        default:
            writeStaticString(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 0x0F
            writeInteger(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    mutating func writeDecimal(_ number: Int64) {
        if number < 0 { writeInteger(UInt8(ascii: "-")) }
        writeDigits(number.magnitude, atLeast: 1)
    }

    /// `number` rounded to `decimals` digits (0-9), for magnitudes up to 9 * 10^(18 - decimals).
    mutating func writeFixed(_ number: Double, decimals: Int) {
        var scale: UInt64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = UInt64((number.magnitude * Double(scale)).rounded())
        if number < 0, scaled != 0 { writeInteger(UInt8(ascii: "-")) }
        writeDigits(scaled / scale, atLeast: 1)
        guard decimals > 0 else { return }
        writeInteger(UInt8(ascii: "."))
        writeDigits(scaled % scale, atLeast: decimals)
    }

    private mutating func writeDigits(_ number: UInt64, atLeast width: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = number
            var first = digits.endIndex
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0 || digits.endIndex - first < width
            writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[first...]))
        }
    }
}
