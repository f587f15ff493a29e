import CPangoCairo

/// The fonts of one renderer: Noto Sans, and for Tamil Noto Sans Tamil, as fontconfig finds them; and texts that were
/// set with them.
///
/// Pango is safe on several threads as long as each object is used by one at a time, so every renderer has its own.
final class FontSource {
    static let families = ["Noto Sans", "Noto Sans Tamil"]
    /// The words of a form come again with each document, so what was set once is kept.
    private static let mostKept = 1000

    /// Of all texts: no hyphens where a word is broken, for they would be copied out with it.
    let attributes: OpaquePointer
    private let map: UnsafeMutablePointer<PangoFontMap>
    /// One for each language: what was set in one stays as it is while another is used.
    private var contexts: [String: OpaquePointer] = [:]
    private var context: OpaquePointer
    private var language = ""
    private var descriptions: [FontKey: OpaquePointer] = [:]
    private var kept: [TextKey: TextLayout] = [:]

    private struct FontKey: Hashable {
        let size_pt: Double
        let isBold: Bool
    }

    private struct TextKey: Hashable {
        let text: String
        let style: TextStyle
        let width_pt: Double?
        let language: String
    }

    /// - Throws: `DocumentError.missingFonts`
    init() throws(DocumentError) {
        guard let map = pango_cairo_font_map_new() else { throw .drawing("there is no font map") }
        let missing = Self.families.filter { pango_font_map_get_family(map, $0) == nil }
        guard missing.isEmpty, let context = Self.context(of: map, language: ""),
            let attributes = pango_attr_list_new()
        else {
            g_object_unref(map)
            throw missing.isEmpty ? .drawing("there is no text context") : .missingFonts(missing)
        }
        self.map = map
        self.context = context
        contexts[""] = context
        self.attributes = attributes
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
    }

    deinit {
        kept = [:]
        for description in descriptions.values { pango_font_description_free(description) }
        pango_attr_list_unref(attributes)
        for context in contexts.values { g_object_unref(UnsafeMutableRawPointer(context)) }
        g_object_unref(map)
    }

    /// - Parameter language: Of what is set from now on, as in `ta`; it decides between forms of a letter.
    func use(language: String) {
        self.language = language
        if let known = contexts[language] {
            context = known
        } else if let made = Self.context(of: map, language: language) {
            contexts[language] = made
            context = made
        }
    }

    /// - Parameter width_pt: See `TextLayout`.
    func layout(_ text: String, _ style: TextStyle, width_pt: Double?) -> TextLayout {
        let key = TextKey(text: text, style: style, width_pt: width_pt, language: language)
        if let known = kept[key] { return known }
        if kept.count >= Self.mostKept { kept = [:] }
        let made = TextLayout(text, style, width_pt: width_pt, self, context)
        kept[key] = made
        return made
    }

    /// Belongs to the source.
    func description(of style: TextStyle) -> OpaquePointer? {
        let key = FontKey(size_pt: style.size_pt, isBold: style.isBold)
        if let known = descriptions[key] { return known }
        let made = pango_font_description_new()
        pango_font_description_set_family(made, Self.families.joined(separator: ","))
        pango_font_description_set_absolute_size(made, style.size_pt * Double(PANGO_SCALE))
        pango_font_description_set_weight(made, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        descriptions[key] = made
        return made
    }

    private static func context(
        of map: UnsafeMutablePointer<PangoFontMap>, language: String
    ) -> OpaquePointer? {
        guard let context = pango_font_map_create_context(map) else { return nil }
        if !language.isEmpty { pango_context_set_language(context, pango_language_from_string(language)) }
        // A point of ours is one of the document's; glyphs stand where the font says, whatever the pixels of a screen.
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        return context
    }
}
