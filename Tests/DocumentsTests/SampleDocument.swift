import Documents

/// Documents as tests want them.
enum Sample {
    static func document(_ blocks: [Block], language: String = "en", title: String = "A sample") -> Document {
        Document(
            properties: DocumentProperties(
                title: title, author: "Istri", language: language, createdAt: "2026-11-30T10:00:00+05:30"),
            blocks: blocks, footer: "Foot", pageLabel: { "Page \($0) of \($1)" })
    }

    static func text(_ lines: [String]) -> Document { document(lines.map { .text($0, TextStyle(size_pt: 11)) }) }

    /// - Parameter rows: How many.
    static func table(rows: Int) -> Block {
        .table(
            Table(
                columns: [.init("Head", width_pt: 60, alignment: .leading), .init("What", alignment: .leading)],
                rows: (1...rows).map { [.init("row \($0)"), .init("ஒன்று", detail: "detail \($0)")] }))
    }

    static func pdf(_ document: Document) async throws -> [UInt8] {
        try await DocumentRenderer(presses: 1).pdf(document)
    }
}
