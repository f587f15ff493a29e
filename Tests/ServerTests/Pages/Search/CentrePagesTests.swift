import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.serialized) struct CentrePagesTests {
    /// An approved centre with an area.
    private func someCentre(_ server: TestServer) async throws -> Int64 {
        try await server.pool.query("SELECT min(provider_id) FROM pincode_coverage")[0].decode(Int64.self)
    }

    @Test(arguments: Language.allCases) func `a centre's page tells all of it`(language: Language) async throws {
        try await withServer { server in
            let id = try await someCentre(server)
            let (name, pincode, covered) = try await server.pool.query(
                """
                SELECT center_name, pincode::integer, (SELECT count(*) FROM pincode_coverage WHERE provider_id = id)
                FROM service_providers WHERE id = \(id)
                """)[0].decode(String.self, Int32.self, Int64.self)
            let page = try await Browser(server, language: language.rawValue).open("/centres/\(id)")
            let words = Site.current[language].words
            #expect(page.status == 200 && page.title.hasPrefix(name))
            #expect(page.text.contains(String(pincode)))
            #expect(page.text.contains(words.text("centre.served_count", ["count": Formats(words).number(covered)])))
            #expect(page.html.matches(of: /<th scope="row">/).count == 7)
            #expect(page.html.matches(of: /aria-current="date"/).count == 1)
            #expect(page.html.contains("data-area-url=\"/api/providers/\(id)/service-area\""))
            #expect(page.text.contains(words.text("centre.sample")))
            #expect(page.html.contains("<meta name=\"robots\" content=\"noindex\">"), "a sample isn't to be found")
            let offers = try await server.pool.query(
                "SELECT count(*) FROM provider_services WHERE provider_id = \(id)")[0].decode(Int64.self)
            #expect(page.html.matches(of: /class="price text-nowrap"/).count == Int(offers))
            // An app's link for phones, one for a mouse, and one that goes everywhere.
            let way = /href="https:\/\/www\.openstreetmap\.org\/directions\?to=[0-9.]+%2C[0-9.]+" rel="noreferrer"/
            #expect(page.html.matches(of: way).count == 2 && page.html.matches(of: /href="geo:/).count == 1)
            #expect(page.text.contains(words.text("centre.way_in_browser")))
        }
    }

    @Test func `names are text, closures to come are told, and those that are over aren't`() async throws {
        try await withServer { server in
            let id = try await someCentre(server)
            try await server.pool.execute(
                """
                UPDATE service_providers SET center_name = '<script>x</script> & Co', is_sample = false WHERE id = \(id)
                """)
            let rows = try await server.pool.withConnection { connection in
                try await connection.query(
                    """
                    INSERT INTO closures (provider_id, during, created_at)
                    SELECT \(id), tstzrange(day + shift, day + shift + interval '2 days'), day + shift - interval '1 day'
                    FROM (SELECT date_trunc('day', now(), 'Asia/Kolkata') AS day) AS today,
                        (VALUES (interval '30 days'), (interval '-900 days')) AS shifts (shift)
                    RETURNING lower(during), upper(during)
                    """)
            }
            let (start, end) = try rows[0].decode(Date.self, Date.self)
            let page = try await Browser(server).open("/centres/\(id)")
            #expect(page.status == 200 && !page.html.contains("<script>x"))
            #expect(page.text.contains("<script>x</script> & Co"))
            let formats = Formats(Site.current[.english].words)
            let days = "\(formats.date(start)) – \(formats.date(end.addingTimeInterval(-1)))"
            #expect(page.text.contains(days))
            #expect(page.html.matches(of: /<li>[^<]*–[^<]*<\/li>/).count == 1)
            #expect(page.html.contains("rel=\"canonical\"") && page.html.contains("hreflang=\"x-default\""))
        }
    }

    @Test func `one that is suspended, or that there never was, is missed with a way on`() async throws {
        try await withServer { server in
            let id = try await someCentre(server)
            try await server.pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = \(id)")
            for address in ["/centres/\(id)", "/centres/0", "/centres/99999999999999999999", "/centres/x%3Cb%3E"] {
                for language in Language.allCases {
                    let page = try await Browser(server, language: language.rawValue).open(address)
                    #expect(page.status == 404, "\(address)")
                    #expect(page.text.contains(Site.current[language].words.text("centre.missing.title")))
                    #expect(page.forms("/search").count == 1)
                }
            }
        }
    }
}
