extension SpecificationPage {
    /// The shapes that answers and bodies are made of, each with its members.
    func shapes(_ page: inout HTMLWriter) {
        page.element("section") { page in
            page.element("h2", text: words.shapes)
            for schema in document["components"]?["schemas"]?.members ?? [] {
                page.element("article", ["id": "shape-" + schema.name]) { page in
                    page.element("h3") { $0.element("code", text: schema.name) }
                    page.element("div", ["lang": "en"]) { page in
                        page.prose(schema.value["description"]?.text ?? "")
                        members(of: schema.value, &page)
                    }
                }
            }
        }
    }

    /// The media type, and the shape's name or members.
    func shape(_ schema: SpecificationNode?, _ type: String, _ page: inout HTMLWriter) {
        page.element("div") { page in
            page.element("code", text: type)
            page.text(" ")
            guard let schema, let name = Self.name(of: schema) else { return members(of: schema, &page) }
            page.element("a", ["href": "#shape-" + name], text: name)
        }
    }

    /// As in "integer", "list of Place", "text or null".
    func kind(of schema: SpecificationNode?) -> String {
        guard let schema else { return "" }
        if let name = Self.name(of: schema) { return name }
        let values = schema["enum"]?.items.compactMap(\.text) ?? []
        if !values.isEmpty { return values.joined(separator: " | ") }
        if let value = schema["const"]?.text { return value }
        if let items = schema["items"] { return "list of " + kind(of: items) }
        let choices = (schema["oneOf"] ?? schema["anyOf"])?.items.map { kind(of: $0) } ?? []
        if !choices.isEmpty { return choices.joined(separator: " or ") }
        let types = schema["type"].map { $0.text.map { [$0] } ?? $0.items.compactMap(\.text) } ?? []
        return types.joined(separator: " or ") + (schema["format"]?.text.map { " (\($0))" } ?? "")
    }

    private func members(of schema: SpecificationNode?, _ page: inout HTMLWriter) {
        let required = schema?["required"]?.items ?? []
        let members = schema?["properties"]?.members ?? []
        guard !members.isEmpty else { return page.text(kind(of: schema)) }
        page.element("table") { page in
            for member in members {
                page.element("tr") { page in
                    page.element("th", ["scope": "row"]) { $0.element("code", text: member.name) }
                    page.element("td") { page in
                        page.text(kind(of: member.value))
                        if required.contains(.text(member.name)) { page.text(", " + words.required) }
                    }
                    page.element("td") { $0.line(member.value["description"]?.text ?? "") }
                }
            }
        }
    }

    private static func name(of schema: SpecificationNode) -> String? {
        schema["$ref"]?.text?.split(separator: "/").last.map(String.init)
    }
}
