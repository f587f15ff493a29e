/// What of a text can stand on paper.
package enum PrintableText {
    /// Without what has no place in print: pictographs (a name's emoji; they would be boxes, or pictures of another
    /// font), and characters that steer how others are shown. The joiners of Indic scripts stay.
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !$0.isPrintable }) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isPrintable {
                kept.append(scalar)
            } else if scalar.properties.isWhitespace {
                kept.append(" ")
            }
        }
        return String(kept).split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}

extension Unicode.Scalar {
    private static let nonJoiner: Unicode.Scalar = "\u{200C}"
    private static let joiner: Unicode.Scalar = "\u{200D}"

    fileprivate var isPrintable: Bool {
        if value < 0x7f { return value >= 0x20 || self == "\n" }
        // Tamil, and the punctuation around it.
        if (0x0b80...0x0bff).contains(value) { return true }
        switch properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        case .format: return self == Self.joiner || self == Self.nonJoiner
        // Variation selectors and the keycap's frame are marks without a base once the emoji is gone.
        case .nonspacingMark, .enclosingMark: return !(0xfe00...0xfe0f).contains(value) && value != 0x20e3
        default:
            return !properties.isEmojiPresentation && !properties.isEmojiModifier
                && !(properties.isEmoji && value >= 0x2190)
        }
    }
}
