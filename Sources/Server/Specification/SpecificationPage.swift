import Crypto
import Foundation
import Marketplace

/// The specification as a page to read: no script, one style sheet in the page itself.
struct SpecificationPage {
    let document: SpecificationNode
    let language: Language
    let words: SpecificationWords

    init(_ specification: Specification, _ language: Language) {
        document = specification.document
        self.language = language
        words = SpecificationWords(language)
    }

    /// Nothing may be loaded, and no style but ours applies.
    static let contentPolicy: String = {
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
    }()

    var html: String {
        var page = HTMLWriter()
        page.markup("<!doctype html>")
        page.element("html", ["lang": language.rawValue]) { page in
            page.element("head") { page in
                page.markup("<meta charset=\"utf-8\">")
                page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                page.element("title", text: words.title)
                page.element("style") { $0.markup(Self.styleText) }
            }
            page.element("body") { page in
                header(&page)
                page.element("main") { page in
                    for tag in document["tags"]?.items ?? [] { section(tag, &page) }
                    shapes(&page)
                }
            }
        }
        return page.html
    }

    private func header(_ page: inout HTMLWriter) {
        page.element("header") { page in
            page.element("h1", text: words.title)
            page.element("p") { page in
                page.element("a", ["href": "?lang=ta", "lang": "ta", "hreflang": "ta"], text: "தமிழ்")
                page.text(" / ")
                page.element("a", ["href": "?lang=en", "lang": "en", "hreflang": "en"], text: "English")
            }
            page.element("p") { $0.line(words.introduction) }
            page.element("p") { $0.element("a", ["href": "/api/openapi.json"], text: words.machineReadable) }
            page.element("div", ["lang": "en"]) { $0.prose(document["info"]?["description"]?.text ?? "") }
        }
        page.element("nav") { page in
            page.element("h2", text: words.contents)
            for tag in document["tags"]?.items ?? [] {
                page.element("h3", text: tag["name"]?.text ?? "")
                page.element("ul") { page in
                    for operation in operations(of: tag) {
                        page.element("li") { page in
                            page.element("a", ["href": "#" + operation.id], text: operation.call)
                        }
                    }
                }
            }
        }
    }

    private func section(_ tag: SpecificationNode, _ page: inout HTMLWriter) {
        page.element("section") { page in
            page.element("h2", text: tag["name"]?.text ?? "")
            page.element("p", ["lang": "en"]) { $0.line(tag["description"]?.text ?? "") }
            for operation in operations(of: tag) { write(operation, &page) }
        }
    }

    /// In the order of the document.
    private func operations(of tag: SpecificationNode) -> [SpecificationOperation] {
        SpecificationOperation.all(in: document).filter { $0.node["tags"]?.items.first == tag["name"] }
    }

    static var style: String { styleText.description }

    private static let styleText: StaticString = """
        :root{color-scheme:light dark;--line:light-dark(#c9c4bb,#47433d);--soft:light-dark(#f4f1ec,#22201d)}\
        body{font:1rem/1.5 system-ui,"Noto Sans Tamil",sans-serif;max-width:60rem;margin:0 auto;padding:1rem;\
        background:light-dark(#fff,#171614);color:light-dark(#1b1a18,#ece8e1);overflow-wrap:anywhere}\
        a{color:light-dark(#0b5394,#8ec5ff)}code{font-size:.92em;background:var(--soft);padding:0 .2em}\
        article{border-top:1px solid var(--line);margin-top:1.5rem}\
        table{border-collapse:collapse;width:100%}td,th{border:1px solid var(--line);padding:.3rem .5rem;\
        text-align:left;vertical-align:top}th{background:var(--soft)}h3 code{background:none;padding:0}\
        :focus-visible{outline:3px solid light-dark(#0b5394,#8ec5ff)}
        """
}
