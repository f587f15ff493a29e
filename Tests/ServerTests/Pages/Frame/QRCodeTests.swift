import Documents
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Server

struct QRCodeTests {
    @Test(arguments: [
        "A",
        "otpauth://totp/Istri:someone@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Istri&algorithm=SHA1"
            + "&digits=6&period=30",
        "upi://pay?pa=someone@bank&pn=வேலன்%20Iron&am=450.00&cu=INR",
        String(repeating: "https://istri.example/ ", count: 20),
    ])
    func `another program reads what was drawn`(text: String) throws {
        let code = try #require(QRCode(text))
        #expect(try DrawnQRCode(side: code.side, path: code.path).read() == "QR-Code:" + text)
    }

    @Test func `a quiet zone of four modules stands around it`() throws {
        let code = try #require(QRCode("A"))
        #expect(code.width == 21 && code.side == 29)
        let drawn = try DrawnQRCode(side: code.side, path: code.path)
        for at in 0..<code.side {
            for margin in [0, 1, 2, 3, 25, 26, 27, 28] {
                #expect(!drawn.isDark(column: at, row: margin) && !drawn.isDark(column: margin, row: at))
            }
        }
        // The corner of a finder pattern.
        #expect(drawn.isDark(column: 4, row: 4) && drawn.isDark(column: 10, row: 4) && !drawn.isDark(column: 5, row: 5))
    }

    @Test func `what it can't hold is no code`() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "a", count: 2331)) != nil)
        #expect(QRCode(String(repeating: "a", count: 2332)) == nil)
    }

    @Test func `a damaged picture is not read`() throws {
        let code = try #require(QRCode("A"))
        let half = code.path.split(separator: "M").prefix(60).map { "M" + $0 }.joined()
        #expect(try DrawnQRCode(side: code.side, path: half).read() != "QR-Code:A")
    }
}

/// A QR code as a page draws it, in black and white.
struct DrawnQRCode {
    let side: Int
    private var darkSpots: Set<[Int]> = []

    /// - Parameter path: As `QRCode.path` writes it: rectangles of one module's height.
    init(side: Int, path: String) throws {
        self.side = side
        let rectangles = path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/)
        try #require(rectangles.map { $0.0.count }.reduce(0, +) == path.count, "the path has something else in it")
        for match in rectangles {
            try #require(match.3 == match.4)
            let (column, row, length) = (try Self.number(match.1), try Self.number(match.2), try Self.number(match.3))
            for offset in 0..<length { darkSpots.insert([column + offset, row]) }
        }
    }

    /// The first one of a page.
    init(in html: String) throws {
        let picture = try #require(
            html.firstMatch(of: /<svg class="qr"[^>]*viewBox="0 0 (\d+) \d+"[^>]*>.*?class="qr__modules" d="([^"]*)"/))
        try self.init(side: try Self.number(picture.1), path: String(picture.2))
    }

    func isDark(column: Int, row: Int) -> Bool { darkSpots.contains([column, row]) }

    /// What ZBar reads, with the kind of code before it; its complaint when it can't.
    func read(moduleWidth_px: Int = 4) throws -> String {
        let script = Checkout.folder.pushing("Tests/ServerTests/Pages/Frame/read_qr.py").string
        let (_, output) = try ServerKeys.run("python3", [script], input: picture(moduleWidth_px))
        return output.trimmingCharacters(in: .newlines)
    }

    private func picture(_ width_px: Int) -> String {
        let rows = (0..<side).map { row in
            (0..<side).map { column in
                Array(repeating: isDark(column: column, row: row) ? "0" : "1", count: width_px).joined(separator: " ")
            }.joined(separator: " ")
        }
        let pixels = rows.flatMap { Array(repeating: $0, count: width_px) }.joined(separator: "\n")
        return "P2\n\(side * width_px) \(side * width_px)\n1\n\(pixels)\n"
    }

    private static func number(_ text: Substring) throws -> Int { try #require(Int(text)) }
}
