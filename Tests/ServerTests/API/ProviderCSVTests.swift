import HTTPTypes
import Postgres
import Testing

@testable import Server

/// The list of centres as a table.
@Suite(.server) struct ProviderCSVTests {
    private func rows(_ reply: Reply) -> [String] { reply.text.split(separator: "\r\n").map(String.init) }

    @Test func `the table has the same centres as the list`() async throws {
        let reply = try await server.get("/api/providers?limit=100", accept: "text/csv")
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(reply.headers[.contentDisposition] == "attachment; filename=\"centres.csv\"")
        #expect(reply.headers[.vary] == "Accept")
        let page: ProviderPage = try await server.read("/api/providers?limit=100")
        let rows = rows(reply)
        #expect(
            rows[0]
                == "id,center_name,address,city,district,pincode,phone,lat,lng,location_source,status,open_now,is_sample"
        )
        #expect(rows.count == 101)
        #expect(rows.dropFirst().map { $0.prefix { $0 != "," } } == page.items.map { "\($0.id)" })
        let first = page.items[0]
        #expect(rows[1].hasPrefix("\(first.id),"))
        #expect(rows[1].contains(",\(first.pincode),\(first.phone),"))
        #expect(rows[1].hasSuffix(",\(first.location_source),approved,\(first.open_now),true"))
    }

    @Test func `JSON is what is meant unless a table is asked for by name`() async throws {
        for accept in [nil, "*/*", "application/json", "text/csv;q=0, */*", "application/json, text/csv"] {
            let reply = try await server.get("/api/providers", accept: accept)
            #expect(reply.headers[.contentType] == "application/json; charset=utf-8", "\(accept ?? "")")
            #expect(reply.headers[.vary] == "Accept")
        }
        for accept in ["text/csv", "text/*", "text/csv; q=0.9, application/xml"] {
            let reply = try await server.get("/api/providers", accept: accept)
            #expect(reply.headers[.contentType]?.hasPrefix("text/csv") == true, "\(accept)")
        }
    }

    @Test func `a header leads from page to page until there is none`() async throws {
        var ids: [Substring] = []
        var cursor = ""
        var pages = 0
        repeat {
            let reply = try await server.get(
                "/api/providers?limit=6&district=Chennai" + cursor, accept: "text/csv")
            ids += rows(reply).dropFirst().map { $0.prefix { $0 != "," } }
            cursor = reply.headers[.nextCursor].map { "&cursor=\($0)" } ?? ""
            pages += 1
        } while !cursor.isEmpty && pages < 50
        let all = try await server.pool.query(
            """
            SELECT id FROM service_providers WHERE status = 'approved' AND district = 'Chennai'
            ORDER BY center_name, id
            """
        ).map { try $0.decode(Int64.self) }
        #expect(ids == all.map { "\($0)" })
        #expect(pages == (all.count + 5) / 6)
    }

    @Test func `a refusal is a problem, whatever was asked for`() async throws {
        try expectProblem(
            await server.get("/api/providers?limit=0", accept: "text/csv"), 422, "invalid_parameter", field: "limit")
    }

    @Test func `what strangers wrote doesn't become a formula`() async throws {
        try await withServer { server in
            try await server.pool.execute(
                """
                UPDATE service_providers SET center_name = '=HYPERLINK("http://x","y")', address = 'a "b", c'
                WHERE id = (SELECT min(id) FROM service_providers WHERE status = 'approved')
                """)
            let reply = try await server.get("/api/providers?q=HYPERLINK", accept: "text/csv")
            #expect(reply.text.contains(#""'=HYPERLINK(""http://x"",""y"")","a ""b"", c","#))
        }
    }
}
