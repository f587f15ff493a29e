import HTTPTypes
import Hummingbird

/// Scripts, style sheets and pictures of the pages.
struct AssetRoutes: Sendable {
    let assets: PageAssets

    var routes: [Route] { [.file("/assets/**", file)] }

    static let caching = "public, max-age=31536000, immutable"

    @Sendable func file(_ request: Request, _ context: PublicContext) async throws -> Response {
        let name = context.parameters.getCatchAll().joined(separator: "/")
        guard let file = assets.file(named: name) else {
            throw Problem(.notFound, "not_found", "There is nothing at this address.")
        }
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: Self.caching, .eTag: "\"\(file.tag)\"", .vary: "Accept-Encoding",
        ]
        if ETag.isKnown(file.tag, to: request) { return Response(status: .notModified, headers: headers) }
        guard let packed = file.packed, Gzip.isAccepted(by: request) else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.plain))
        }
        headers[.contentEncoding] = "gzip"
        headers[.eTag] = "\"\(file.tag).gz\""
        if ETag.isKnown(file.tag + ".gz", to: request) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
    }
}
