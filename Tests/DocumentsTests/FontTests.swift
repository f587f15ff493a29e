import Documents
import Testing

struct DocumentsFontTests {
    @Test func `a QR code is square`() throws {
        let code = try #require(QRCode("istri"))
        #expect(code.side == code.width + 2 * QRCode.quietZone)
    }
}
