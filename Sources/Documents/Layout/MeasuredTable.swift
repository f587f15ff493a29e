/// A table whose rows have heights, to be put on pages part by part.
final class MeasuredTable {
    private static let padding_pt = 5.0
    private static let text = TextStyle(size_pt: 8.5)
    private static let head = TextStyle(size_pt: 7.5, bold: true, ink: .accent)
    private static let detail = TextStyle(size_pt: 7, ink: .muted)

    struct Cell {
        let x: Double
        let text: TextLayout
        let detail: TextLayout?

        func height_pt(below baseline_pt: Double) -> Double {
            baseline_pt - text.baseline_pt + text.height_pt + (detail?.height_pt ?? 0)
        }
    }

    struct Row {
        let cells: [Cell]
        let baseline_pt: Double
        let height_pt: Double

        init(_ cells: [Cell]) {
            self.cells = cells
            let baseline = cells.map(\.text.baseline_pt).max() ?? 0
            baseline_pt = baseline + MeasuredTable.padding_pt
            height_pt = (cells.map { $0.height_pt(below: baseline) }.max() ?? 0) + 2 * MeasuredTable.padding_pt
        }
    }

    let head: Row
    let rows: [Row]
    let width_pt: Double

    init(_ table: Table, width_pt: Double, _ fonts: FontSource) {
        let widths = Self.widths(of: table.columns, in: width_pt)
        func row(_ cells: [Table.Cell], _ style: TextStyle) -> Row {
            var x = 0.0
            return Row(
                zip(zip(cells, table.columns), widths).map { cell, width in
                    defer { x += width }
                    let (content, column) = cell
                    let inner = width - Self.padding_pt * 2
                    return Cell(
                        x: x + Self.padding_pt,
                        text: fonts.layout(content.text, style.aligned(column.alignment), width_pt: inner),
                        detail: content.detail.map {
                            fonts.layout($0, Self.detail.aligned(column.alignment), width_pt: inner)
                        })
                })
        }
        head = row(table.columns.map { Table.Cell($0.title) }, Self.head)
        rows = table.rows.map { row($0, Self.text) }
        self.width_pt = width_pt
    }

    private static func widths(of columns: [Table.Column], in width_pt: Double) -> [Double] {
        let fixed = columns.reduce(0) { $0 + ($1.width_pt ?? 0) }
        return columns.map { $0.width_pt ?? width_pt - fixed }
    }

    /// All of it, for where it stays together.
    var whole: TablePart { TablePart(table: self, rows: 0..<rows.count) }
}

/// The rows of a table that stand on one page, under its head.
struct TablePart: MeasuredBlock {
    let table: MeasuredTable
    let rows: Range<Int>

    var height_pt: Double { table.rows[rows].reduce(table.head.height_pt) { $0 + $1.height_pt } }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        // One table to whoever reads the structure; its element stays open from page to page.
        if rows.lowerBound == 0 { canvas.open(.table) }
        canvas.fillRounded(x: x, y: y, width: table.width_pt, height: table.head.height_pt, radius: 3, .shade)
        if rows.lowerBound == 0 {
            draw(table.head, .headCell, on: canvas, x: x, y: y)
        } else {
            for cell in table.head.cells { draw(cell, table.head, on: canvas, x: x, y: y) }
        }
        var top = y + table.head.height_pt
        for row in table.rows[rows] {
            draw(row, .cell, on: canvas, x: x, y: top)
            top += row.height_pt
            canvas.line(fromX: x, toX: x + table.width_pt, y: top)
        }
        if rows.upperBound == table.rows.count { canvas.close(.table) }
    }

    private func draw(
        _ row: MeasuredTable.Row, _ role: PDFCanvas.Role, on canvas: PDFCanvas, x: Double, y: Double
    ) {
        canvas.open(.row)
        for cell in row.cells { canvas.tagged(role) { draw(cell, row, on: canvas, x: x, y: y) } }
        canvas.close(.row)
    }

    private func draw(
        _ cell: MeasuredTable.Cell, _ row: MeasuredTable.Row, on canvas: PDFCanvas, x: Double, y: Double
    ) {
        let top = y + row.baseline_pt - cell.text.baseline_pt
        canvas.draw(cell.text, x: x + cell.x, y: top)
        if let detail = cell.detail { canvas.draw(detail, x: x + cell.x, y: top + cell.text.height_pt) }
    }
}
