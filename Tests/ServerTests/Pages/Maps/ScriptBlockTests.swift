import Foundation
import Testing

@testable import Server

/// `templates/maps/*_scripts`: what a page with a map includes.
struct ScriptBlockTests {
    private static let scripts = SiteFolder.bundled.url.appending(path: "public/js")

    /// The names of the blocks, by the file's name.
    private static func blocks() throws -> [String: String] {
        let folder = SiteFolder.bundled.url.appending(path: "templates/maps")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let named = try files.filter { $0.lastPathComponent.hasSuffix("_scripts.mustache") }
            .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
        return Dictionary(uniqueKeysWithValues: named)
    }

    /// All scripts that a script imports, and those that these import.
    private static func imports(of script: String) throws -> Set<String> {
        var found: Set<String> = []
        var waiting = [script]
        while let next = waiting.popLast() {
            let text = try String(contentsOf: scripts.appending(path: next), encoding: .utf8)
            for match in text.matches(of: /(?:from |import\()"(\.{1,2}\/[^"]+)"/) {
                let base = URL(filePath: "/" + next).deletingLastPathComponent()
                let path = String(base.appending(path: String(match.1)).standardizedFileURL.path.dropFirst())
                if found.insert(path).inserted { waiting.append(path) }
            }
        }
        return found
    }

    /// A slow line pays for each script that the browser learns of late.
    @Test func `each block asks at once for all that its script imports, and for nothing else`() throws {
        let blocks = try Self.blocks()
        #expect(blocks.count >= 6)
        for (name, block) in blocks {
            let preloaded = block.matches(of: /modulepreload" href="\{\{asset:js\/([^}]+)\}\}/).map { String($0.1) }
            let entry = try #require(block.firstMatch(of: /type="module" src="\{\{asset:js\/([^}]+)\}\}/)?.1)
            #expect(try Set(preloaded) == Self.imports(of: String(entry)), "\(name)")
        }
    }

    /// By the calls with a fixed key; others are made of a key and a name.
    @Test func `each script has the words that it asks for`() throws {
        for (name, block) in try Self.blocks() {
            let entry = String(try #require(block.firstMatch(of: /type="module" src="\{\{asset:js\/([^}]+)\}\}/)?.1))
            let words = try block.matches(of: /\{\{> texts\/(\w+)\}\}/).map { match in
                try String(
                    contentsOf: SiteFolder.bundled.url.appending(path: "templates/texts/\(match.1).mustache"),
                    encoding: .utf8)
            }.joined()
            for script in try Self.imports(of: entry).union([entry]) {
                let text = try String(contentsOf: Self.scripts.appending(path: script), encoding: .utf8)
                for call in text.matches(of: /(\w*[tT]ext)\("(\w+)"/) where call.1 != "getContext" {
                    #expect(words.contains("\"\(call.2)\": "), "\(name): \(script) asks for \(call.2)")
                }
            }
        }
    }

    /// `deploy/assets/ol_subset.py` leaves out what nobody names.
    @Test func `OpenLayers has what scripts name of it`() throws {
        let library = try String(
            contentsOf: SiteFolder.bundled.url.appending(path: "public/vendor/ol.js"), encoding: .utf8)
        let folder = Self.scripts.appending(path: "staff")
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        var named: Set<String> = []
        for case let file as String in files where file.hasSuffix(".js") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                .replacing(/\/\/ .*/, with: "")
            for match in text.matches(of: /const \{ ([^}]+) \} = ol\.(\w+);/) {
                for name in String(match.1).split(separator: ", ") { named.insert("\(match.2).\(name)") }
            }
            for match in text.matches(of: /\bol((?:\.\w+)+)/) { named.insert(String(match.1.dropFirst())) }
        }
        #expect(named.count > 25)
        for name in named.sorted() {
            #expect(library.contains("VP.\(name)="), "\(name): deploy/assets/ol_subset.py, KEPT")
        }
    }
}
