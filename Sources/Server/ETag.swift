import HTTPTypes
import Hummingbird

/// Answers that a client may hold already.
enum ETag {
    /// Whether the client holds the answer with this tag (without its quotes), by the weak comparison of
    /// `If-None-Match` (RFC 9110).
    static func isKnown(_ tag: String, to request: Request) -> Bool {
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map {
            $0.filter { !$0.isWhitespace }
        }
        return known.contains { $0 == "*" || $0 == "\"\(tag)\"" || $0 == "W/\"\(tag)\"" }
    }
}
