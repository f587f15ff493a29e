/// Writes the reference's pages from the specification. What the specification says stands in `lang="en"`; words of our
/// own are the reader's.
struct ReferenceWriter {
    let document: SpecificationNode
    let words: Words

    init(_ document: SpecificationNode, _ words: Words) {
        self.document = document
        self.words = words
    }

    /// What holds for all, and what each part has.
    func contents(_ parts: [ReferencePart]) -> HTMLWriter {
        var page = HTMLWriter()
        page.element("div", ["class": "prose", "lang": "en"]) { page in
            page.prose(document["info"]?["description"]?.text ?? "")
        }
        for part in parts {
            page.element("section") { page in
                page.element("h2") { page in
                    page.element("a", ["class": "back-link", "href": part.path, "lang": "en"], text: part.name)
                }
                page.element("p", ["lang": "en"]) { $0.line(part.description) }
                list(part.operations, on: part.path, &page)
            }
        }
        return page
    }

    func part(_ part: ReferencePart) -> HTMLWriter {
        var page = HTMLWriter()
        page.element("p", ["class": "hero__lead", "lang": "en"]) { $0.line(part.description) }
        page.element("nav", ["aria-label": words.text("reference.contents")]) { page in
            list(part.operations, on: "", &page)
        }
        for operation in part.operations { write(operation, &page) }
        return page
    }

    private func list(_ operations: [SpecificationOperation], on path: String, _ page: inout HTMLWriter) {
        page.element("ul", ["class": "call-list"]) { page in
            for operation in operations {
                page.element("li") { page in
                    page.element("a", ["href": "\(path)#\(operation.id)"]) { page in
                        call(operation, &page)
                        page.element("span", ["lang": "en"]) { $0.line(operation.node["summary"]?.text ?? "") }
                    }
                }
            }
        }
    }

    func call(_ operation: SpecificationOperation, _ page: inout HTMLWriter) {
        page.element("span", ["class": "call"]) { page in
            page.element("code", ["class": "call__method"], text: operation.method)
            page.text(" ")
            page.element("code", text: operation.path)
        }
    }
}
