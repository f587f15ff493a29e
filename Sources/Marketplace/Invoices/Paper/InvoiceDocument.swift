import Documents

extension Invoice {
    /// The document as it is printed.
    func document(in language: Language) -> Document {
        let paper = InvoicePaper(invoice: self, language: language)
        let title = "\(paper.title) \(serial)"
        return Document(
            properties: DocumentProperties(
                title: title, author: supplier.name, language: language.rawValue, createdAt: issuedAtText),
            blocks: paper.blocks, footer: "\(title) · \(supplier.name)", pageLabel: paper.words.page)
    }
}

/// Where everything of an invoice stands.
struct InvoicePaper {
    let invoice: Invoice
    let language: Language
    let words: InvoiceWords

    init(invoice: Invoice, language: Language) {
        self.invoice = invoice
        self.language = language
        words = InvoiceWords.of(language)
    }

    var title: String { words.titles[invoice.kind] ?? "" }

    var blocks: [Block] {
        [
            .columns([.init(supplier), .init(width_pt: 255, heading)]),
            .gap(16), .rule, .gap(12),
            .columns([.init(recipient), .init(width_pt: 250, [.facts(.init(facts, labelWidth_pt: 105))])]),
            .gap(16),
            .table(table),
            .gap(12),
            .columns([.init(notes), .init(width_pt: 230, [.totals(totals)])]),
        ]
    }

    private var supplier: [Block] {
        let supplier = invoice.supplier
        var blocks: [Block] = [
            .text(supplier.name, TextStyle(size_pt: 15, bold: true, ink: .accent)), .gap(3),
            .text(supplier.address, TextStyle()),
            .text(IndianState.text(supplier.state, language), TextStyle()),
        ]
        if let phone = supplier.phone { blocks.append(.text("\(words.phone): \(phone)", TextStyle())) }
        if let gstin = supplier.gstin { blocks.append(.text("GSTIN: \(gstin)", TextStyle(bold: true))) }
        return blocks
    }

    private var heading: [Block] {
        var blocks: [Block] = [.title(title, TextStyle(size_pt: 19, bold: true, alignment: .trailing))]
        if !invoice.kind.isCorrection {
            blocks.append(.text(words.original, TextStyle(size_pt: 8, ink: .muted, alignment: .trailing)))
        }
        return blocks
    }

    private var recipient: [Block] {
        let recipient = invoice.recipient
        let name = PrintableText.of(recipient.name)
        return [
            .heading(words.billedTo, TextStyle(size_pt: 8, ink: .muted)), .gap(2),
            .text(name.isEmpty ? "–" : name, TextStyle(size_pt: 10.5, bold: true)), .gap(1),
            .text(recipient.address, TextStyle()),
            .text(IndianState.text(recipient.state, language), TextStyle()),
        ]
    }

    private var facts: [(label: String, value: String)] {
        var facts = [(words.number, invoice.serial), (words.date, invoice.issuedOn)]
        if let corrected = invoice.corrected {
            facts.append((words.corrects, "\(corrected.serial), \(corrected.issuedOn)"))
            if let reason = invoice.reason { facts.append((words.reason, reason)) }
        }
        facts += [(words.booking, invoice.bookingReference), (words.performedOn, invoice.performedOn)]
        if invoice.kind.isTaxed {
            facts += [
                (words.placeOfSupply, IndianState.text(invoice.placeOfSupply, language)),
                (words.reverseCharge, invoice.reverseCharge ? words.yes : words.no),
            ]
        }
        return facts.map { (label: $0.0, value: $0.1) }
    }

    private var notes: [Block] {
        let small = TextStyle(size_pt: 7.5, ink: .muted)
        var texts: [String] = []
        if let centre = invoice.performedBy { texts.append(words.performedBy(centre)) }
        texts.append(invoice.kind.isTaxed ? words.taxIncluded : words.notRegistered)
        texts.append(words.signatory(invoice.supplier.name))
        if invoice.kind.isTaxed { texts.append(words.electronic) }
        let blocks = texts.flatMap { [Block.text($0, small), .gap(3)] }
        guard let code = QRCode(codeText) else { return blocks }
        return [.columns([.init(width_pt: 80, [.code(code, module_pt: 2), .text(words.scan, small)]), .init(blocks)])]
    }

    /// The same in every language, so that programs can read it.
    private var codeText: String {
        [
            invoice.serial, invoice.issuedOn, invoice.supplier.gstin ?? "-",
            "INR \(RupeeText.number(invoice.total_paise).filter { $0 != "," })", invoice.bookingReference,
        ].joined(separator: "\n")
    }
}
