/// Blocks below each other.
struct MeasuredStack: MeasuredBlock {
    private let blocks: [any MeasuredBlock]
    let height_pt: Double

    init(_ blocks: [Block], width_pt: Double, _ fonts: FontSource) {
        self.blocks = blocks.map { $0.measured(width_pt: width_pt, fonts) }
        height_pt = self.blocks.reduce(0) { $0 + $1.height_pt }
    }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        var top = y
        for block in blocks {
            block.draw(on: canvas, x: x, y: top)
            top += block.height_pt
        }
    }
}

/// Blocks beside each other, all from the same height on.
struct MeasuredColumns: MeasuredBlock {
    private static let gutter_pt = 20.0

    private let columns: [(x: Double, stack: MeasuredStack)]
    var height_pt: Double { columns.map(\.stack.height_pt).max() ?? 0 }

    init(_ columns: [Block.Column], width_pt: Double, _ fonts: FontSource) {
        let fixed = columns.reduce(0) { $0 + ($1.width_pt ?? 0) }
        let left = width_pt - fixed - Self.gutter_pt * Double(columns.count - 1)
        let share = left / Double(max(columns.count { $0.width_pt == nil }, 1))
        var x = 0.0
        self.columns = columns.map { column in
            let width = column.width_pt ?? share
            defer { x += width + Self.gutter_pt }
            return (x, MeasuredStack(column.blocks, width_pt: width, fonts))
        }
    }

    func draw(on canvas: PDFCanvas, x: Double, y: Double) {
        for column in columns { column.stack.draw(on: canvas, x: x + column.x, y: y) }
    }
}

extension Block {
    func measured(width_pt: Double, _ fonts: FontSource) -> any MeasuredBlock {
        switch self {
        case .title(let text, let style): MeasuredText(fonts.layout(text, style, width_pt: width_pt), .title)
        case .heading(let text, let style): MeasuredText(fonts.layout(text, style, width_pt: width_pt), .heading)
        case .text(let text, let style): MeasuredText(fonts.layout(text, style, width_pt: width_pt), .paragraph)
        case .facts(let facts): MeasuredFacts(facts, width_pt: width_pt, fonts)
        case .columns(let columns): MeasuredColumns(columns, width_pt: width_pt, fonts)
        case .table(let table): MeasuredTable(table, width_pt: width_pt, fonts).whole
        case .totals(let totals): MeasuredTotals(totals, width_pt: width_pt, fonts)
        case .code(let code, let module_pt): MeasuredCode(code: code, module_pt: Double(module_pt))
        case .gap(let height_pt): MeasuredGap(height_pt: height_pt)
        case .rule: MeasuredRule(width_pt: width_pt)
        }
    }
}

extension MeasuredText {
    fileprivate init(_ text: TextLayout, _ role: PDFCanvas.Role) {
        self.init(text: text, role: role)
    }
}
