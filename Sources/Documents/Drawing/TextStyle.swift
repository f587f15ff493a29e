/// How a text looks.
package struct TextStyle: Hashable, Sendable {
    package enum Alignment: Sendable { case leading, center, trailing }

    package var size_pt: Double
    package var isBold: Bool
    package var ink: Ink
    package var alignment: Alignment

    package init(size_pt: Double = 9, bold: Bool = false, ink: Ink = .text, alignment: Alignment = .leading) {
        self.size_pt = size_pt
        isBold = bold
        self.ink = ink
        self.alignment = alignment
    }

    func aligned(_ alignment: Alignment) -> TextStyle {
        var style = self
        style.alignment = alignment
        return style
    }
}
