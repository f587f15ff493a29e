/// A block that was set for a width, and so has a height.
protocol MeasuredBlock {
    var height_pt: Double { get }
    func draw(on canvas: PDFCanvas, x: Double, y: Double)
}

struct MeasuredText: MeasuredBlock {
    let text: TextLayout
    let role: PDFCanvas.Role
    var height_pt: Double { text.height_pt }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        canvas.tagged(role) { canvas.draw(text, x: x, y: y) }
    }
}

struct MeasuredGap: MeasuredBlock {
    let height_pt: Double
    func draw(on canvas: PDFCanvas, x: Double, y: Double) {}
}

struct MeasuredRule: MeasuredBlock {
    let width_pt: Double
    var height_pt: Double { 1 }
    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        canvas.line(fromX: x, toX: x + width_pt, y: y + 0.5)
    }
}

struct MeasuredCode: MeasuredBlock {
    let code: QRCode
    let module_pt: Double
    var height_pt: Double { Double(code.side) * module_pt }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        // What is dark stands in line with what is above and below; the quiet zone reaches into the margin.
        let quiet = Double(QRCode.quietZone) * module_pt
        canvas.tagged(.figure) {
            canvas.draw(code, x: (x - quiet).rounded(), y: y.rounded(), module: module_pt)
        }
    }
}

struct MeasuredFacts: MeasuredBlock {
    private static let leading_pt = 2.0

    private let rows: [(label: TextLayout, value: TextLayout)]
    private let labelWidth_pt: Double
    let height_pt: Double

    init(_ facts: Block.Facts, width_pt: Double, _ fonts: FontSource) {
        let label = TextStyle(size_pt: facts.size_pt, ink: .muted)
        let value = TextStyle(size_pt: facts.size_pt)
        rows = facts.items.map { item in
            (
                fonts.layout(item.label, label, width_pt: facts.labelWidth_pt - 8),
                fonts.layout(item.value, value, width_pt: width_pt - facts.labelWidth_pt)
            )
        }
        labelWidth_pt = facts.labelWidth_pt
        height_pt = rows.reduce(0) { $0 + Self.height($1) }
    }

    private static func height(_ row: (label: TextLayout, value: TextLayout)) -> Double {
        let baseline = max(row.label.baseline_pt, row.value.baseline_pt)
        return [row.label, row.value].map { $0.height_pt - $0.baseline_pt + baseline }.max()! + leading_pt
    }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        var top = y
        for row in rows {
            let baseline = top + max(row.label.baseline_pt, row.value.baseline_pt)
            canvas.tagged(.paragraph) {
                canvas.draw(row.label, x: x, y: baseline - row.label.baseline_pt)
                canvas.draw(row.value, x: x + labelWidth_pt, y: baseline - row.value.baseline_pt)
            }
            top += Self.height(row)
        }
    }
}
