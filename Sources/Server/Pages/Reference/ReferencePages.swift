import HTTPTypes
import Hummingbird
import Marketplace

/// The API's reference, for those who write programs: a page of contents, one per part, and one of the shapes.
struct ReferencePages: Sendable {
    var routes: [Route] {
        [
            .page(.get, "/api/docs", contents),
            .page(.get, "/api/docs/{part}", part),
        ]
    }

    /// Where its pages are.
    static var paths: [String] { [ReferencePart.folder] + parts.map(\.path) + [ReferencePart.shapesPath] }

    private static let parts = ReferencePart.all(in: Specification.current.document)

    /// The pages' contents by language and path: the same for everybody, so written once.
    private static let written: [Language: [String: HTMLWriter]] = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in
            let writer = ReferenceWriter(Specification.current.document, Site.current[language].words)
            var pages = Dictionary(uniqueKeysWithValues: parts.map { ($0.path, writer.part($0)) })
            pages[ReferencePart.folder] = writer.contents(parts)
            pages[ReferencePart.shapesPath] = writer.shapes()
            return (language, pages)
        })

    @Sendable func contents(_ request: Request, _ page: PageContext) async throws -> Response {
        let index = PageIndex.model(page, description: page.words.text("reference.description"))
        return try page.render("reference/contents", ["index": index], written: Self.html(ReferencePart.folder, page))
    }

    @Sendable func part(_ request: Request, _ page: PageContext) async throws -> Response {
        let path = ReferencePart.folder + "/" + (try page.request.parameters.require("part"))
        let html = try Self.html(path, page)
        var model: [String: Any] = [:]
        var name = page.words.text("reference.shapes")
        if let part = Self.parts.first(where: { $0.path == path }) {
            name = part.name
            model["part"] = part.name
        }
        model["index"] = PageIndex.model(
            page, description: page.words.text("reference.part_description", ["part": name]))
        return try page.render("reference/part", model, written: html)
    }

    private static func html(_ path: String, _ page: PageContext) throws -> HTMLWriter {
        guard let html = written[page.language]?[path] else {
            throw Problem(.notFound, "not_found", "There is nothing at this address.")
        }
        return html
    }
}
