import Foundation
import Marketplace
import SystemPackage
import TestSupport
import Testing

@testable import Server

/// Words, templates and files are read once at the start, and what is wrong with them shows there.
struct SiteTests {
    @Test func `what the program brings along is whole`() throws { try Site.check() }

    @Test func `a word that one language lacks stops the start`() throws {
        let site = try MadeUpSite()
        try site.write("translations/en/frame.json", #"{"frame.a": "A", "frame.b": "B {{n}}"}"#)
        try site.write("translations/ta/frame.json", #"{"frame.a": "அ"}"#)
        #expect(site.refusal == "The translations in 'ta' lack 'frame.b'.")
        try site.write("translations/ta/frame.json", #"{"frame.a": "அ", "frame.b": "ஆ"}"#)
        #expect(site.refusal == "The translations of 'frame.b' don't have the same {{names}}.")
        try site.write("translations/ta/frame.json", #"{"frame.a": "அ", "other.b": "ஆ"}"#)
        #expect(site.refusal?.contains("must begin with 'frame.'") == true)
        try site.write("translations/ta/frame.json", "{")
        #expect(site.refusal?.hasPrefix("translations/ta/frame.json is not a JSON object of texts") == true)
    }

    @Test(arguments: [
        ("{{t:frame.nothing}}", "there is no translation 'frame.nothing'"),
        ("{{asset:css/none.css}}", "there is no file 'public/css/none.css'"),
        ("{{asset:vendor/ol.js}}", "there is no file 'public/vendor/ol.js'; `make setup` fetches it, then build again"),
        ("{{> partials/none}}", "there is no template 'partials/none'"),
        ("{{<none}}{{/none}}", "there is no template 'none'"),
        ("{{{name}}}", "text must be escaped: no {{{ }}} and no {{& }}"),
        ("{{& name}}", "text must be escaped: no {{{ }}} and no {{& }}"),
    ])
    func `a template that names what isn't there, or doesn't escape, stops the start`(
        template: String, reason: String
    ) throws {
        let site = try MadeUpSite()
        try site.write("templates/a/page.mustache", template)
        #expect(
            site.refusal
                == "templates/a/page.mustache.mustache: \(reason).".replacing(".mustache.mustache", with: ".mustache"))
    }

    @Test func `what Mustache can't read stops the start, with the line`() throws {
        let site = try MadeUpSite()
        try site.write("templates/page.mustache", "one\n{{#open}}\n")
        #expect(site.refusal?.hasPrefix("templates/page.mustache, line ") == true)
    }

    @Test func `words are escaped and may have values of the page in them, which are escaped too`() throws {
        let site = try MadeUpSite()
        try site.write("translations/en/frame.json", #"{"frame.a": "Salt & <b> for {{name}}"}"#)
        try site.write("translations/ta/frame.json", #"{"frame.a": "{{name}}"}"#)
        try site.write("templates/page.mustache", "  <p title=\"{{t:frame.a}}\">\n  {{ t:frame.a }}</p>\n")
        let html = try site.site()[.english].render("page", ["name": "<script>'\"&"])
        let said = "Salt &amp; &lt;b&gt; for &lt;script&gt;&#39;&quot;&amp;"
        #expect(html == "<p title=\"\(said)\">\n\(said)</p>")
        #expect(throws: SiteError.self) { try site.site()[.english].render("none", [:]) }
    }

    @Test func `every word that the program names is there`() throws {
        let words = Set(try Translations(.bundled)[.english].texts.keys)
        let folder = Checkout.folder.appending("Sources/Server/Pages")
        let files = try #require(FileManager.default.enumerator(atPath: folder.string))
        var count = 0
        for case let file as String in files where file.hasSuffix(".swift") {
            let source = try String(contentsOfFile: folder.appending(file).string, encoding: .utf8)
            for match in source.matches(of: /\.text\(\s*"([a-z_]+\.[a-z_.0-9]+)"/) {
                count += 1
                #expect(words.contains(String(match.1)), "\(file) names \(match.1)")
            }
            for match in source.matches(of: /done: "([a-z_]+)\.([a-z_]+)"/) {
                count += 1
                #expect(words.contains("\(match.1).done.\(match.2)"), "\(file) names \(match.1).done.\(match.2)")
            }
        }
        #expect(count > 10)
    }

    @Test func `every code of an error has words`() throws {
        let words = Set(try Translations(.bundled)[.english].texts.keys)
        let codes = try ErrorCodes.all()
        #expect(codes.count > 70 && codes.isSuperset(of: ["not_found", "busy", "csrf", "no_second_factor"]))
        for code in codes.sorted() { #expect(words.contains("errors.\(code)"), "\(code)") }
    }

    @Test func `the words that name a rule's number name the right one`() throws {
        for language in Language.allCases {
            let words = try Translations(.bundled)[language]
            let least = String(PasswordRules.length.lowerBound)
            #expect(words.text("errors.password_too_short").contains(least))
            #expect(words.text("accounts.field.new_password.hint").contains(least))
        }
    }

    @Test func `Tamil words are Tamil`() throws {
        // Written as they are everywhere: the other language's own name, and what stands on papers.
        let foreign: Set<String> = ["English", "GSTIN", "CGST", "SGST", "IGST", "TDS (194-O)", "UPI"]
        for (key, text) in try Translations(.bundled)[.tamil].texts where !foreign.contains(text) {
            let isTamil = text.unicodeScalars.contains { (0x0B80...0x0BFF).contains($0.value) }
            let said = text.replacing(/\{+[^}]*\}+/, with: "")
            #expect(isTamil || !said.contains(/[A-Za-z]{2}/), "\(key): \(text)")
        }
    }
}

/// The stable codes of errors, as the program's text has them.
enum ErrorCodes {
    static func all() throws -> Set<String> {
        let folder = Checkout.folder.appending("Sources/Server")
        var codes: Set<String> = []
        let files = FileManager.default.enumerator(atPath: folder.string)
        while let file = files?.nextObject() as? String {
            guard file.hasSuffix(".swift") else { continue }
            // A form's field has words of its own.
            let source = try String(contentsOfFile: folder.appending(file).string, encoding: .utf8)
                .replacing(/FormProblem\([^)]*\)/, with: "")
            let first = source.matches(of: /Problem\(\s*\.[a-zA-Z]+,\s*"([a-z_]+)"/).map(\.1)
            let named = source.matches(of: /code: "([a-z_]+)"/).map(\.1)
            let called = source.matches(of: /(?:retryLater|taken)\(\s*"([a-z_]+)"/).map(\.1)
            let chosen =
                file.hasPrefix("ErrorResponses/") ? source.matches(of: /: "([a-z]+(?:_[a-z]+)+)"\n/).map(\.1) : []
            codes.formUnion((first + named + called + chosen).map(String.init))
        }
        return codes
    }
}

/// A folder of pages that a test makes up.
final class MadeUpSite {
    let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)")

    init() throws {
        for language in Language.allCases { try write("translations/\(language.rawValue)/frame.json", "{}") }
        try write("public/css/a.css", "a{}")
        try write("templates/layout.mustache", "<html></html>")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ path: String, _ text: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func assets() throws -> PageAssets { try PageAssets(SiteFolder(url: folder)) }

    func site() throws -> Site { try Site(SiteFolder(url: folder)) }

    /// Why the server doesn't start.
    var refusal: String? {
        do {
            _ = try site()
            return nil
        } catch { return "\(error)" }
    }
}
