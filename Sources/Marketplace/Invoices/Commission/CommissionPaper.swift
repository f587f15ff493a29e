import Documents

extension CommissionBill {
    /// The document as it is printed, in the language in which it was issued.
    func document(from supplier: Invoice.Party) -> Document {
        CommissionPaper(bill: self, supplier: supplier).layout.document(serial, createdAt: issuedAtText)
    }
}

/// What stands on a bill to a centre. What is taken back is told as a credit note does: by amounts above nothing.
private struct CommissionPaper {
    let bill: CommissionBill
    let supplier: Invoice.Party

    private var language: Language { bill.language }
    private var words: InvoiceWords { InvoiceWords.of(language) }
    private var ownWords: CommissionWords { CommissionWords.of(language) }

    var layout: PaperLayout {
        let table = InvoiceTable(
            lines: [line], isTaxed: true, isAcross: supplier.state != bill.placeOfSupply, language: language)
        return PaperLayout(
            language: language, title: words.titles[bill.isCredit ? .creditNote : .taxInvoice] ?? "",
            isOriginal: !bill.isCredit, supplier: supplier, recipient: bill.recipient, facts: facts, table: table,
            totals: table.totals(
                roundOff_paise: nil, total_paise: told(bill.total_paise),
                called: bill.isCredit ? ownWords.credited : words.payable),
            notes: [ownWords.settled, words.signatory(supplier.name), words.electronic], code: code)
    }

    private func told(_ amount_paise: Int64) -> Int64 { bill.isCredit ? -amount_paise : amount_paise }

    private var line: Invoice.Line {
        Invoice.Line(
            position: 1, sac: bill.sac, description: CommissionWords.of(.english).commission,
            description_ta: CommissionWords.of(.tamil).commission, price_paise: told(bill.total_paise),
            discount_paise: 0, rate_bps: bill.rate_bps, taxable_paise: told(bill.taxable_paise),
            cgst_paise: told(bill.cgst_paise), sgst_paise: told(bill.sgst_paise), igst_paise: told(bill.igst_paise),
            total_paise: told(bill.total_paise))
    }

    private var facts: [(label: String, value: String)] {
        var facts = [(words.number, bill.serial), (words.date, bill.issuedOn)]
        if !bill.corrects.isEmpty { facts.append((words.corrects, bill.corrects.joined(separator: "; "))) }
        facts += [
            (ownWords.month, "\(bill.firstDay) – \(bill.lastDay)"),
            (ownWords.repairs, RupeeText.rupees(told(bill.gross_paise))),
            (words.placeOfSupply, IndianState.text(bill.placeOfSupply, language)),
            (words.reverseCharge, words.no),
        ]
        return facts.map { (label: $0.0, value: $0.1) }
    }

    private var code: String {
        [
            bill.serial, bill.issuedOn, supplier.gstin ?? "-", RupeeText.plain(told(bill.total_paise)), bill.month,
        ].joined(separator: "\n")
    }
}
