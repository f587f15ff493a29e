import HTTPTypes
import Hummingbird
import Marketplace

extension ServiceArea {
    /// Another one after every change, also one that is only proposed.
    var tag: String { "area-\(id)-\(revision)" }
}

extension AreaPrecondition {
    /// From the header `If-Match`, by the strong comparison (RFC 9110): a weak tag matches nothing.
    ///
    /// - Parameter isNeeded: Whether it must be there.
    /// - Throws: `Problem` 428 when it must and isn't.
    init(_ request: Request, area: Int64, isNeeded: Bool) throws {
        let tags = request.headers[values: .ifMatch].flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace } }
        guard !tags.isEmpty else {
            guard !isNeeded else {
                throw Problem(
                    .preconditionRequired, "if_match_required",
                    "Send the header If-Match with the ETag of what you have read, so that nobody's change is lost.")
            }
            self = .any
            return
        }
        guard !tags.contains("*") else {
            self = .any
            return
        }
        let start = "\"area-\(area)-"
        self = .oneOf(
            Set(
                tags.compactMap {
                    $0.hasPrefix(start) && $0.hasSuffix("\"") ? Int32($0.dropFirst(start.count).dropLast()) : nil
                }))
    }
}
