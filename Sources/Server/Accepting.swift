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
        let ranges = accept.split(separator: ",").compactMap(Range.init(field:))
        if let named = types.first(where: { ranges.contains(Range($0.description)) }) { return named }
        return types.first { type in
            let family = type.description.prefix { $0 != "/" } + "/*"
            return (ranges.contains(Range("*/*")) || ranges.contains(Range(family)))
                && !ranges.contains(Range(type.description, isRefused: true))
        }
    }

    private struct Range: Equatable {
        let type: String
        let isRefused: Bool

        init(_ type: some StringProtocol, isRefused: Bool = false) {
            self.type = String(type)
            self.isRefused = isRefused
        }

        init?(field: Substring) {
            let parts = field.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let type = parts.first else { return nil }
            let isRefused = parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            self.init(type, isRefused: isRefused)
        }
    }
}
