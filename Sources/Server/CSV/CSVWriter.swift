import NIOCore

/// Writes a table as RFC 4180 has it: commas, CRLF, quotation marks where they are needed, UTF-8 without a mark of
/// byte order.
///
/// People open such files in spreadsheets, and a spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a
/// formula. Texts of strangers must not become programs, so such a text is written with an apostrophe before it;
/// numbers with a sign, phone numbers among them, are harmless and stay as they are.
package struct CSVWriter {
    package private(set) var buffer: ByteBuffer
    private let columnCount: Int
    private var cells = 0

    /// - Parameters:
    ///   - columns: The names in the first row.
    ///   - capacity: In bytes; a fair guess saves copying.
    package init(columns: [String], capacity: Int = 4096) {
        buffer = ByteBufferAllocator().buffer(capacity: capacity)
        columnCount = columns.count
        row { row in
            for column in columns { row.text(column) }
        }
    }

    /// Adds a row; `body` writes as many cells as there are columns.
    package mutating func row(_ body: (inout CSVWriter) throws -> Void) rethrows {
        cells = 0
        try body(&self)
        precondition(cells == columnCount, "a row has \(cells) cells in place of \(columnCount)")
        buffer.writeStaticString("\r\n")
    }

    /// Nil is an empty cell.
    package mutating func text(_ text: String?) {
        var text = text ?? ""
        if Self.looksLikeFormula(text) { text = "'" + text }
        raw(text.utf8.contains(where: Self.needsQuotes) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text)
    }

    package mutating func number(_ number: (some FixedWidthInteger)?) {
        raw(number.map { String($0) } ?? "")
    }

    /// With exactly `decimals` digits after the point.
    package mutating func number(_ number: Double?, decimals: Int) {
        guard let number else { return raw("") }
        let bytes = JSONBytesWriter(capacity: 32)
        bytes.appendFixed(number, decimals: decimals)
        raw(String(decoding: bytes.bytes, as: UTF8.self))
    }

    package mutating func flag(_ flag: Bool) { raw(flag ? "true" : "false") }

    private mutating func raw(_ cell: String) {
        if cells > 0 { buffer.writeStaticString(",") }
        cells += 1
        buffer.writeString(cell)
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        default: false
        }
    }

    /// What begins so after all white space, in the wide forms too that a spreadsheet may fold.
    private static func looksLikeFormula(_ text: String) -> Bool {
        if let first = text.unicodeScalars.first, first == "\t" || first == "\r" || first == "\n" { return true }
        let rest = text.unicodeScalars.drop { $0.properties.isWhitespace }
        guard let first = rest.first else { return false }
        switch first {
        case "=", "@", "＝", "＋", "－", "＠": return true
        case "+", "-": return rest.count == 1 || !rest.dropFirst().allSatisfy { ("0"..."9").contains($0) || $0 == "." }
        default: return false
        }
    }
}
