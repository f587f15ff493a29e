import Documents

/// The lines of a document with their amounts, and the sums below them.
struct InvoiceTable {
    private enum Column { case position, description, price, discount, taxable, rate, cgst, sgst, igst, total }

    let lines: [Invoice.Line]
    let isTaxed: Bool
    /// Whether the supplier's state and the place of supply are two.
    let isAcross: Bool
    let language: Language

    private var words: InvoiceWords { InvoiceWords.of(language) }

    private var columns: [Column] {
        let hasDiscount = lines.contains { $0.discount_paise > 0 }
        guard isTaxed else {
            return hasDiscount
                ? [.position, .description, .price, .discount, .total] : [.position, .description, .total]
        }
        return [.position, .description] + (hasDiscount ? [.price, .discount] : []) + [.taxable, .rate]
            + (isAcross ? [.igst] : [.cgst, .sgst]) + [.total]
    }

    var table: Table {
        let columns = columns
        return Table(
            columns: columns.map(head),
            rows: lines.enumerated().map { index, line in columns.map { cell($0, line, index + 1) } })
    }

    private func head(_ column: Column) -> Table.Column {
        switch column {
        case .position: Table.Column(words.position, width_pt: 34, alignment: .leading)
        case .description: Table.Column(words.description, alignment: .leading)
        case .price: Table.Column(words.price, width_pt: width(of: column, atLeast: 46))
        case .discount: Table.Column(words.discount, width_pt: width(of: column, atLeast: 54))
        case .taxable: Table.Column(words.taxable, width_pt: width(of: column, atLeast: 58))
        case .rate: Table.Column(words.rate, width_pt: 38)
        case .cgst: Table.Column("CGST", width_pt: width(of: column, atLeast: 46))
        case .sgst: Table.Column("SGST", width_pt: width(of: column, atLeast: 46))
        case .igst: Table.Column("IGST", width_pt: width(of: column, atLeast: 46))
        case .total:
            Table.Column(isTaxed ? words.total : words.amount, width_pt: width(of: column, atLeast: 54))
        }
    }

    /// So that no amount is broken into lines, and what is left is the description's.
    private func width(of column: Column, atLeast least_pt: Double) -> Double {
        let longest = lines.map { cell(column, $0, 0).text.utf8.count }.max() ?? 0
        // A figure of 8.5 points is 4.9 wide; and the cell's padding.
        return max(least_pt, Double(longest) * 4.9 + 11)
    }

    private func cell(_ column: Column, _ line: Invoice.Line, _ number: Int) -> Table.Cell {
        let amount: Int64
        switch column {
        case .position: return Table.Cell(String(number))
        case .description:
            let text = language == .tamil ? line.description_ta : line.description
            return Table.Cell(text, detail: isTaxed ? "SAC \(line.sac)" : nil)
        case .rate: return Table.Cell(RupeeText.percent(line.rate_bps))
        case .price: amount = line.price_paise
        case .discount: amount = line.discount_paise
        case .taxable: amount = line.taxable_paise
        case .cgst: amount = line.cgst_paise
        case .sgst: amount = line.sgst_paise
        case .igst: amount = line.igst_paise
        case .total: amount = line.total_paise
        }
        return Table.Cell(RupeeText.number(amount))
    }

    /// - Parameters:
    ///   - roundOff_paise: Nil: nothing is rounded.
    ///   - name: Of the sum.
    func totals(roundOff_paise: Int64?, total_paise: Int64, called name: String) -> [Block.Total] {
        var totals: [Block.Total] = []
        func add(_ label: String, _ amount_paise: Int64) {
            totals.append(Block.Total(label, RupeeText.number(amount_paise)))
        }
        if isTaxed {
            add(words.taxable, sum(\.taxable_paise))
            if isAcross {
                add(label("IGST", halved: false), sum(\.igst_paise))
            } else {
                add(label("CGST", halved: true), sum(\.cgst_paise))
                add(label("SGST", halved: true), sum(\.sgst_paise))
            }
        }
        if let roundOff_paise { add(words.roundOff, roundOff_paise) }
        return totals + [Block.Total(name, RupeeText.rupees(total_paise), isMain: true)]
    }

    private func sum(_ head: KeyPath<Invoice.Line, Int64>) -> Int64 { lines.reduce(0) { $0 + $1[keyPath: head] } }

    /// With the rate, where all lines have the same.
    private func label(_ head: String, halved: Bool) -> String {
        let rates = Set(lines.map(\.rate_bps))
        guard rates.count == 1, let rate = rates.first else { return head }
        return "\(head) \(RupeeText.percent(halved ? rate / 2 : rate))"
    }
}
