/// A colour of print, by its shares of red, green and blue from 0 to 1.
package struct Ink: Hashable, Sendable {
    let red: Double
    let green: Double
    let blue: Double

    /// - Parameter hex: As in `0x9c2317`.
    init(_ hex: UInt32) {
        red = Double(hex >> 16 & 0xff) / 255
        green = Double(hex >> 8 & 0xff) / 255
        blue = Double(hex & 0xff) / 255
    }

    // The site's colours (Server/Site/public/css/istri.css), on white: paper is what it's printed on.
    package static let text = Ink(0x2b1a12)
    package static let muted = Ink(0x665342)
    package static let accent = Ink(0x8f1d14)
    package static let board = Ink(0xf6c445)
    package static let line = Ink(0xdccdb2)
    package static let shade = Ink(0xfaf3e4)
}
