import NIOCore

/// Writes a table as RFC 4180 has it, in UTF-8: for spreadsheets, so a text that one would take for a formula is
/// preceded by an apostrophe.
struct CSVWriter {
    private(set) var buffer = ByteBuffer()

    static let type = "text/csv; charset=utf-8"

    init(header: [String]) {
        row(header)
    }

    /// Nil is an empty field.
    mutating func row(_ fields: [String?]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { buffer.writeString(",") }
            if let field { write(field) }
        }
        buffer.writeString("\r\n")
    }

    private mutating func write(_ field: String) {
        let text = Self.startsFormula(field) ? "'" + field : field
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        buffer.writeString(needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text)
    }

    /// As OWASP lists what begins one; a plain negative number doesn't.
    private static func startsFormula(_ field: String) -> Bool {
        guard let first = field.utf8.first, [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first) else { return false }
        return QueryParameters.finiteNumber(field) == nil || first == 0x2B
    }
}
