/// What a program that shows the document tells of it.
package struct DocumentProperties: Sendable {
    package var title: String
    package var author: String
    /// As in `ta`.
    package var language: String
    /// RFC 3339; it's in the file, so that the same document is the same bytes whenever it's drawn.
    package var createdAt: String

    package init(title: String, author: String, language: String, createdAt: String) {
        self.title = title
        self.author = author
        self.language = language
        self.createdAt = createdAt
    }
}

/// Pages of A4 to be drawn by a `DocumentRenderer`: blocks from the top down, on as many pages as they take.
package struct Document: Sendable {
    package var properties: DocumentProperties
    package var blocks: [Block]
    /// At the foot of each page.
    package var footer: String
    package var pageLabel: @Sendable (_ page: Int, _ pages: Int) -> String

    package init(
        properties: DocumentProperties, blocks: [Block], footer: String,
        pageLabel: @escaping @Sendable (_ page: Int, _ pages: Int) -> String
    ) {
        self.properties = properties
        self.blocks = blocks
        self.footer = footer
        self.pageLabel = pageLabel
    }
}

/// A part of a document. Tables are broken between pages, everything else stays together.
package indirect enum Block: Sendable {
    case title(String, TextStyle)
    case heading(String, TextStyle)
    case text(String, TextStyle)
    case facts(Facts)
    case columns([Column])
    case table(Table)
    case totals([Total])
    /// - Parameter module_pt: The side of a module, whole points: the numbers in the file are short then.
    case code(QRCode, module_pt: Int)
    case gap(_ height_pt: Double)
    case rule

    /// Short labels and what goes with them, one below the other.
    package struct Facts: Sendable {
        package var items: [(label: String, value: String)]
        package var labelWidth_pt: Double
        package var size_pt: Double

        package init(_ items: [(label: String, value: String)], labelWidth_pt: Double, size_pt: Double = 9) {
            self.items = items
            self.labelWidth_pt = labelWidth_pt
            self.size_pt = size_pt
        }
    }

    /// One of those that stand side by side.
    package struct Column: Sendable {
        /// Nil: what the others leave, in equal shares.
        package var width_pt: Double?
        package var blocks: [Block]

        package init(width_pt: Double? = nil, _ blocks: [Block]) {
            self.width_pt = width_pt
            self.blocks = blocks
        }
    }

    package struct Total: Sendable {
        package var label: String
        package var amount: String
        /// The sum, to be seen first.
        package var isMain: Bool

        package init(_ label: String, _ amount: String, isMain: Bool = false) {
            self.label = label
            self.amount = amount
            self.isMain = isMain
        }
    }
}

/// Its head is repeated on each page that it goes on to.
package struct Table: Sendable {
    package struct Column: Sendable {
        package var title: String
        /// Nil: what the others leave; for one column.
        package var width_pt: Double?
        package var alignment: TextStyle.Alignment

        package init(_ title: String, width_pt: Double? = nil, alignment: TextStyle.Alignment = .trailing) {
            self.title = title
            self.width_pt = width_pt
            self.alignment = alignment
        }
    }

    package struct Cell: Sendable {
        package var text: String
        /// In small letters below it.
        package var detail: String?

        package init(_ text: String, detail: String? = nil) {
            self.text = text
            self.detail = detail
        }
    }

    package var columns: [Column]
    package var rows: [[Cell]]

    package init(columns: [Column], rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }
}
