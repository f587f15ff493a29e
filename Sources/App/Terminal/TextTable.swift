/// A table for the terminal: columns aligned, numbers to the right.
struct TextTable {
    struct Column {
        let title: String
        var alignsRight = false
    }

    let columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    func rendered() -> String {
        let widths = columns.indices.map { column in
            ([columns[column].title] + rows.map { $0[column] }).map(\.terminalWidth).max() ?? 0
        }
        let header = line(columns.map(\.title), widths)
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return ([header, rule] + rows.map { line($0, widths) }).joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.indices.map { index in
            let padding = String(repeating: " ", count: max(0, widths[index] - cells[index].terminalWidth))
            return columns[index].alignsRight ? padding + cells[index] : cells[index] + padding
        }
        let text = padded.joined(separator: "  ")
        return String(text.reversed().drop(while: { $0 == " " }).reversed())
    }
}

extension String {
    /// Columns that the text takes in a terminal: combining marks, as Tamil has them, take none of their own.
    fileprivate var terminalWidth: Int {
        unicodeScalars.count { scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: false
            default: true
            }
        }
    }
}
