import Documents

extension Invoice {
    /// The document as it is printed.
    func document(in language: Language) -> Document {
        InvoicePaper(invoice: self, language: language).layout.document(serial, createdAt: issuedAtText)
    }
}

/// What stands on an invoice or on what corrects it.
private struct InvoicePaper {
    let invoice: Invoice
    let language: Language

    private var words: InvoiceWords { InvoiceWords.of(language) }

    var layout: PaperLayout {
        let table = InvoiceTable(
            lines: invoice.lines, isTaxed: invoice.kind.isTaxed,
            isAcross: invoice.supplier.state != invoice.placeOfSupply, language: language)
        return PaperLayout(
            language: language, title: words.titles[invoice.kind] ?? "", isOriginal: !invoice.kind.isCorrection,
            supplier: invoice.supplier, recipient: invoice.recipient, facts: facts, table: table,
            totals: table.totals(
                roundOff_paise: invoice.roundOff_paise, total_paise: invoice.total_paise,
                called: invoice.kind.isCorrection ? words.refunded : words.payable),
            notes: notes, code: code)
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

    private var notes: [String] {
        var texts: [String] = []
        if let centre = invoice.performedBy { texts.append(words.performedBy(centre)) }
        texts.append(invoice.kind.isTaxed ? words.taxIncluded : words.notRegistered)
        texts.append(words.signatory(invoice.supplier.name))
        if invoice.kind.isTaxed { texts.append(words.electronic) }
        return texts
    }

    private var code: String {
        [
            invoice.serial, invoice.issuedOn, invoice.supplier.gstin ?? "-", RupeeText.plain(invoice.total_paise),
            invoice.bookingReference,
        ].joined(separator: "\n")
    }
}
