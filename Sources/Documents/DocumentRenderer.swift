import Dispatch
import Synchronization

/// Draws documents on threads of its own, so that the cooperative pool has no part in the work. Safe to share.
package struct DocumentRenderer: Sendable {
    private let presses: [Press]
    private let next = Turn()

    private final class Turn: Sendable {
        let count = Atomic(0)
    }

    /// - Parameter presses: How many documents may be drawn at one time.
    /// - Throws: `DocumentError.missingFonts`
    package init(presses count: Int = 2) throws(DocumentError) {
        var presses: [Press] = []
        for _ in 0..<max(count, 1) { presses.append(try Press()) }
        self.presses = presses
    }

    /// The same bytes for the same document, wherever the same fonts are.
    ///
    /// - Throws: `DocumentError`
    package func pdf(_ document: Document) async throws -> [UInt8] {
        let turn = next.count.wrappingAdd(1, ordering: .relaxed).newValue
        return try await presses[Int(UInt(bitPattern: turn) % UInt(presses.count))].pdf(document)
    }
}

/// One that draws, on a queue of its own: its fonts are used by one thread at a time.
private actor Press {
    private let queue = DrawingQueue()
    private let fonts: FontSource

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init() throws(DocumentError) {
        fonts = try FontSource()
    }

    func pdf(_ document: Document) throws(DocumentError) -> [UInt8] {
        try draw(document, fonts)
    }
}

/// Runs what it is given on threads of Dispatch's, one thing at a time.
private final class DrawingQueue: SerialExecutor {
    private let queue = DispatchQueue(label: "istri.documents")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

private func draw(_ document: Document, _ fonts: FontSource) throws(DocumentError) -> [UInt8] {
    fonts.use(language: document.properties.language)
    let pages = Pages(document, fonts).pages
    let canvas = PDFCanvas(document.properties)
    canvas.open(.document)
    for (index, page) in pages.enumerated() {
        if index == 0 { drawBoard(on: canvas) }
        for placement in page { placement.block.draw(on: canvas, x: Pages.margin_pt, y: placement.y) }
        if index == pages.count - 1 { canvas.close(.document) }
        drawFoot(of: document, page: index + 1, of: pages.count, on: canvas, fonts)
        canvas.nextPage()
    }
    return PDFLanguage.declare(document.properties.language, in: try canvas.finish())
}

/// The edge of a shop's board along the top.
private func drawBoard(on canvas: PDFCanvas) {
    canvas.fill(x: 0, y: 0, width: PDFCanvas.width_pt, height: 11, .board)
    canvas.fill(x: 0, y: 11, width: PDFCanvas.width_pt, height: 2.5, .accent)
}

private func drawFoot(of document: Document, page: Int, of pages: Int, on canvas: PDFCanvas, _ fonts: FontSource) {
    let style = TextStyle(size_pt: 7.5, ink: .muted)
    let y = PDFCanvas.height_pt - Pages.margin_pt - 12
    canvas.line(fromX: Pages.margin_pt, toX: Pages.margin_pt + Pages.width_pt, y: y - 6)
    let label = fonts.layout(document.pageLabel(page, pages), style, width_pt: nil)
    let width = Pages.width_pt - label.width_pt - 20
    canvas.draw(fonts.layout(document.footer, style, width_pt: width), x: Pages.margin_pt, y: y)
    canvas.draw(label, x: Pages.margin_pt + Pages.width_pt - label.width_pt, y: y)
}
