/// The Department of Posts' address code for a cell of about 3.8 m, as in 39J-49L-L8T4.
///
/// Ten letters, each naming one of 4 x 4 parts of the cell before; the first cell is 2.5-38.5 N,
/// 63.5-99.5 E (DIGIPIN technical document, March 2025).
package struct Digipin: Hashable, Sendable {
    /// Ten letters, upper case, without hyphens.
    package let code: String

    /// The cell that `point` lies in; a point on a line between cells belongs to the northern or
    /// eastern one. Nil outside the first cell, whose border belongs to it.
    package init?(containing point: GeoPoint) {
        var cell = Cell.first
        guard cell.contains(point) else { return nil }
        var code = ""
        for _ in 0..<Self.length {
            let (row, column) = cell.part(containing: point)
            code.append(Self.letters[row * 4 + column])
            cell = cell.part(row: row, column: column)
        }
        self.code = code
    }

    /// In any case, with the hyphens of XXX-XXX-XXXX or without any; else nil.
    package init?(_ text: some StringProtocol) {
        // Or ﬀ would become FF.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var letters = text.uppercased()
        let pieces = letters.split(separator: "-", omittingEmptySubsequences: false)
        if pieces.count > 1 {
            guard pieces.map(\.count) == [3, 3, 4] else { return nil }
            letters = pieces.joined()
        }
        guard letters.count == Self.length, letters.allSatisfy(Self.letters.contains) else { return nil }
        code = letters
    }

    /// The middle of the cell.
    package var center: GeoPoint {
        var cell = Cell.first
        for letter in code {
            // A code holds no other letters, by its initializers.
            guard let part = Self.letters.firstIndex(of: letter) else { break }
            cell = cell.part(row: part / 4, column: part % 4)
        }
        return cell.center
    }

    private static let length = 10
    /// By row from the north, within it from the west.
    private static let letters: [Character] = Array("FC98J327K456LMPT")
}

extension Digipin: CustomStringConvertible {
    package var description: String {
        "\(code.prefix(3))-\(code.dropFirst(3).prefix(3))-\(code.suffix(4))"
    }
}

/// A square of degrees. All ten levels' borders are multiples of 9 x 2^-18 and so exact in a Double.
private struct Cell {
    var south: Double
    var west: Double
    var side: Double

    static let first = Cell(south: 2.5, west: 63.5, side: 36)

    var center: GeoPoint {
        guard let point = GeoPoint(lat: south + side / 2, lng: west + side / 2) else {
            preconditionFailure("a part of the first cell is on Earth")
        }
        return point
    }

    func contains(_ point: GeoPoint) -> Bool {
        (south...south + side).contains(point.lat) && (west...west + side).contains(point.lng)
    }

    func part(containing point: GeoPoint) -> (row: Int, column: Int) {
        let north = Int((point.lat - south) / (side / 4))
        let east = Int((point.lng - west) / (side / 4))
        return (row: 3 - min(north, 3), column: min(east, 3))
    }

    func part(row: Int, column: Int) -> Cell {
        let part = side / 4
        return Cell(south: south + part * Double(3 - row), west: west + part * Double(column), side: part)
    }
}
