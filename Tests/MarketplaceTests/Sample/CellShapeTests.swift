import Testing

@testable import Marketplace

@Suite struct CellShapeTests {
    @Test func `a hole and a second part are seen`() {
        var shape = CellShape()
        shape.append(ring: [80, 10, 84, 10, 84, 14, 80, 14, 80, 10])
        shape.append(ring: [81, 11, 81, 13, 83, 13, 83, 11, 81, 11])
        shape.append(ring: [77, 8, 78, 8, 77, 9, 77, 8])
        #expect(shape.contains(SamplePoint(lat: 10.5, lng: 82)))
        #expect(!shape.contains(SamplePoint(lat: 12, lng: 82)))
        #expect(shape.contains(SamplePoint(lat: 8.2, lng: 77.2)))
        #expect(!shape.contains(SamplePoint(lat: 8.9, lng: 77.9)))
        // The same figures the other way round lie outside: latitude and longitude are not mixed up.
        #expect(!shape.contains(SamplePoint(lat: 82, lng: 10.5)))
    }

    @Test func `well-known binary is read`() throws {
        // ST_AsBinary('MULTIPOLYGON(((0 0,1 0,0 1,0 0)))', 'NDR')
        let wkb = bytes(
            "010600000001000000010300000001000000040000000000000000000000000000000000000000000000"
                + "0000f03f00000000000000000000000000000000000000000000f03f00000000000000000000000000000000")
        let shape = try #require(CellShape(wkb: wkb))
        #expect(shape.contains(SamplePoint(lat: 0.2, lng: 0.3)))
        #expect(!shape.contains(SamplePoint(lat: 0.8, lng: 0.8)))
    }

    @Test func `broken well-known binary is refused`() {
        let whole = bytes(
            "0103000000010000000400000000000000000000000000000000000000000000000000f03f"
                + "00000000000000000000000000000000000000000000f03f00000000000000000000000000000000")
        #expect(CellShape(wkb: whole) != nil)
        for length in whole.indices {
            #expect(CellShape(wkb: Array(whole.prefix(length))) == nil)
        }
        #expect(CellShape(wkb: whole + [0]) == nil)
        #expect(CellShape(wkb: [0] + whole.dropFirst()) == nil)
        #expect(CellShape(wkb: bytes("0103000000ffffffff")) == nil)
        #expect(CellShape(wkb: bytes("010300000001000000ffffffff")) == nil)
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
