extension ReferenceWriter {
    func write(_ operation: SpecificationOperation, _ page: inout HTMLWriter) {
        let node = operation.node
        page.element("article", ["class": "panel operation", "id": operation.id]) { page in
            page.element("h2") { call(operation, &$0) }
            page.element("div", ["lang": "en"]) { page in
                page.element("p") { $0.element("strong") { $0.line(node["summary"]?.text ?? "") } }
                page.prose(node["description"]?.text ?? "")
            }
            page.element("p", text: words.text("reference.for", ["roles": who(operation)]))
            parameters(of: node, &page)
            if let body = node["requestBody"]?.resolved(in: document) {
                page.element("h3", text: words.text("reference.body"))
                for content in body["content"]?.members ?? [] { shape(content.value["schema"], content.name, &page) }
            }
            answers(of: node, &page)
        }
    }

    private func who(_ operation: SpecificationOperation) -> String {
        let roles = operation.roles.contains("nobody") ? ["nobody"] : operation.roles
        return roles.map { words.text("reference.role_\($0)") }.joined(separator: ", ")
    }

    private func parameters(of node: SpecificationNode, _ page: inout HTMLWriter) {
        let parameters = (node["parameters"]?.items ?? []).map { $0.resolved(in: document) }
        guard !parameters.isEmpty else { return }
        page.element("h3", text: words.text("reference.parameters"))
        page.element("dl", ["class": "members"]) { page in
            for parameter in parameters {
                let name = parameter["name"]?.text ?? ""
                member(name, parameter["schema"], isRequired: parameter["required"] == .bool(true), &page) {
                    $0.line(parameter["description"]?.text ?? "")
                }
            }
        }
    }

    /// Those that go well, and folded away those that don't: they are the same almost everywhere.
    private func answers(of node: SpecificationNode, _ page: inout HTMLWriter) {
        let answers = node["responses"]?.members ?? []
        let refusals = answers.filter { ["4", "5"].contains($0.name.prefix(1)) }
        page.element("h3", text: words.text("reference.answers"))
        write(answers.filter { !refusals.contains($0) }, &page)
        guard !refusals.isEmpty else { return }
        page.element("details", ["class": "fold"]) { page in
            page.element("summary", text: words.text("reference.refusals"))
            write(refusals, &page)
        }
    }

    private func write(_ answers: [SpecificationNode.Member], _ page: inout HTMLWriter) {
        page.element("dl", ["class": "members"]) { page in
            for answer in answers {
                let response = answer.value.resolved(in: document)
                page.element("div") { page in
                    page.element("dt") { $0.element("code", text: answer.name) }
                    page.element("dd", ["lang": "en"]) { page in
                        page.line(response["description"]?.text ?? "")
                        let codes = codes(of: response)
                        if !codes.isEmpty { page.line(" " + codes.map { "`\($0)`" }.joined(separator: ", ")) }
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
