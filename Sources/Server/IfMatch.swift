import HTTPTypes
import Hummingbird
import Marketplace
import Matching

extension ServiceArea {
    /// Another one after every change, also one that is only proposed.
    var tag: String { "area-\(id)-\(revision)" }
}

extension ProviderRecord {
    /// Another one after every change and decision.
    var tag: String { "centre-\(centre.id)-\(revision)" }
}

/// The header `If-Match`, by the strong comparison (RFC 9110): a weak tag matches nothing.
private enum IfMatch {
    case absent
    case any
    case tags([String])

    init(_ request: Request) {
        let tags = request.headers[values: .ifMatch].flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace } }
        self = tags.isEmpty ? .absent : tags.contains("*") ? .any : .tags(tags)
    }

    /// What stands after `prefix` in those of the tags that begin with it.
    static func revisions<Number: FixedWidthInteger>(_ tags: [String], after prefix: String) -> Set<Number> {
        let start = "\"\(prefix)"
        return Set(
            tags.compactMap {
                $0.hasPrefix(start) && $0.hasSuffix("\"") ? Number($0.dropFirst(start.count).dropLast()) : nil
            })
    }
}

extension AreaPrecondition {
    /// - Parameter isNeeded: Whether the header must be there.
    /// - Throws: `Problem` 428 when it must and isn't.
    init(_ request: Request, area: Int64, isNeeded: Bool) throws {
        switch IfMatch(request) {
        case .absent where isNeeded:
            throw Problem(
                .preconditionRequired, "if_match_required",
                "Send the header If-Match with the ETag of what you have read, so that nobody's change is lost.")
        case .absent, .any: self = .any
        case .tags(let tags): self = .oneOf(IfMatch.revisions(tags, after: "area-\(area)-"))
        }
    }
}

extension ProviderPrecondition {
    init(_ request: Request, centre: Int64) {
        switch IfMatch(request) {
        case .absent, .any: self = .any
        case .tags(let tags): self = .oneOf(IfMatch.revisions(tags, after: "centre-\(centre)-"))
        }
    }
}
