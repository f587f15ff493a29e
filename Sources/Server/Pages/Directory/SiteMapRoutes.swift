import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

/// What search engines read: which pages there are, and which they may ask for.
struct SiteMapRoutes: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] { [.file("/sitemap.xml", sitemap).limited(by: .search), .file("/robots.txt", robots)] }

    /// Fewer than a sitemap may have (sitemaps.org: 50,000).
    private static let mostCentres = 40_000

    @Sendable func sitemap(_ request: Request, _ context: PublicContext) async throws -> Response {
        async let districts = catalogue.districts()
        async let towns = catalogue.towns()
        let centres = try await CentreAddresses.ids(limit: Self.mostCentres, on: pool)
        var paths = ["/", "/districts", "/help", "/privacy", "/terms"] + HelpReader.allCases.map(\.path)
        paths += ReferencePages.paths
        paths += try await districts.map { "/districts/\(Slug.text($0.name))" }
        paths += try await towns.places.map { "/cities/\($0.slug)" }
        paths += centres.map { "/centres/\($0)" }
        let origin = HTMLWriter.escaped(context.origin(of: request))
        var xml = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        xml += #"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"# + "\n"
        for path in paths { xml += "<url><loc>\(origin)\(path)</loc></url>\n" }
        xml += "</urlset>\n"
        return Answer.bytes(
            ByteBuffer(string: xml), type: "application/xml; charset=utf-8", caching: "public, max-age=3600")
    }

    @Sendable func robots(_ request: Request, _ context: PublicContext) async throws -> Response {
        var text = "User-agent: *\n"
        for path in ["/search", "/watch", "/account", "/admin", "/dispatch", "/provider", "/sign-", "/api/", "/tiles/"]
        {
            text += "Disallow: \(path)\n"
        }
        text += "Allow: /api/docs\nSitemap: \(context.origin(of: request))/sitemap.xml\n"
        return Answer.bytes(
            ByteBuffer(string: text), type: "text/plain; charset=utf-8", caching: "public, max-age=3600")
    }
}
