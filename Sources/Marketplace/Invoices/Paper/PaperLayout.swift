import Documents

/// Who supplied what to whom, in the places where every document has it.
struct PaperLayout {
    let language: Language
    let title: String
    /// Whether it says of itself that it is the recipient's copy.
    let isOriginal: Bool
    let supplier: Invoice.Party
    let recipient: Invoice.Party
    let facts: [(label: String, value: String)]
    let table: InvoiceTable
    let totals: [Block.Total]
    let notes: [String]
    /// What the QR code says: the same in every language, so that programs can read it.
    let code: String

    private var words: InvoiceWords { InvoiceWords.of(language) }

    /// - Parameter createdAt: RFC 3339.
    func document(_ serial: String, createdAt: String) -> Document {
        let name = "\(title) \(serial)"
        return Document(
            properties: DocumentProperties(
                title: name, author: supplier.name, language: language.rawValue, createdAt: createdAt),
            blocks: blocks, footer: "\(name) · \(supplier.name)", pageLabel: words.page)
    }

    private var blocks: [Block] {
        [
            .columns([.init(supplierBlocks), .init(width_pt: 255, heading)]),
            .gap(16), .rule, .gap(12),
            .columns([.init(recipientBlocks), .init(width_pt: 250, [.facts(.init(facts, labelWidth_pt: 105))])]),
            .gap(16),
            .table(table.table),
            .gap(12),
            .columns([.init(noteBlocks), .init(width_pt: 230, [.totals(totals)])]),
        ]
    }

    private var supplierBlocks: [Block] {
        var blocks: [Block] = [
            .text(supplier.name, TextStyle(size_pt: 15, bold: true, ink: .accent)), .gap(3),
            .text(supplier.address, TextStyle()),
            .text(IndianState.text(supplier.state, language), TextStyle()),
        ]
        if let phone = supplier.phone { blocks.append(.text("\(words.phone): \(phone)", TextStyle())) }
        if let gstin = supplier.gstin { blocks.append(Self.number(gstin)) }
        return blocks
    }

    private var heading: [Block] {
        var blocks: [Block] = [.title(title, TextStyle(size_pt: 19, bold: true, alignment: .trailing))]
        if isOriginal {
            blocks.append(.text(words.original, TextStyle(size_pt: 8, ink: .muted, alignment: .trailing)))
        }
        return blocks
    }

    private var recipientBlocks: [Block] {
        let name = PrintableText.of(recipient.name)
        var blocks: [Block] = [
            .heading(words.billedTo, TextStyle(size_pt: 8, ink: .muted)), .gap(2),
            .text(name.isEmpty ? "–" : name, TextStyle(size_pt: 10.5, bold: true)), .gap(1),
            .text(recipient.address, TextStyle()),
            .text(IndianState.text(recipient.state, language), TextStyle()),
        ]
        if let gstin = recipient.gstin { blocks.append(Self.number(gstin)) }
        return blocks
    }

    private static func number(_ gstin: String) -> Block { .text("GSTIN: \(gstin)", TextStyle(bold: true)) }

    private var noteBlocks: [Block] {
        let small = TextStyle(size_pt: 7.5, ink: .muted)
        let blocks = notes.flatMap { [Block.text($0, small), .gap(3)] }
        guard let symbol = QRCode(code) else { return blocks }
        return [
            .columns([.init(width_pt: 80, [.code(symbol, module_pt: 2), .text(words.scan, small)]), .init(blocks)])
        ]
    }
}
