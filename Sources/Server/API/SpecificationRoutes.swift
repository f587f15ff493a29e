import HTTPTypes
import Hummingbird

/// The specification, for programs; people have `ReferencePages`.
struct SpecificationRoutes: Sendable {
    private let specification = Specification.current

    var routes: [Route] { [.get("/api/openapi.json", document)] }

    @Sendable func document(_ request: Request, _: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let headers: HTTPFields = [
            .contentType: Answer.jsonType, .cacheControl: "no-cache", .eTag: "\"\(specification.tag)\"",
        ]
        if ETag.isKnown(specification.tag, to: request) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: specification.json))
    }
}
