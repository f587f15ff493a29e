import CPangoCairo

/// Pages of A4 that become a PDF. Positions are in points from the upper left corner.
final class PDFCanvas {
    static let width_pt = 595.276
    static let height_pt = 841.89

    private let surface: OpaquePointer?
    private let context: OpaquePointer?
    private let output = Output()

    private final class Output {
        var bytes: [UInt8] = []
    }

    init(_ properties: DocumentProperties) {
        output.bytes.reserveCapacity(65_536)
        surface = cairo_pdf_surface_create_for_stream(
            { output, data, count in
                guard let output, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Output>.fromOpaque(output).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(output).toOpaque(), Self.width_pt, Self.height_pt)
        context = cairo_create(surface)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, properties.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, properties.author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Istri")
        // Not the time of drawing: the same document is the same bytes.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, properties.createdAt)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// What `body` draws is an element of the document's structure (ISO 32000-1, 14.8.4), which readers of screens and
    /// whoever copies text go by. What is drawn outside of any is decoration to them.
    func tagged(_ role: Role, _ body: () -> Void) {
        open(role)
        body()
        close(role)
    }

    func open(_ role: Role) { cairo_tag_begin(context, role.rawValue, "") }
    func close(_ role: Role) { cairo_tag_end(context, role.rawValue) }

    func draw(_ text: TextLayout, x: Double, y: Double) {
        use(text.ink)
        cairo_move_to(context, x, y)
        pango_cairo_show_layout(context, text.layout)
    }

    func fill(x: Double, y: Double, width: Double, height: Double, _ ink: Ink) {
        use(ink)
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    func fillRounded(x: Double, y: Double, width: Double, height: Double, radius: Double, _ ink: Ink) {
        use(ink)
        cairo_new_sub_path(context)
        cairo_arc(context, x + width - radius, y + radius, radius, -.pi / 2, 0)
        cairo_arc(context, x + width - radius, y + height - radius, radius, 0, .pi / 2)
        cairo_arc(context, x + radius, y + height - radius, radius, .pi / 2, .pi)
        cairo_arc(context, x + radius, y + radius, radius, .pi, 3 * .pi / 2)
        cairo_close_path(context)
        cairo_fill(context)
    }

    func line(fromX x: Double, toX end: Double, y: Double, width: Double = 0.6, _ ink: Ink = .line) {
        use(ink)
        cairo_set_line_width(context, width)
        cairo_move_to(context, x, y)
        cairo_line_to(context, end, y)
        cairo_stroke(context)
    }

    /// The code with its quiet zone, as vectors: sharp at any size.
    ///
    /// - Parameter module: The side of one.
    func draw(_ code: QRCode, x: Double, y: Double, module: Double) {
        let side = Double(code.side) * module
        fill(x: x, y: y, width: side, height: side, Ink(0xffffff))
        use(Ink(0x000000))
        for (columns, rows) in code.darkRectangles {
            cairo_rectangle(
                context, x + Double(columns.lowerBound + QRCode.quietZone) * module,
                y + Double(rows.lowerBound + QRCode.quietZone) * module, Double(columns.count) * module,
                Double(rows.count) * module)
        }
        cairo_fill(context)
    }

    func nextPage() { cairo_show_page(context) }

    /// Ends the document; nothing can be drawn any more.
    func finish() throws(DocumentError) -> [UInt8] {
        let status = cairo_status(context)
        cairo_surface_finish(surface)
        for status in [status, cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw .drawing(String(cString: cairo_status_to_string(status)))
        }
        return output.bytes
    }

    private func use(_ ink: Ink) { cairo_set_source_rgb(context, ink.red, ink.green, ink.blue) }

    enum Role: String {
        case document = "Document"
        case section = "Sect"
        case title = "H1"
        case heading = "H2"
        case paragraph = "P"
        case table = "Table"
        case row = "TR"
        case headCell = "TH"
        case cell = "TD"
        case figure = "Figure"
    }
}
