import HTTPTypes
import Hummingbird

/// Which methods each path has: for the answer to a method that it hasn't.
struct PathTable: Sendable {
    private struct Row: Sendable {
        let segments: [Segment]
        var methods: Set<HTTPRequest.Method>
    }

    private let rows: [Row]

    init(_ routes: [Route]) {
        rows = Dictionary(grouping: routes, by: \.path.description).values.map { routes in
            var methods = Set(routes.map(\.method))
            if methods.contains(.get) { methods.insert(.head) }
            return Row(segments: Self.split(routes[0].path.description).map(Segment.init), methods: methods)
        }
    }

    /// The router says that nothing is there when it has the path and not the method.
    ///
    /// - Returns: The error, or 405 with the methods that the path has.
    func explain(_ error: any Error, _ request: Request) -> any Error {
        guard let error = error as? HTTPError, error.status == .notFound, let methods = methods(at: request.uri.path),
            !methods.contains(request.method)
        else { return error }
        let allow = methods.map(\.rawValue).sorted().joined(separator: ", ")
        var problem = Problem(.methodNotAllowed, "method_not_allowed", "This address takes \(allow) only.")
        problem.headers[.allow] = allow
        return problem
    }

    /// Of several rows that the path fits, as of the router's, the one that says most of its beginning in plain text.
    private func methods(at path: String) -> Set<HTTPRequest.Method>? {
        let given = Self.split(path)
        let fitting = rows.filter { row in
            row.segments.count == given.count && zip(row.segments, given).allSatisfy { $0.fits($1) }
        }
        return fitting.min { $0.segments.lexicographicallyPrecedes($1.segments) }?.methods
    }

    private static func split(_ path: String) -> [Substring] { path.split(separator: "/") }

    /// Plain text, or a parameter with what stands around it: `{y}.mvt`.
    private struct Segment: Sendable, Comparable {
        let before: Substring
        /// Nil for plain text.
        let after: Substring?

        init(_ text: Substring) {
            if let opening = text.firstIndex(of: "{"), let closing = text.lastIndex(of: "}"), opening < closing {
                before = text[..<opening]
                after = text[text.index(after: closing)...]
            } else {
                before = text
                after = nil
            }
        }

        func fits(_ text: Substring) -> Bool {
            guard let after else { return text == before }
            return text.count > before.count + after.count && text.hasPrefix(before) && text.hasSuffix(after)
        }

        static func < (a: Segment, b: Segment) -> Bool { a.rank < b.rank }

        private var rank: Int { after.map { before.isEmpty && $0.isEmpty ? 2 : 1 } ?? 0 }
    }
}
