import HTTPTypes
import Hummingbird

/// Whether a form was sent from one of our own pages.
enum PageOrigin {
    /// Browsers say where a form comes from; programs, which nobody can trick, need not.
    ///
    /// - Throws: `Problem` 403 `cross_site`.
    static func check(_ request: Request) throws {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { throw crossSite }
        if let origin = request.headers[.origin], !isOurs(origin, request) { throw crossSite }
    }

    /// Whether the browser says so; false when nothing is said.
    static func isCertain(_ request: Request) -> Bool {
        request.headers[.secFetchSite] == "same-origin"
            || request.headers[.origin].map { isOurs($0, request) } ?? false
    }

    /// The scheme isn't compared: behind a proxy we don't know it for certain.
    private static func isOurs(_ origin: String, _ request: Request) -> Bool {
        guard let end = origin.firstRange(of: "://")?.upperBound else { return false }
        return origin[end...].lowercased() == request.head.authority?.lowercased()
    }

    private static var crossSite: Problem {
        Problem(.forbidden, "cross_site", "Another site may not change anything here in your name.")
    }
}
