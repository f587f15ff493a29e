/// Says in which language a PDF is, and that its title is to be shown for its file's name. Cairo 1.16 can't, but writes
/// the catalog as the last object, so that nothing behind it moves but the table of objects.
enum PDFLanguage {
    /// - Returns: The bytes unchanged when they don't end as Cairo writes them.
    static func declare(_ language: String, in pdf: [UInt8]) -> [UInt8] {
        let catalog = Array("<< /Type /Catalog".utf8)
        guard let start = pdf.lastRange(of: catalog)?.upperBound,
            let table = pdf.lastRange(of: Array("\nxref\n".utf8))?.lowerBound, start < table,
            let pointer = pdf.lastRange(of: Array("startxref\n".utf8))?.upperBound,
            let end = pdf[pointer...].firstIndex(of: UInt8(ascii: "\n")),
            let offset = Int(String(decoding: pdf[pointer..<end], as: UTF8.self)), offset > start
        else { return pdf }
        let entry = Array("\n   /Lang (\(language))\n   /ViewerPreferences << /DisplayDocTitle true >>".utf8)
        return pdf[..<start] + entry + pdf[start..<pointer] + Array("\(offset + entry.count)".utf8) + pdf[end...]
    }
}

extension Array<UInt8> {
    fileprivate func lastRange(of pattern: [UInt8]) -> Range<Int>? {
        guard count >= pattern.count else { return nil }
        for start in stride(from: count - pattern.count, through: 0, by: -1)
        where self[start] == pattern[0] && self[start..<start + pattern.count].elementsEqual(pattern) {
            return start..<start + pattern.count
        }
        return nil
    }
}
