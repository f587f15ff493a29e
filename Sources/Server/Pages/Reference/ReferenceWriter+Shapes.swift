import Marketplace

extension ReferenceWriter {
    /// The shapes that answers and bodies are made of, each with its members.
    func shapes() -> HTMLWriter {
        var page = HTMLWriter()
        for schema in document["components"]?["schemas"]?.members ?? [] {
            page.element("article", ["class": "panel operation", "id": Self.id(of: schema.name)]) { page in
                page.element("h2") { $0.element("code", text: schema.name) }
                page.element("div", ["lang": "en"]) { $0.prose(schema.value["description"]?.text ?? "") }
                members(of: schema.value, &page)
            }
        }
        return page
    }

    /// The media type, and the shape's name or members.
    func shape(_ schema: SpecificationNode?, _ type: String, _ page: inout HTMLWriter) {
        page.element("p", ["class": "operation__type"]) { page in
            page.element("code", text: type)
            guard let schema, let name = Self.name(of: schema) else { return }
            page.text(": ")
            page.element("a", ["href": ReferencePart.shapesPath + "#" + Self.id(of: name)]) {
                $0.element("code", text: name)
            }
        }
        if let schema, Self.name(of: schema) == nil { members(of: schema, &page) }
    }

    /// A name, what it can be, and what is said of it.
    func member(
        _ name: String, _ schema: SpecificationNode?, isRequired: Bool, _ page: inout HTMLWriter,
        description: (inout HTMLWriter) -> Void
    ) {
        page.element("div") { page in
            page.element("dt") { page in
                page.element("code", text: name)
                page.text(" ")
                page.element("code", ["class": "members__kind"], text: kind(of: schema))
                if isRequired {
                    page.text(" ")
                    page.element(
                        "span", ["class": "badge-state", "lang": words.language.rawValue],
                        text: words.text("reference.required"))
                }
            }
            page.element("dd", ["lang": "en"], description)
        }
    }

    /// As in `integer`, `Place[]`, `string | null`, `"open" | "closed"`.
    func kind(of schema: SpecificationNode?) -> String {
        guard let schema else { return "" }
        if let name = Self.name(of: schema) { return name }
        let values = schema["enum"]?.items.compactMap(\.text) ?? []
        if !values.isEmpty { return values.map { "\"\($0)\"" }.joined(separator: " | ") }
        if let value = schema["const"]?.text { return "\"\(value)\"" }
        if let items = schema["items"] {
            let kind = kind(of: items)
            return kind.contains(" ") ? "(\(kind))[]" : kind + "[]"
        }
        let choices = (schema["oneOf"] ?? schema["anyOf"])?.items.map { kind(of: $0) } ?? []
        if !choices.isEmpty { return choices.joined(separator: " | ") }
        let parts = schema["allOf"]?.items.map { kind(of: $0) } ?? []
        if !parts.isEmpty { return parts.joined(separator: " & ") }
        let types = schema["type"].map { $0.text.map { [$0] } ?? $0.items.compactMap(\.text) } ?? []
        return types.joined(separator: " | ") + (schema["format"]?.text.map { " (\($0))" } ?? "")
    }

    private func members(of schema: SpecificationNode, _ page: inout HTMLWriter) {
        let required = schema["required"]?.items ?? []
        let members = schema["properties"]?.members ?? []
        guard !members.isEmpty else {
            let kind = kind(of: schema)
            if !kind.isEmpty { page.element("p") { $0.element("code", text: kind) } }
            return
        }
        page.element("dl", ["class": "members"]) { page in
            for one in members {
                member(one.name, one.value, isRequired: required.contains(.text(one.name)), &page) {
                    $0.line(one.value["description"]?.text ?? "")
                }
            }
        }
    }

    private static func id(of name: String) -> String { "shape-" + name }

    private static func name(of schema: SpecificationNode) -> String? {
        schema["$ref"]?.text?.split(separator: "/").last.map(String.init)
    }
}
