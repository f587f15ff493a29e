/// Who may see which page. Whoever isn't signed in is led to the sign-in page where only others may.
extension AccessMatrix {
    static let pages: [String: Set<Who>] = [frame, accounts, customers, dispatch].reduce(into: [:]) { all, part in
        all.merge(part) { one, _ in one }
    }

    private static let frame: [String: Set<Who>] = [
        "GET /assets/**": everyone,
        "POST /theme": everyone,
    ]

    private static let customers: [String: Set<Who>] = [
        "GET /": everyone,
        "GET /search": everyone,
        "GET /centres/{id}": everyone,
        "GET /watch": everyone,
        "POST /watch": everyone,
        "GET /districts": everyone,
        "GET /districts/{slug}": everyone,
        "GET /cities/{slug}": everyone,
        "GET /sitemap.xml": everyone,
        "GET /robots.txt": everyone,
        "GET /help": everyone,
        "GET /help/{person}": everyone,
        "GET /privacy": everyone,
        "GET /terms": everyone,
    ]

    private static let accounts: [String: Set<Who>] = [
        "GET /sign-in": everyone,
        "POST /sign-in": everyone,
        "GET /sign-in/second-factor": everyone,
        "POST /sign-in/second-factor": everyone,
        "GET /sign-in/code": everyone,
        "POST /sign-in/code": everyone,
        "GET /sign-in/code/enter": everyone,
        "POST /sign-in/code/enter": everyone,
        "POST /sign-out": signedIn,
        "GET /sign-up": everyone,
        "POST /sign-up": everyone,
    ]

    private static let dispatch: [String: Set<Who>] = [
        "GET /dispatch": dispatchers,
        "GET /dispatch/districts": dispatchers,
        "GET /dispatch/districts.csv": dispatchers,
        "GET /dispatch/gaps": dispatchers,
        "GET /dispatch/gaps.csv": dispatchers,
        "GET /dispatch/gaps.geojson": dispatchers,
        "GET /dispatch/fragile": dispatchers,
        "GET /dispatch/fragile.csv": dispatchers,
        "GET /dispatch/overlaps": dispatchers,
        "GET /dispatch/suggestions": dispatchers,
        "GET /dispatch/what-if": dispatchers,
        "GET /dispatch/events": dispatchers,
    ]
}
