import CPangoCairo

/// A text that has been shaped and broken into lines.
final class TextLayout {
    let width_pt: Double
    let height_pt: Double
    /// From the top to the first line's baseline.
    let baseline_pt: Double
    let ink: Ink
    let layout: OpaquePointer

    /// - Parameter width_pt: Lines are broken there, between words and where a word is longer within it; nil: never.
    init(_ text: String, _ style: TextStyle, width_pt: Double?, _ fonts: FontSource, _ context: OpaquePointer) {
        guard let layout = pango_layout_new(context) else { preconditionFailure("Pango is out of memory") }
        self.layout = layout
        ink = style.ink
        let scale = Double(PANGO_SCALE)
        var printed = PrintableText.of(text)
        printed.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                pango_layout_set_text(layout, $0.baseAddress, Int32(bytes.count))
            }
        }
        pango_layout_set_font_description(layout, fonts.description(of: style))
        pango_layout_set_attributes(layout, fonts.attributes)
        if let width_pt {
            pango_layout_set_width(layout, Int32(width_pt * scale))
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        }
        pango_layout_set_alignment(layout, style.alignment.ofPango)
        var width: Int32 = 0
        var height: Int32 = 0
        pango_layout_get_size(layout, &width, &height)
        self.width_pt = Double(width) / scale
        height_pt = Double(height) / scale
        baseline_pt = Double(pango_layout_get_baseline(layout)) / scale
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }
}

extension TextStyle.Alignment {
    fileprivate var ofPango: PangoAlignment {
        switch self {
        case .leading: PANGO_ALIGN_LEFT
        case .center: PANGO_ALIGN_CENTER
        case .trailing: PANGO_ALIGN_RIGHT
        }
    }
}
