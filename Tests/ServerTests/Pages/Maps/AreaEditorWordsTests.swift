import Foundation
import Matching
import TestSupport
import Testing

@testable import Server

/// What the area editor's script says of a refusal, for it shows nothing of the server's English.
struct AreaEditorWordsTests {
    private static func words() throws -> String {
        try String(
            contentsOf: SiteFolder.bundled.url.appending(path: "templates/texts/editor.mustache"), encoding: .utf8)
    }

    /// The codes of all refusals of an operation, as the specification lists them.
    private static func codes(_ operation: String) throws -> Set<String> {
        let document = Specification.current.document
        let found = try #require(SpecificationOperation.all(in: document).first { $0.id == operation })
        let refusals = (found.node["responses"]?.members ?? []).filter { $0.name.hasPrefix("4") }
        #expect(refusals.count > 5)
        let codes = refusals.map { refusal in
            let content = refusal.value.resolved(in: document)["content"]?["application/problem+json"]
            return (content?["schema"]?["properties"]?["code"]?["enum"]?.items ?? []).compactMap(\.text)
        }
        for (refusal, named) in zip(refusals, codes) { #expect(!named.isEmpty, "\(operation) \(refusal.name)") }
        return Set(codes.joined())
    }

    @Test(arguments: ["createServiceArea", "replaceServiceArea", "checkGeometry"])
    func `each code that an area may be refused with has words`(operation: String) throws {
        let words = try Self.words()
        for code in try Self.codes(operation).sorted() {
            #expect(words.contains("\"code_\(code)\": \"{{t:"), "\(code)")
        }
    }

    @Test func `each reason why an outline is refused, and each way to mend it, has words`() throws {
        let words = try Self.words()
        for reason in GeometryRefusal.Reason.allCases {
            #expect(words.contains("\"refused_\(reason.rawValue)\": \"{{t:"), "\(reason)")
        }
        for mend in GeometryMend.allCases { #expect(words.contains("\"mended_\(mend.rawValue)\": \"{{t:"), "\(mend)") }
    }
}
