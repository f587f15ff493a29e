/// Where everything of a document stands.
struct Pages {
    static let margin_pt = 42.0
    static let top_pt = 46.0
    static let footHeight_pt = 34.0
    static var width_pt: Double { PDFCanvas.width_pt - 2 * margin_pt }
    private static var bottom_pt: Double { PDFCanvas.height_pt - margin_pt - footHeight_pt }

    struct Placement {
        let block: any MeasuredBlock
        let y: Double
    }

    private(set) var pages: [[Placement]] = [[]]
    private var y = Self.top_pt

    init(_ document: Document, _ fonts: FontSource) {
        let parts = document.blocks.map { block -> Part in
            if case .table(let table) = block {
                return .table(MeasuredTable(table, width_pt: Self.width_pt, fonts))
            }
            return .whole(block.measured(width_pt: Self.width_pt, fonts))
        }
        for (index, part) in parts.enumerated() {
            switch part {
            case .whole(let block): place(block)
            case .table(let table): place(table, followedBy: Self.height(of: parts[(index + 1)...].prefix(2)))
            }
        }
    }

    private enum Part {
        case whole(any MeasuredBlock)
        case table(MeasuredTable)
    }

    private static func height(of parts: ArraySlice<Part>) -> Double {
        parts.reduce(0) { sum, part in
            if case .whole(let block) = part { sum + block.height_pt } else { sum }
        }
    }

    private mutating func place(_ block: some MeasuredBlock) {
        if y + block.height_pt > Self.bottom_pt, y > Self.top_pt { turn() }
        // A gap is for what stands above it.
        if block is MeasuredGap, y == Self.top_pt { return }
        pages[pages.count - 1].append(Placement(block: block, y: y))
        y += block.height_pt
    }

    /// Row by row; the last one waits for what follows the table, so that sums never stand on a page alone.
    private mutating func place(_ table: MeasuredTable, followedBy following_pt: Double) {
        var start = 0
        var height = table.head.height_pt
        func part(to end: Int) -> TablePart { TablePart(table: table, rows: start..<end) }
        for (index, row) in table.rows.enumerated() {
            let isLast = index == table.rows.count - 1
            let room = Self.bottom_pt - y - height
            let isFirstOfPage = index == start
            if row.height_pt + (isLast ? following_pt : 0) > room, !isFirstOfPage || y > Self.top_pt {
                if !isFirstOfPage { place(part(to: index)) }
                turn()
                start = index
                height = table.head.height_pt
            }
            height += row.height_pt
        }
        place(part(to: table.rows.count))
    }

    private mutating func turn() {
        pages.append([])
        y = Self.top_pt
    }
}
