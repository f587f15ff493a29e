/// Amounts below each other, the sum on the colour of the shop's board.
struct MeasuredTotals: MeasuredBlock {
    private static let padding_pt = 8.0
    private static let leading_pt = 4.0
    private static let mainLeading_pt = 12.0

    private struct Row {
        let label: TextLayout
        let amount: TextLayout
        let isMain: Bool

        var baseline_pt: Double { max(label.baseline_pt, amount.baseline_pt) }
        var height_pt: Double {
            [label, amount].map { $0.height_pt - $0.baseline_pt + baseline_pt }.max()!
                + (isMain ? MeasuredTotals.mainLeading_pt : MeasuredTotals.leading_pt)
        }
    }

    private let rows: [Row]
    private let width_pt: Double
    let height_pt: Double

    init(_ totals: [Block.Total], width_pt: Double, _ fonts: FontSource) {
        rows = totals.map { total in
            let style = TextStyle(
                size_pt: total.isMain ? 13 : 9.5, bold: total.isMain, ink: total.isMain ? .accent : .text)
            let inner = width_pt - 2 * Self.padding_pt
            let amount = fonts.layout(total.amount, style, width_pt: nil)
            return Row(
                label: fonts.layout(total.label, style, width_pt: inner - amount.width_pt - 10),
                amount: amount, isMain: total.isMain)
        }
        self.width_pt = width_pt
        height_pt = rows.reduce(0) { $0 + $1.height_pt }
    }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        var top = y
        canvas.open(.table)
        for row in rows {
            if row.isMain {
                canvas.fillRounded(x: x, y: top + 2, width: width_pt, height: row.height_pt - 4, radius: 4, .board)
            }
            let baseline = top + row.baseline_pt + (row.isMain ? Self.mainLeading_pt : Self.leading_pt) / 2
            canvas.open(.row)
            canvas.tagged(.headCell) {
                canvas.draw(row.label, x: x + Self.padding_pt, y: baseline - row.label.baseline_pt)
            }
            canvas.tagged(.cell) {
                canvas.draw(
                    row.amount, x: x + width_pt - Self.padding_pt - row.amount.width_pt,
                    y: baseline - row.amount.baseline_pt)
            }
            canvas.close(.row)
            top += row.height_pt
        }
        canvas.close(.table)
    }
}
