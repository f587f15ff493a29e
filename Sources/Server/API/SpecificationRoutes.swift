import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore

/// The specification, for programs and for people.
struct SpecificationRoutes: Sendable {
    private let specification = Specification.current
    private let pages = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in
            (language, ByteBuffer(string: SpecificationPage(.current, language).html))
        })

    var routes: [Route] {
        [
            .get("/api/openapi.json", document),
            .get("/api/docs", produces: [.textHtml], page),
        ]
    }

    @Sendable func document(_ request: Request, _: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        return answer(request, specification.json, type: Answer.jsonType, tag: specification.tag)
    }

    @Sendable func page(_ request: Request, _: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let language = try parameters.choice("lang", default: Language.english)
        try parameters.refuseOthers()
        let body = pages[language] ?? ByteBuffer()
        var response = answer(
            request, body, type: "text/html; charset=utf-8", tag: "\(specification.tag)-\(language.rawValue)")
        response.headers[.contentSecurityPolicy] = SpecificationPage.contentPolicy
        return response
    }

    private func answer(_ request: Request, _ body: ByteBuffer, type: String, tag: String) -> Response {
        let headers: HTTPFields = [.contentType: type, .cacheControl: "no-cache", .eTag: "\"\(tag)\""]
        if ETag.isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
