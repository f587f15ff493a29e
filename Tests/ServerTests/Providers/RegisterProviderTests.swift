import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

/// `POST /api/providers/register`.
@Suite(.server) struct RegisterProviderTests {
    private func refused(_ body: String, _ code: String = "invalid_parameter", field: String?) async throws {
        let reply = try await server.send(
            .post, "/api/providers/register", as: try await server.person(.provider), json: body)
        try expectProblem(reply, 422, code, field: field)
    }

    @Test func `a new centre is pending, and its owner and admins alone can see it`() async throws {
        let owner = try await server.person(.provider, name: "Owner")
        let reply = try await server.send(.post, "/api/providers/register", as: owner, json: centreBody())
        #expect(reply.status == 201)
        let centre: OwnCentre = try reply.decode()
        #expect(reply.headers[.location] == "/api/providers/\(centre.id)")
        #expect(centre.status == "pending" && centre.benches == 1 && centre.technicians == 1)
        #expect(centre.owner?.id == owner.id && centre.owner?.name == "Owner")
        #expect(centre.services == [] && centre.hours == [] && !centre.open_now)
        for who in [owner, try await server.person(.admin)] {
            #expect(try await server.centre(centre.id, as: who).center_name == "Velan Iron Repair")
        }
        let others = [
            nil, try await server.person(.provider), try await server.person(.customer),
            try await server.person(.dispatcher),
        ]
        for other in others {
            for path in ["", "/service-area", "/hours"] {
                let reply = try await server.send(.get, "/api/providers/\(centre.id)\(path)", as: other)
                try expectProblem(reply, 404, "unknown_provider")
            }
        }
        #expect(try await server.audit(of: centre.id) == ["provider.registered"])
    }

    @Test func `without a pin the pincode's point is taken, and marked`() async throws {
        let owner = try await server.person(.provider)
        let pincode: PincodeBody = try await server.read("/api/pincodes/600001")
        let guessed = try await server.register(as: owner)
        #expect(guessed.location_source == "pincode_centroid" && guessed.pincode_distance_m == 0)
        #expect(guessed.lat == pincode.lat && guessed.lng == pincode.lng)
        let pinned = try await server.register(centreBody(["lat": 13.0901234, "lng": 80.2801234]), as: owner)
        #expect(pinned.location_source == "pin" && pinned.lat == 13.0901234 && pinned.lng == 80.2801234)
        #expect(try #require(pinned.pincode_distance_m) > 100)
        let unpinned = try await server.register(centreBody(["lat": NSNull(), "lng": NSNull()]), as: owner)
        #expect(unpinned.location_source == "pincode_centroid")
    }

    @Test func `services and hours come back as they were sent`() async throws {
        let body = centreBody([
            "services": [
                ["service": "thermostat", "price_paise": 45_000, "minutes": 45],
                ["service": "cord_and_plug", "price_paise": 0, "minutes": 20],
            ],
            "hours": [
                ["weekday": 1, "opens": "14:30", "closes": "20:00"],
                ["weekday": 1, "opens": "09:00", "closes": "13:30"],
                ["weekday": 7, "opens": "00:00", "closes": "24:00"],
            ],
            "benches": 3, "technicians": 2, "gstin": " 33aaach7409r1z8 ",
        ])
        let centre = try await server.register(body, as: try await server.person(.provider))
        #expect(centre.services?.count == 2)
        #expect(centre.services?.contains(.init(service: "thermostat", price_paise: 45_000, minutes: 45)) == true)
        #expect(
            centre.hours == [
                .init(weekday: 1, opens: "09:00", closes: "13:30"), .init(weekday: 1, opens: "14:30", closes: "20:00"),
                .init(weekday: 7, opens: "00:00", closes: "24:00"),
            ])
        #expect(centre.benches == 3 && centre.technicians == 2 && centre.gstin == "33AAACH7409R1Z8")
    }

    @Test(arguments: [
        ("98400 12345", "+919840012345"), ("+91-98400-12345", "+919840012345"), ("098400 12345", "+919840012345"),
        ("(044) 2852 1234", "+914428521234"), ("+91 (0)422 2301234", "+914222301234"),
    ])
    func `a number in any usual notation is stored in E.164`(typed: String, stored: String) async throws {
        let centre = try await server.register(
            centreBody(["phone": typed]), as: try await server.person(.provider))
        #expect(centre.phone == stored)
    }

    @Test(arguments: ["Chennai", "chennai", " CHENAI ", "Madras", "சென்னை", "568"])
    func `the district is known by all its names and its code`(name: String) async throws {
        let centre = try await server.register(
            centreBody(["district": name]), as: try await server.person(.provider))
        #expect(centre.district == "Chennai")
    }

    @Test func `the district follows from the pincode, and from the pin where the pincode crosses districts`()
        async throws
    {
        let owner = try await server.person(.provider)
        #expect(try await server.register(centreBody(without: ["district"]), as: owner).district == "Chennai")
        let rows = try await server.pool.query(
            """
            SELECT p.pincode::text, own.name, other.name, o.lat, o.lng
            FROM pincodes p
            JOIN post_offices o USING (pincode)
            JOIN districts own ON own.lgd = p.district_lgd
            JOIN districts other ON other.lgd = o.district_lgd AND other.lgd <> own.lgd
            WHERE ST_Covers(other.geom, ST_SetSRID(ST_MakePoint(o.lng, o.lat), 4326)) ORDER BY p.pincode LIMIT 1
            """)
        let (pincode, own, other, lat, lng) = try rows[0].decode(
            String.self, String.self, String.self, Double.self, Double.self)
        for (body, expected) in [
            (["pincode": pincode, "district": own], own), (["pincode": pincode, "district": other], other),
            (["pincode": pincode, "lat": lat, "lng": lng], other),
            (["pincode": pincode, "lat": lat, "lng": lng, "district": own], own),
        ] as [([String: Any], String)] {
            let centre = try await server.register(
                centreBody(body, without: body["district"] == nil ? ["district"] : []), as: owner)
            #expect(centre.district == expected)
        }
    }

    @Test(arguments: ["Madurai", "Karnataka", "Coimbatore", "999", "%"])
    func `a district where the pincode isn't is refused with the right one`(name: String) async throws {
        let reply = try await server.send(
            .post, "/api/providers/register", as: try await server.person(.provider),
            json: centreBody(["district": name]))
        let problem = try expectProblem(reply, 422, "invalid_parameter", field: "district")
        #expect(problem.detail.contains("600001 lies in Chennai") && problem.detail.contains(name))
    }

    @Test(arguments: ["110001", "999999", "100000"])
    func `a pincode of elsewhere is refused`(pincode: String) async throws {
        try await refused(centreBody(["pincode": pincode]), "unknown_pincode", field: "pincode")
    }

    @Test(arguments: ["6000", "600 001", "060001", "௬௦௦௦௦௧", ""])
    func `what is no pincode is refused`(pincode: String) async throws {
        try await refused(centreBody(["pincode": pincode]), "invalid_pincode", field: "pincode")
    }

    @Test(arguments: [(28.6, 77.2), (80.28, 13.09), (0, 0), (-13.09, 80.28), (13.09, -80.28), (15.5, 80.2)])
    func `a pin outside the region is refused, swapped axes too`(lat: Double, lng: Double) async throws {
        try await refused(centreBody(["lat": lat, "lng": lng]), "outside_service_region", field: nil)
    }

    /// A member, and what is wrong with it.
    private static var wrong: [(String, Any, String)] {
        [
            ("center_name", "", "center_name"), ("center_name", "  ", "center_name"), ("center_name", 5, "center_name"),
            ("center_name", NSNull(), "center_name"), ("center_name", "a\u{0}b", "center_name"),
            ("center_name", "two\nlines", "center_name"),
            ("center_name", String(repeating: "x", count: 121), "center_name"),
            ("center_name", "\u{202E}evil", "center_name"), ("address", String(repeating: "x", count: 301), "address"),
            ("address", ["street": 1], "address"), ("city", String(repeating: "x", count: 101), "city"),
            ("phone", "12345", "phone"), ("phone", 9_840_012_345, "phone"), ("phone", "+1 212 555 0123", "phone"),
            ("gstin", "33AAACH7409R1Z9", "gstin"), ("gstin", "", "gstin"), ("gstin", 33, "gstin"),
            ("pincode", 600_001, "pincode"), ("lat", 13.09, "lng"), ("lng", 80.2, "lat"), ("lat", "13", "lat"),
            ("lat", 91, "lat"), ("benches", 0, "benches"), ("benches", 201, "benches"), ("benches", 1.5, "benches"),
            ("benches", "2", "benches"), ("technicians", -1, "technicians"), ("technicians", NSNull(), "technicians"),
            ("services", "all", "services"), ("services", ["thermostat"], "services[0]"),
            ("services", NSNull(), "services"),
            ("services", [["service": "thermostat", "minutes": 5]], "services[0].price_paise"),
            ("services", [["service": "flying", "price_paise": 1, "minutes": 5]], "services[0].service"),
            ("services", [["service": "thermostat", "price_paise": -1, "minutes": 5]], "services[0].price_paise"),
            ("services", [["service": "thermostat", "price_paise": 100.5, "minutes": 5]], "services[0].price_paise"),
            ("services", [["service": "thermostat", "price_paise": 1, "minutes": 0]], "services[0].minutes"),
            (
                "services",
                Array(repeating: ["service": "thermostat", "price_paise": 1, "minutes": 5] as [String: Any], count: 2),
                "services[1].service"
            ),
            ("hours", [["weekday": 0, "opens": "09:00", "closes": "18:00"]], "hours[0].weekday"),
            ("hours", [["weekday": 8, "opens": "09:00", "closes": "18:00"]], "hours[0].weekday"),
            ("hours", [["weekday": 1, "opens": "9:00", "closes": "18:00"]], "hours[0].opens"),
            ("hours", [["weekday": 1, "opens": "24:00", "closes": "24:00"]], "hours[0].opens"),
            ("hours", [["weekday": 1, "opens": "09:60", "closes": "18:00"]], "hours[0].opens"),
            ("hours", [["weekday": 1, "opens": "09:00", "closes": "24:01"]], "hours[0].closes"),
            ("hours", [["weekday": 1, "opens": "18:00", "closes": "09:00"]], "hours[0].closes"),
            ("hours", [["weekday": 1, "opens": "09:00", "closes": "09:00"]], "hours[0].closes"),
            ("hours", [["weekday": 1, "opens": "09:00"]], "hours[0].closes"),
            (
                "hours",
                [
                    ["weekday": 1, "opens": "09:00", "closes": "18:00"],
                    ["weekday": 1, "opens": "17:59", "closes": "20:00"],
                ], "hours[1].opens"
            ),
        ]
    }

    @Test(arguments: wrong.indices)
    func `what is not acceptable is refused by its name`(index: Int) async throws {
        let (member, value, field) = Self.wrong[index]
        try await refused(centreBody([member: value]), field: field)
    }

    @Test(arguments: ["center_name", "address", "city", "pincode", "phone"])
    func `what a centre can't do without must be there`(name: String) async throws {
        try await refused(centreBody(without: [name]), field: name)
    }

    @Test(arguments: [
        "status", "user_id", "approved", "id", "is_sample", "role", "decided_at", "owner", "open_minutes",
    ])
    func `what isn't the owner's to say is refused`(name: String) async throws {
        try await refused(centreBody([name: "approved"]), "unknown_parameter", field: name)
    }

    @Test func `SQL and HTML are text like any other`() async throws {
        let owner = try await server.person(.provider)
        let wild = "'); DROP TABLE users;-- <script>alert(1)</script> \"{{7*7}}\" \\ %s ${x} ஐயா 🔧"
        let centre = try await server.register(
            centreBody(["center_name": wild, "address": wild + "\nsecond line", "city": wild]), as: owner)
        let seen = try await server.centre(centre.id, as: owner)
        #expect(seen.center_name == wild && seen.address == wild + "\nsecond line" && seen.city == wild)
        let count = try await server.pool.query("SELECT count(*) FROM users WHERE id = \(owner.id)")
        #expect(try count[0].decode(Int.self) == 1)
    }

    @Test func `a name of a megabyte is refused before it is read to the end`() async throws {
        let owner = try await server.person(.provider)
        let reply = try await server.send(
            .post, "/api/providers/register", as: owner,
            json: centreBody(["center_name": String(repeating: "x", count: 1 << 20)]))
        try expectProblem(reply, 413, "too_large")
    }

    @Test func `an owner has a hundred centres at most, however many come at once`() async throws {
        let owner = try await server.person(.provider)
        _ = try await server.register(as: owner)
        try await server.pool.execute(
            """
            INSERT INTO service_providers (user_id, center_name, address, city, district_lgd, pincode, phone, lat, lng,
                location_source)
            SELECT user_id, center_name, address, city, district_lgd, pincode, phone, lat, lng, location_source
            FROM service_providers, generate_series(1, 97) WHERE user_id = \(owner.id)
            """)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { [server] group in
            for _ in 0..<5 {
                group.addTask {
                    try await server.send(.post, "/api/providers/register", as: owner, json: centreBody()).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [201, 201, 409, 409, 409])
        let refused = try await server.send(.post, "/api/providers/register", as: owner, json: centreBody())
        try expectProblem(refused, 409, "too_many_centres")
    }

    @Test func `nothing stays of a registration that is refused at its end`() async throws {
        let owner = try await server.person(.provider)
        let reply = try await server.send(
            .post, "/api/providers/register", as: owner,
            json: centreBody(["services": [["service": "flying", "price_paise": 1, "minutes": 5]]]))
        #expect(reply.status == 422)
        let rows = try await server.pool.query("SELECT count(*) FROM service_providers WHERE user_id = \(owner.id)")
        #expect(try rows[0].decode(Int.self) == 0)
    }

    private struct PincodeBody: Decodable {
        let lat: Double
        let lng: Double
    }
}
