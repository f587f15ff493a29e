import Matching
import Testing

struct PincodeTests {
    @Test(arguments: [("600001", 600_001), ("100000", 100_000), ("999999", 999_999)])
    func `six ASCII digits are a pincode`(text: String, number: Int32) {
        #expect(Pincode(text)?.number == number)
        #expect(Pincode(text)?.description == text)
    }

    @Test(arguments: [
        "", "60000", "6000011", "000001", "600 001", " 600001", "600001\n", "60000a", "+60001", "-60001", "6e0001",
        "௬௦௦௦௦௧", "６００００１", "٦٠٠٠٠١", "600001\0",
    ])
    func `anything else is not`(text: String) {
        #expect(Pincode(text) == nil)
    }

    @Test(arguments: ["600001", "600 001", " 600001 ", "6 0 0 0 0 1", "600\u{A0}001", "௬௦௦௦௦௧", "௬௦௦ ௦௦௧", "6௦௦001"])
    func `typed with spaces and Tamil digits it is the same pincode`(text: String) {
        #expect(Pincode(typed: text)?.number == 600_001)
    }

    @Test(arguments: ["", "   ", "60000", "6000011", "௦௦௦௦௦௧", "600-001", "600001,", "６００００１", "௰௦௦௦௦௧"])
    func `typed wrong it is none`(text: String) {
        #expect(Pincode(typed: text) == nil)
    }

    @Test func `numbers without six digits are not pincodes`() {
        #expect(Pincode(99_999) == nil)
        #expect(Pincode(1_000_000) == nil)
        #expect(Pincode(Int32.min) == nil)
        #expect(Pincode(600_001) == Pincode("600001"))
    }
}

struct GeoPointTests {
    @Test(arguments: [
        (91, 0), (-90.000001, 0), (0, 180.5), (0, -181), (.nan, 80), (13, .nan), (.infinity, 80), (13, -.infinity),
    ])
    func `a point off the Earth is refused`(lat: Double, lng: Double) {
        #expect(GeoPoint(lat: lat, lng: lng) == nil)
    }

    @Test func `the poles and the date line are points`() {
        #expect(GeoPoint(lat: 90, lng: 180) != nil)
        #expect(GeoPoint(lat: -90, lng: -180) != nil)
    }
}
