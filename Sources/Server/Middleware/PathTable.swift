import HTTPTypes
import Hummingbird

/// Which methods each path has: for the answer to a method that it hasn't.
struct PathTable: Sendable {
    private struct Row: Sendable {
        let segments: [Segment]
        let methods: Set<HTTPRequest.Method>
        let kind: Route.Kind
    }

    private let rows: [Row]

    init(_ routes: [Route]) {
        rows = Dictionary(grouping: routes, by: \.path.description).values.map { routes in
            var methods = Set(routes.map(\.method))
            if methods.contains(.get) { methods.insert(.head) }
            return Row(
                segments: Self.split(routes[0].path.description).map(Segment.init), methods: methods,
                kind: routes[0].kind)
        }
    }

    /// The router says that nothing is there when it has the path and not the method.
    ///
    /// - Returns: The error, or 405 with the methods that the path has.
    func explain(_ error: any Error, _ request: Request) -> any Error {
        guard let error = error as? HTTPError, error.status == .notFound,
            let methods = row(at: request.uri.path)?.methods,
            !methods.contains(request.method)
        else { return error }
        let allow = methods.map(\.rawValue).sorted().joined(separator: ", ")
        var problem = Problem(.methodNotAllowed, "method_not_allowed", "This address takes \(allow) only.")
        problem.headers[.allow] = allow
        return problem
    }

    /// What is at the address; nil when nothing is.
    func kind(at path: String) -> Route.Kind? { row(at: path)?.kind }

    /// Of several rows that the path fits, as of the router's, the one that says most of its beginning in plain text.
    private func row(at path: String) -> Row? {
        let given = Self.split(path)
        let fitting = rows.filter { row in
            let isOpen = row.segments.last?.isRest == true
            return (isOpen ? row.segments.count <= given.count : row.segments.count == given.count)
                && zip(row.segments, given).allSatisfy { $0.fits($1) }
        }
        return fitting.min { $0.segments.lexicographicallyPrecedes($1.segments) }
    }

    private static func split(_ path: String) -> [Substring] { path.split(separator: "/") }

    /// Plain text, a parameter with what stands around it (`{y}.mvt`), or all that follows (`**`).
    private struct Segment: Sendable, Comparable {
        let before: Substring
        /// Nil for plain text.
        let after: Substring?
        let isRest: Bool

        init(_ text: Substring) {
            isRest = text == "**"
            if isRest {
                before = ""
                after = ""
            } else if let opening = text.firstIndex(of: "{"), let closing = text.lastIndex(of: "}"), opening < closing {
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

        private var rank: Int { isRest ? 3 : after.map { before.isEmpty && $0.isEmpty ? 2 : 1 } ?? 0 }
    }
}
