import CQRencode

/// A QR code (ISO/IEC 18004) to be drawn as one SVG path: dark modules on a light ground, in both themes, since few
/// readers know it the other way round.
package struct QRCode: Sendable {
    /// What a reader needs around it, in modules.
    package static let quietZone = 4

    /// Modules along a side, without the quiet zone.
    package let width: Int
    private let darkModules: [Bool]

    /// As readable as a code of its size can be when 15 % of it are dirty or glaring (level M).
    ///
    /// - Returns: Nil when the text is empty or longer than a code holds (2,331 bytes).
    package init?(_ text: String) {
        // The smallest version that holds it; bytes as they are, which readers take for UTF-8.
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        // The lowest bit is the colour; the others say what a module is for.
        darkModules = (0..<width * width).map { code.pointee.data[$0] & 1 == 1 }
    }

    package func isDark(column: Int, row: Int) -> Bool { darkModules[row * width + column] }

    /// Modules along a side of the drawing, the quiet zone included: its `viewBox` is `0 0 side side`.
    package var side: Int { width + 2 * Self.quietZone }

    /// Each run of dark modules in a row as a rectangle, in modules.
    package var path: String {
        darkRuns.map { row, run in
            "M\(run.lowerBound + Self.quietZone) \(row + Self.quietZone)h\(run.count)v1h-\(run.count)z"
        }.joined()
    }

    /// The dark modules as rectangles: runs in a row, those that are the same in rows below each other as one.
    var darkRectangles: [(columns: Range<Int>, rows: Range<Int>)] {
        var rectangles: [(columns: Range<Int>, rows: Range<Int>)] = []
        var open: [Range<Int>: Int] = [:]
        for row in 0..<width {
            var stillOpen: [Range<Int>: Int] = [:]
            for run in runs(in: row) {
                if let known = open[run] {
                    rectangles[known].rows = rectangles[known].rows.lowerBound..<row + 1
                    stillOpen[run] = known
                } else {
                    stillOpen[run] = rectangles.count
                    rectangles.append((run, row..<row + 1))
                }
            }
            open = stillOpen
        }
        return rectangles
    }

    /// The columns of each run of dark modules, row by row.
    private var darkRuns: [(row: Int, columns: Range<Int>)] {
        (0..<width).flatMap { row in runs(in: row).map { (row, $0) } }
    }

    private func runs(in row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for column in 0..<width where isDark(column: column, row: row) {
            if let last = runs.last, last.upperBound == column {
                runs[runs.count - 1] = last.lowerBound..<column + 1
            } else {
                runs.append(column..<column + 1)
            }
        }
        return runs
    }
}
