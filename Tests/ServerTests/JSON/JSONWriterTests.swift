import Foundation
import NIOCore
import Testing

@testable import Server

struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return String(buffer: json.buffer)
    }

    @Test func `members and elements are separated by commas at every depth`() {
        let text = written { json in
            json.object { json in
                json.field("a", 1)
                json.key("b")
                json.array([1, 2]) { json, number in json.object { $0.field("n", number) } }
                json.key("c")
                json.object { _ in }
                json.field("d", String?.none)
                json.field("e", true)
            }
        }
        #expect(text == #"{"a":1,"b":[{"n":1},{"n":2}],"c":{},"d":null,"e":true}"#)
    }

    @Test(arguments: [
        "plain", "quote \" backslash \\ slash /", "line\nfeed\ttab\r", "\u{0}\u{1}\u{1F}\u{7F}", "அண்ணா நகர்",
        "emoji 👩‍🔧", "\u{2028}", "", String(repeating: "\"", count: 1000),
    ])
    func `any text comes back from a JSON parser as it was`(text: String) throws {
        let json = written { $0.array([text]) { $0.value($1) } }
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
    }

    @Test(arguments: [
        (0.0, 1, "0.0"), (1432.6, 1, "1432.6"), (1432.65001, 1, "1432.7"), (-0.04, 1, "0.0"), (-12.35, 1, "-12.4"),
        (13.0836939, 7, "13.0836939"), (80.2, 7, "80.2000000"), (0.0000001, 7, "0.0000001"), (999.96, 1, "1000.0"),
        (5, 0, "5"), (123_456_789.123, 3, "123456789.123"),
    ])
    func `a number is rounded to exactly its decimals`(number: Double, decimals: Int, expected: String) {
        #expect(written { $0.value(number, decimals: decimals) } == expected)
    }

    @Test func `random numbers are written as the C library writes them`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let number = Double.random(in: -200...200, using: &generator)
            let text = written { $0.value(number, decimals: 7) }
            #expect(abs(Double(text)! - number) <= 0.5000001e-7)
            #expect(text.split(separator: ".")[1].count == 7)
        }
    }

    @Test(arguments: [0, -1, 7, Int64.max, Int64.min])
    func `whole numbers keep all their digits`(number: Int64) {
        #expect(written { $0.value(number) } == String(number))
    }
}
