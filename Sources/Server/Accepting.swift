import HTTPTypes
import Hummingbird

/// Content negotiation by the `Accept` header, as far as our answers need it.
enum Accepting {
    /// - Throws: `Problem` 406 when the request accepts none of the types.
    static func check(_ request: Request, produces: [MediaType]) throws {
        guard choose(request, from: produces) != nil else {
            let known = produces.map(\.description).joined(separator: ", ")
            throw Problem(.notAcceptable, "not_acceptable", "This address answers with \(known).")
        }
    }

    /// The first of `types` that the request accepts by name, else the first that a wildcard accepts,
    /// else nil. Quality values count only as zero or not.
    static func choose(_ request: Request, from types: [MediaType]) -> MediaType? {
        guard let accept = request.headers[.accept], accept != "*/*" else { return types.first }
        let ranges = accept.split(separator: ",").compactMap(range)
        if let named = types.first(where: { type in ranges.contains { $0 == type.description } }) { return named }
        return types.first { type in
            let family = type.description.prefix { $0 != "/" } + "/*"
            return ranges.contains { $0 == "*/*" || $0 == family }
        }
    }

    private static func range(_ text: Substring) -> String? {
        let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
        let isRefused = parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        return isRefused ? nil : parts.first
    }
}
