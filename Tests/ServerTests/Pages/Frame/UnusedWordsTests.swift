import Foundation
import Marketplace
import SystemPackage
import TestSupport
import Testing

@testable import Server

/// What nobody shows needn't be translated.
struct UnusedWordsTests {
    /// Where more than one part of a key is put in by the program, or the key is looked for under what the database says.
    private static let composed = [
        "admin.area_status.", "admin.changed_field.", "admin.count.", "admin.job.", "admin.job_status.",
        "admin.language.", "admin.role.", "admin.status.", "admin.user_status.", "audit.action.", "audit.entity.",
        "messages.consent.", "provider.step.", "reports.cause.", "reports.method.", "reports.received_by.",
        "reports.tax.",
    ]

    @Test func `every word is shown by some page`() throws {
        let named = try NamedWords()
        let keys = try Translations(.bundled)[.english].texts.keys.sorted()
        let unused = keys.filter { key in !named.has(key) && !Self.composed.contains { key.hasPrefix($0) } }
        #expect(keys.count > 1000 && unused.isEmpty, "\(unused)")
        for prefix in Self.composed { #expect(keys.contains { $0.hasPrefix(prefix) }, "\(prefix)") }
        for never in ["bookings.never", "bookings.status", "bookings.field.never.wrong", "admin.never.pending"] {
            #expect(!named.has(never), "\(never)")
        }
    }
}

/// The keys that templates and the pages' Swift name.
private struct NamedWords {
    private var whole: Set<String> = []
    /// What stands before and after the one part that the program puts in.
    private var around: Set<[String]> = []

    init() throws {
        let templates = try Self.texts("Site/templates", suffix: ".mustache")
        whole.formUnion(templates.matches(of: /t:([a-z_.0-9]+)/).map { String($0.1) })
        var pages = try Self.texts("Pages", suffix: ".swift")
        // The words of what was done are named without the `done` in the midst of their keys.
        let done = /done: (?:String \{ )?"((?:[a-z_.0-9]|\\\([^()"]+\))+)"/
        for match in pages.matches(of: done) {
            guard let dot = match.1.firstIndex(of: ".") else { continue }
            note("\(match.1[..<dot]).done\(match.1[dot...])")
        }
        pages = pages.replacing(done, with: "")
        for match in pages.matches(of: /"((?:[a-z_.0-9]|\\\([^()"]+\))+)"/) { note(String(match.1)) }
    }

    private mutating func note(_ literal: String) {
        let parts = literal.split(separator: /\\\([^()"]+\)/, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1 { whole.insert(literal) }
        if parts.count == 2, parts[0].contains(".") { around.insert(parts) }
    }

    func has(_ key: String) -> Bool {
        if whole.contains(key) || isField(key) { return true }
        return around.contains { parts in
            guard key.hasPrefix(parts[0]), key.hasSuffix(parts[1]) else { return false }
            let between = key.dropFirst(parts[0].count).dropLast(parts[1].count)
            return !between.isEmpty && !between.contains(".")
        }
    }

    /// What is wrong with a field that the program reads: `<page>.field.<name>.<code>`.
    private func isField(_ key: String) -> Bool {
        let parts = key.split(separator: ".").map(String.init)
        return parts.count >= 4 && parts[1] == "field" && whole.contains(parts[parts.count - 2])
    }

    private static func texts(_ folder: String, suffix: String) throws -> String {
        let folder = Checkout.folder.appending("Sources/Server").appending(folder)
        var texts: [String] = []
        let files = FileManager.default.enumerator(atPath: folder.string)
        while let file = files?.nextObject() as? String {
            guard file.hasSuffix(suffix) else { continue }
            texts.append(try String(contentsOfFile: folder.appending(file).string, encoding: .utf8))
        }
        #expect(texts.count > 20, "\(folder)")
        return texts.joined(separator: "\n")
    }
}
