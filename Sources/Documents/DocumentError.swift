/// Why a document can't be drawn.
package enum DocumentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Fontconfig knows none of these families. Without them Tamil would be boxes, so nothing is drawn.
    case missingFonts([String])
    /// What Cairo says of it.
    case drawing(String)

    package var description: String {
        switch self {
        case .missingFonts(let families):
            "These fonts are missing: \(families.joined(separator: ", ")). Install them (Debian: fonts-noto-core); "
                + "'fc-list' shows the ones there are."
        case .drawing(let reason): "The document can't be drawn: \(reason)"
        }
    }
}
