import Testing

@testable import Server

/// Whoever reads the specification sees an answer to every call, and one that it could give.
struct SpecificationExampleTests {
    private let document = Specification.current.document

    private struct Content {
        let place: String
        let type: String
        let node: SpecificationNode

        var examples: [SpecificationNode] {
            (node["example"].map { [$0] } ?? []) + (node["examples"]?.members ?? []).compactMap { $0.value["value"] }
        }
    }

    /// Of all answers in JSON, by the operation and status, or by the name of a shared one.
    private var contents: [Content] {
        let operations = SpecificationOperation.all(in: document).flatMap { operation in
            (operation.node["responses"]?.members ?? []).map { ("\(operation.id) \($0.name)", $0.value) }
        }
        let shared = (document["components"]?["responses"]?.members ?? []).map { ($0.name, $0.value) }
        return (operations + shared).flatMap { place, response in
            (response["content"]?.members ?? []).map { Content(place: place, type: $0.name, node: $0.value) }
        }.filter { $0.type.contains("json") }
    }

    @Test func `every answer in JSON that is no refusal, and every shared refusal, has an example`() {
        let shared = Set((document["components"]?["responses"]?.members ?? []).map(\.name))
        let wanted = contents.filter { content in
            shared.contains(content.place) || content.place.split(separator: " ").last?.hasPrefix("2") == true
        }
        #expect(wanted.count > 80)
        #expect(wanted.filter { $0.examples.isEmpty }.map { "\($0.place) \($0.type)" } == [])
    }

    @Test func `every example fits its schema`() throws {
        let check = SchemaCheck(document: document)
        for content in contents {
            let schema = try #require(content.node["schema"], "\(content.place)")
            for example in content.examples {
                #expect(check.faults(of: example, by: schema) == [], "\(content.place) \(content.type)")
            }
        }
    }

    @Test(arguments: [
        (#"{"required": ["a"]}"#, "{}"), (#"{"properties": {"a": {"type": "integer"}}}"#, #"{"a": 1.5}"#),
        (#"{"items": {"enum": ["x"]}}"#, #"["y"]"#), (#"{"oneOf": [{"type": "null"}, {"minimum": 2}]}"#, "1"),
        (##"{"$ref": "#/known", "properties": {"code": {"enum": ["b"]}}}"##, #"{"code": "a"}"#),
        (##"{"allOf": [{"$ref": "#/known"}]}"##, #"{"code": 1}"#),
        (#"{"additionalProperties": false, "properties": {}}"#, #"{"a": 1}"#),
        (#"{"type": ["string", "null"], "maxLength": 1}"#, #""ab""#), (#"{"format": "date-time"}"#, #""today""#),
        (#"{"maxItems": 1}"#, "[1, 2]"), (#"{"pattern": "^[0-9]{6}$"}"#, #""12345""#),
    ])
    func `what doesn't fit is noticed`(schema: String, value: String) throws {
        let known = try Specification(yaml: #"{"known": {"properties": {"code": {"type": "string"}}}}"#).document
        let check = SchemaCheck(document: known)
        let schema = try Specification(yaml: schema).document
        let value = try Specification(yaml: value).document
        #expect(!check.faults(of: value, by: schema).isEmpty)
    }
}
