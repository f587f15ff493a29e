extension SpecificationPage {
    func write(_ operation: SpecificationOperation, _ page: inout HTMLWriter) {
        let node = operation.node
        page.element("article", ["id": operation.id]) { page in
            page.element("h3") { $0.element("code", text: operation.call) }
            page.element("div", ["lang": "en"]) { page in
                page.element("p") { $0.element("strong") { $0.line(node["summary"]?.text ?? "") } }
                page.prose(node["description"]?.text ?? "")
            }
            page.element("p", text: "\(words.who): \(who(operation))")
            parameters(of: node, &page)
            if let body = node["requestBody"]?.resolved(in: document) {
                page.element("h4", text: words.body)
                for content in body["content"]?.members ?? [] { shape(content.value["schema"], content.name, &page) }
            }
            answers(of: node, &page)
        }
    }

    private func who(_ operation: SpecificationOperation) -> String {
        let roles = operation.roles.contains("nobody") ? ["nobody"] : operation.roles
        return roles.map { words.roles[$0] ?? $0 }.joined(separator: ", ")
    }

    private func parameters(of node: SpecificationNode, _ page: inout HTMLWriter) {
        let parameters = (node["parameters"]?.items ?? []).map { $0.resolved(in: document) }
        guard !parameters.isEmpty else { return }
        page.element("h4", text: words.parameters)
        page.element("table") { page in
            for parameter in parameters {
                page.element("tr") { page in
                    page.element("th", ["scope": "row"]) { $0.element("code", text: parameter["name"]?.text ?? "") }
                    page.element("td", ["lang": "en"]) { page in
                        page.text(kind(of: parameter["schema"]))
                        if parameter["required"] == .bool(true) { page.text(", " + words.required) }
                    }
                    page.element("td", ["lang": "en"]) { $0.line(parameter["description"]?.text ?? "") }
                }
            }
        }
    }

    private func answers(of node: SpecificationNode, _ page: inout HTMLWriter) {
        page.element("h4", text: words.answers)
        page.element("table") { page in
            for answer in node["responses"]?.members ?? [] {
                let response = answer.value.resolved(in: document)
                page.element("tr") { page in
                    page.element("th", ["scope": "row"], text: answer.name)
                    page.element("td", ["lang": "en"]) { page in
                        page.line(response["description"]?.text ?? "")
                        let codes = codes(of: response)
                        if !codes.isEmpty { page.line(" " + codes.map { "`\($0)`" }.joined(separator: ", ")) }
                    }
                    page.element("td", ["lang": "en"]) { page in
                        for content in response["content"]?.members ?? [] {
                            shape(content.value["schema"], content.name, &page)
                        }
                    }
                }
            }
        }
    }

    /// The stable codes of an error answer.
    private func codes(of response: SpecificationNode) -> [String] {
        let schema = response["content"]?["application/problem+json"]?["schema"]
        return schema?["properties"]?["code"]?["enum"]?.items.compactMap(\.text) ?? []
    }
}
