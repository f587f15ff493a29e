import Documents
import Foundation
import TestSupport
import Testing

struct DocumentPageTests {
    @Test(arguments: [1, 20, 27, 28, 29, 30, 31, 60, 200])
    func `a table goes on over pages under its head, each row once`(rows: Int) async throws {
        let sums = Block.totals([.init("Sum", "1.00"), .init("All", "2.00", isMain: true)])
        let paper = Paper(try await Sample.pdf(Sample.document([Sample.table(rows: rows), .gap(12), sums])))
        let pages = try #require(Int(try paper.properties()["Pages"] ?? ""))
        let lines = try paper.lines()
        #expect(lines.count { $0.hasPrefix("Head") } == pages)
        #expect(lines.filter { $0.hasPrefix("row ") }.map { $0.prefix { $0 != "ஒ" } }.count == rows)
        for row in [1, rows / 2 + 1, rows] { #expect(lines.count { $0.hasPrefix("row \(row) ") } == 1, "\(row)") }
        #expect(
            lines.filter { $0.contains("Page ") }.count == pages
                && lines.last?.contains("Page \(pages) of \(pages)") == true)
        if pages > 1 {
            // The sums have a row with them.
            let last = try #require(lines.lastIndex { $0.hasPrefix("Head") })
            #expect(lines[last...].contains { $0.hasPrefix("row \(rows) ") } && lines[last...].contains("Sum 1.00"))
        }
    }

    @Test func `what doesn't fit on a page any more begins the next`() async throws {
        let pdf = try await Sample.pdf(
            Sample.document([
                .gap(720), .text("below", TextStyle()), .columns([.init([.gap(50), .text("next", TextStyle())])]),
            ]))
        #expect(try Paper(pdf).properties()["Pages"] == "2")
    }

    @Test func `structure, language and title are in the file`() async throws {
        let document = Sample.document(
            [
                .title("வரி விலைப்பட்டியல்", TextStyle(size_pt: 18)), .heading("Who", TextStyle()),
                .facts(.init([("Number", "1")], labelWidth_pt: 80)), Sample.table(rows: 70),
                .totals([.init("All", "2.00")]), .code(try #require(QRCode("A")), module_pt: 2),
            ], language: "ta", title: "வரி விலைப்பட்டியல் 26-27/000001")
        let pdf = try await Sample.pdf(document)
        let properties = try Paper(pdf).properties()
        #expect(properties["Tagged"] == "yes" && properties["Title"] == "வரி விலைப்பட்டியல் 26-27/000001")
        #expect(properties["Author"] == "Istri" && properties["Page size"]?.hasSuffix("(A4)") == true)
        #expect(String(decoding: pdf, as: UTF8.self).contains("/Lang (ta)"))
        let structure = try Paper(pdf).structure().map { $0.trimmingCharacters(in: .whitespaces) }
        for element in ["Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure"] {
            #expect(structure.contains { $0 == element || $0.hasPrefix(element + " ") }, "\(element)")
        }
        // One over all pages, and the sums.
        #expect(structure.count { $0.hasPrefix("Table") } == 2)
    }

    @Test func `the same document is the same bytes, also drawn beside others`() async throws {
        let document = Sample.document([Sample.table(rows: 40)], language: "ta")
        let expected = try await Sample.pdf(document)
        let renderer = try DocumentRenderer(presses: 3)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await renderer.pdf(number % 2 == 0 ? document : Sample.document([Sample.table(rows: number)]))
                }
            }
            var same = 0
            for try await pdf in group where pdf == expected { same += 1 }
            #expect(same == 20)
        }
    }

    @Test func `a code on paper is read by another program`() async throws {
        let text = "Istri\ntax_invoice\n26-27/000001\n30-11-2026\n33AAACH7409R1Z8\nINR 450.00\nAB12CD34"
        let pdf = try await Sample.pdf(Sample.document([.code(try #require(QRCode(text)), module_pt: 2)]))
        #expect(try Paper(pdf).picture(dotsPerInch: 150).code() == "QR-Code:" + text)
    }
}
