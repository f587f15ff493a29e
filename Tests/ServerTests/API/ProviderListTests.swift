import Postgres
import Testing

/// The list of approved centres and its filters.
@Suite(.server) struct ProviderListTests {
    private func ids(_ query: String) async throws -> [Int64] {
        try await server.read("/api/providers?limit=100&\(query)", as: ProviderPage.self).items.map(\.id)
    }

    /// What the database has, in the list's order.
    private func truth(_ condition: Query) async throws -> [Int64] {
        try await server.pool.query(
            """
            SELECT id FROM service_providers s WHERE status = 'approved' AND (\(condition))
            ORDER BY center_name, id LIMIT 100
            """
        ).map { try $0.decode(Int64.self) }
    }

    @Test func `approved centres come twenty at a time with all that anybody may see`() async throws {
        let page: ProviderPage = try await server.read("/api/providers")
        #expect(page.items.count == 20)
        #expect(page.items.map(\.id) == Array(try await truth("true").prefix(20)))
        #expect(page.items.allSatisfy { $0.status == "approved" && $0.is_sample })
        #expect(page.next_cursor != nil)
    }

    @Test func `a district is its name in any case, or its code`() async throws {
        let expected = try await truth("district = 'Chennai'")
        #expect(expected.count > 3)
        #expect(try await ids("district=Chennai") == expected)
        #expect(try await ids("district=chennai") == expected)
        let code = try await server.pool.query("SELECT lgd FROM districts WHERE name = 'Chennai'")[0].decode(Int32.self)
        #expect(try await ids("district=\(code)") == expected)
        #expect(try await ids("district=Bengaluru").isEmpty)
    }

    @Test func `a city is its name in any case`() async throws {
        let city = try await server.pool.query(
            "SELECT city FROM service_providers WHERE status = 'approved' GROUP BY city ORDER BY count(*) DESC, city LIMIT 1"
        )[0].decode(String.self)
        let expected = try await truth("city = \(city)")
        #expect(expected.count > 1)
        #expect(try await ids("city=\(encoded(city))") == expected)
        #expect(try await ids("city=\(encoded(city.uppercased()))") == expected)
    }

    @Test func `a pincode and a service narrow the list`() async throws {
        let pincode = try await server.pool.query(
            "SELECT pincode::integer FROM service_providers WHERE status = 'approved' ORDER BY id LIMIT 1")[0].decode(
                Int32.self)
        let expected = try await truth("pincode = \(pincode)")
        #expect(try await ids("pincode=\(pincode)") == expected)
        #expect(!expected.isEmpty)
        let offering = try await truth(
            "EXISTS (SELECT FROM provider_services o WHERE o.provider_id = s.id AND o.service = 'soleplate_coating')")
        #expect(try await ids("service=soleplate_coating") == offering)
        let both = try await truth(
            "pincode = \(pincode) AND EXISTS (SELECT FROM provider_services o WHERE o.provider_id = s.id AND o.service = 'steam_leak')"
        )
        #expect(try await ids("pincode=\(pincode)&service=steam_leak") == both)
    }

    @Test func `a part of the name finds the centre, and no sign in it is a wildcard`() async throws {
        let name = try await server.pool.query(
            "SELECT center_name FROM service_providers WHERE status = 'approved' ORDER BY id LIMIT 1")[0].decode(
                String.self)
        let part = String(name.dropFirst(1).dropLast(1))
        #expect(try await ids("q=\(encoded(part.lowercased()))").isEmpty == false)
        #expect(
            try await ids("q=\(encoded(part))") == (try await truth("strpos(lower(center_name), lower(\(part))) > 0")))
        for wildcard in ["%", "_", "\\", "'", "%%", "\\%"] {
            let expected = try await truth("strpos(center_name, \(wildcard)) > 0")
            #expect(try await ids("q=\(encoded(wildcard))") == expected)
        }
    }

    @Test(arguments: [
        ("limit=0", "invalid_parameter", "limit"), ("limit=101", "invalid_parameter", "limit"),
        ("pincode=6000", "invalid_pincode", "pincode"), ("service=Steam", "invalid_parameter", "service"),
        ("service=", "invalid_parameter", "service"), ("service=frobnicating", "invalid_parameter", "service"),
        ("status=pending", "unknown_parameter", "status"), ("town=x", "unknown_parameter", "town"),
        ("cursor=", "invalid_parameter", "cursor"), ("cursor=nonsense", "invalid_parameter", "cursor"),
        ("cursor=MQ", "invalid_parameter", "cursor"), ("cursor=%F0%9F%98%80", "invalid_parameter", "cursor"),
        // "99999999999999999999 a", "1 \u{0}", and bytes that are not UTF-8.
        ("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTkgYQ", "invalid_parameter", "cursor"),
        ("cursor=MSAA", "invalid_parameter", "cursor"), ("cursor=MSD_", "invalid_parameter", "cursor"),
    ])
    func `what is not acceptable is refused`(query: String, code: String, field: String) async throws {
        try expectProblem(await server.get("/api/providers?\(query)"), 422, code, field: field)
    }
}
