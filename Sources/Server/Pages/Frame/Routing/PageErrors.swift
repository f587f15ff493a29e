import HTTPTypes
import Hummingbird
import Marketplace

/// Error answers as pages, in the reader's language, with what to do next and the id to ask by.
struct PageErrors: Sendable {
    let site: Site
    let accounts: Accounts

    func response(_ problem: Problem, _ request: Request, _ context: PublicContext) async -> Response {
        let session = problem.status.kind == .serverError ? nil : SessionCookie.token(of: request)
        let holder: SignedInUser? =
            if let session { try? await accounts.user(cookie: session) } else { nil }
        let page = PageContext(
            request, context, site: site, holder: holder, user: holder, session: holder == nil ? nil : session)
        guard var response = try? page.render("frame/error", Self.model(problem, page.words), status: problem.status)
        else { return ErrorResponses.response(problem, requestID: context.id) }
        for name in [HTTPField.Name.allow, .retryAfter] { response.headers[name] = problem.headers[name] }
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private static func model(_ problem: Problem, _ words: Words) -> [String: Any] {
        let status = problem.status.code
        let title = words.find("errors.title.\(status)") ?? words.text("errors.title.\(status / 100)xx")
        let next = words.find("errors.next.\(status)") ?? words.text("errors.next.\(status / 100)xx")
        return ["status": status, "title": title, "text": text(problem, words), "next_step": next]
    }

    /// By the problem's code, and how long to wait where that is known.
    static func text(_ problem: Problem, _ words: Words) -> String {
        let status = problem.status.code
        let text =
            words.find("errors.\(problem.code)") ?? words.find("errors.title.\(status)")
            ?? words.text("errors.title.\(status / 100)xx")
        guard let seconds = problem.headers[.retryAfter].flatMap({ Int($0) }) else { return text }
        let wait =
            seconds < 120
            ? words.text("errors.wait_seconds", ["seconds": String(seconds)])
            : words.text("errors.wait_minutes", ["minutes": String((seconds + 59) / 60)])
        return text + " " + wait
    }
}

/// Whether an error is told as a page or as JSON.
enum PageAddresses {
    /// Addresses of programs, whatever they accept.
    private static let programs = ["/api/", "/tiles/", "/.well-known/", "/assets/", "/healthz", "/readyz", "/metrics"]

    /// - Parameter route: What the router's table has at the address; nil when nothing.
    static func isPage(_ request: Request, route: Route.Kind?) -> Bool {
        if let route { return route == .page }
        let path = request.uri.path
        guard !programs.contains(where: { path.hasPrefix($0) }), let accept = request.headers[.accept] else {
            return false
        }
        return accept.lowercased().contains("text/html")
    }
}
