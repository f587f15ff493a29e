/// A code of digits as a person types it: with spaces between, or in the digits of Tamil.
enum TypedCode {
    /// In ASCII digits and without the spaces; what is no digit stays as it is.
    static func plain(_ text: String) -> String {
        text.compactMap { sign -> String? in
            guard !sign.isWhitespace else { return nil }
            guard let digit = sign.wholeNumberValue else { return String(sign) }
            return String(digit)
        }.joined()
    }
}
