import HTTPTypes
import Hummingbird
import NIOCore

/// Builds the answers that are pages.
enum PageAnswer {
    /// Everything comes from here, and nothing is written into the page itself.
    static let contentPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    static let vary = "Cookie, Accept-Language, Accept-Encoding"

    /// Images also from where the operator's base map is.
    static func contentPolicy(over baseMap: BaseMap?) -> String {
        guard let origin = baseMap?.origin else { return contentPolicy }
        return contentPolicy.replacing("img-src 'self' data:", with: "img-src 'self' data: \(origin)")
    }

    static func html(
        _ html: String, status: HTTPResponse.Status = .ok, policy: String = contentPolicy, gzip: Bool
    ) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy, .vary: vary,
        ]
        if gzip, let packed = Gzip.compress(Array(html.utf8), level: 4) {
            headers[.contentEncoding] = "gzip"
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: packed))
        }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
