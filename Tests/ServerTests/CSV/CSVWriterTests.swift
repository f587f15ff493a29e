import NIOCore
import Testing

@testable import Server

struct CSVWriterTests {
    private func cell(_ text: String?) -> String {
        var csv = CSVWriter(columns: ["a"])
        csv.row { $0.text(text) }
        return String(decoding: csv.buffer.readableBytesView.dropFirst(3).dropLast(2), as: UTF8.self)
    }

    @Test func `rows end with CRLF, the first one has the names`() {
        var csv = CSVWriter(columns: ["id", "name", "lat", "open"])
        csv.row { row in
            row.number(7)
            row.text("Asha's irons")
            row.number(13.08, decimals: 7)
            row.flag(true)
        }
        csv.row { row in
            row.number(Int?.none)
            row.text(nil)
            row.number(nil, decimals: 7)
            row.flag(false)
        }
        #expect(
            String(buffer: csv.buffer) == "id,name,lat,open\r\n7,Asha's irons,13.0800000,true\r\n,,,false\r\n")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("two\r\nlines", "\"two\r\nlines\""), ("இஸ்திரி", "இஸ்திரி"), (" padded ", " padded "), ("", ""),
        ("\",\"", "\"\"\",\"\"\""), ("semi;colon", "semi;colon"),
    ])
    func `what would break a row is quoted`(text: String, written: String) { #expect(cell(text) == written) }

    @Test(arguments: [
        "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1", "\n=1", " =1", "\u{A0}=1", "＝1", "＋A1", "－A1",
        "＠A1", "=HYPERLINK(\"http://x\")", "+91 98400,00001", "-", "+1e5",
    ])
    func `what a spreadsheet would take for a formula is text`(text: String) {
        let written = cell(text)
        #expect(written.hasPrefix("'") || written.hasPrefix("\"'"))
        #expect(written.replacing("\"\"", with: "\"").contains(text))
    }

    @Test(arguments: ["+919840000001", "-12.5", "12", "a=b", "a@example.org", "(=)", "'quoted'", "3-4"])
    func `what is harmless stays as it is`(text: String) { #expect(cell(text) == text) }
}
