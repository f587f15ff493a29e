import Foundation
import Testing

@testable import Server

/// Of Bootstrap only a selection is served (`deploy/assets/bootstrap_subset.py`), so a class that isn't in it would do
/// nothing, and nobody would be told.
struct StyleClassesTests {
    @Test func `every class that a template names has a rule in a style sheet`() throws {
        let known = try Self.styledClasses()
        #expect(known.count > 300)
        for (template, name) in try Self.templateClasses() where !name.hasPrefix("js-") {
            // What the model completes, as `badge-state--{{state}}`, is looked up by its beginning.
            let isStyled = name.hasSuffix("-") ? known.contains { $0.hasPrefix(name) } : known.contains(name)
            #expect(isStyled, "\(template): no style sheet has a rule for '\(name)'")
        }
    }

    /// It stands twice, for those who chose it and for those whose device is dark; browser tests see the second alone.
    @Test(arguments: ["css/istri.css", "css/map-colours.css"])
    func `the dark that somebody chose is the device's own`(name: String) throws {
        let url = SiteFolder.bundled.url.appending(path: "public/\(name)")
        let css = try String(contentsOf: url, encoding: .utf8)
        let chosen = try #require(css.firstMatch(of: /:root\[data-bs-theme="dark"\] \{([^}]*)\}/)?.1)
        let device = try #require(css.firstMatch(of: /:root:not\(\[data-bs-theme\]\) \{([^}]*)\}/)?.1)
        #expect(chosen.split(whereSeparator: \.isWhitespace) == device.split(whereSeparator: \.isWhitespace))
    }

    private static func styledClasses() throws -> Set<String> {
        var classes: Set<String> = []
        for file in try SiteFolder.bundled.files(in: "public", extensions: ["css"]) {
            let css = try String(contentsOf: file.url, encoding: .utf8).replacing(/"[^"]*"|\/\*[\s\S]*?\*\//, with: "")
            classes.formUnion(css.matches(of: /\.(-?[A-Za-z_][\w-]*)/).map { String($0.1) })
        }
        return classes
    }

    private static func templateClasses() throws -> [(template: String, name: String)] {
        try SiteFolder.bundled.files(in: "templates", extensions: ["mustache"]).flatMap { file in
            let text = try String(contentsOf: file.url, encoding: .utf8)
                .replacing(/\{\{[#^\/$<>][^}]*\}\}/, with: " ").replacing(/\{\{[^}]*\}\}/, with: "")
            return text.matches(of: /\sclass="([^"]*)"/).flatMap { match in
                match.1.split(whereSeparator: \.isWhitespace).map { (file.path, String($0)) }
            }
        }
    }
}
