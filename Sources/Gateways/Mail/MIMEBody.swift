import Foundation

/// A mail's text in the encoding that is plainest to read as it travels: as it is, else whichever of quoted-printable
/// (few characters beyond ASCII) and base64 (many, as in Tamil) is shorter.
struct MIMEBody {
    enum Encoding: String {
        case sevenBit = "7bit"
        case quotedPrintable = "quoted-printable"
        case base64
    }

    let encoding: Encoding
    /// Lines ended by `\n`, 76 characters long at most.
    let text: String

    private static let lineLimit = 76

    init(_ text: String) {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        if lines.allSatisfy(Self.isPlain) {
            encoding = .sevenBit
            self.text = lines.joined(separator: "\n")
            return
        }
        let quoted = lines.map(Self.quoted).joined(separator: "\n")
        let base64 = Self.base64(lines.joined(separator: "\r\n"))
        encoding = quoted.utf8.count <= base64.utf8.count ? .quotedPrintable : .base64
        self.text = encoding == .base64 ? base64 : quoted
    }

    private static func isPlain(_ line: Substring) -> Bool {
        line.utf8.count <= lineLimit && line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && line.last != " "
    }

    /// RFC 2045, 6.7. A line that goes on ends with `=`.
    private static func quoted(_ line: Substring) -> String {
        var (result, width) = ("", 0)
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isPrintable = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
            let stands = isPrintable || (byte == UInt8(ascii: " ") && !isLast)
            let piece = stands ? String(UnicodeScalar(byte)) : "=" + hex(byte)
            if width + piece.utf8.count > (isLast ? lineLimit : lineLimit - 1) {
                result += "=\n"
                width = 0
            }
            result += piece
            width += piece.utf8.count
        }
        return result
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
    }
}
