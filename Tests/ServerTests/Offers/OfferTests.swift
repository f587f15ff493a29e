import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// An offer as it is answered.
struct OfferBody: Decodable {
    let id: Int64
    let title: String
    let code: String?
    let discount_percent: Int32?
    let discount_paise: Int64?
    let min_total_paise: Int64
    let per_person_limit: Int32?
    let total_limit: Int32?
    let uses: Int32?
    let starts_at: String
    let ends_at: String?
}

struct OfferPage: Decodable {
    let items: [OfferBody]
    let next_cursor: String?
}

/// What is left to pay, and what was taken off.
struct DiscountedBody: Decodable {
    let id: Int64
    let total_paise: Int64
    let discount_paise: Int64
    let round_off_paise: Int64
}

extension TestServer {
    /// Ten per cent with a code of its own, for all. Members in `changes` stand in place of the usual ones; NSNull takes
    /// one away.
    func offer(_ changes: [String: Any] = [:], as admin: Person? = nil) async throws -> OfferBody {
        let reply = try await makeOffer(changes, as: admin)
        try #require(reply.status == 201, "\(reply.text)")
        return try reply.decode()
    }

    func makeOffer(_ changes: [String: Any] = [:], as admin: Person? = nil) async throws -> Reply {
        var body: [String: Any] = [
            "title": "Ten off", "description": "Ten per cent off.", "target": ["all": true],
            "code": "T-\(UInt32.random(in: 0..<UInt32.max))", "discount_percent": 10,
        ]
        body.merge(changes) { $1 }
        var maker = admin
        if maker == nil { maker = try await person(.admin) }
        return try await send(.post, "/api/offers", as: maker, json: json(body))
    }

    func uses(of offer: Int64) async throws -> (counted: Int32, stand: Int) {
        try await pool.query(
            """
            SELECT uses, (SELECT count(*) FROM offer_uses u WHERE u.offer_id = o.id AND u.number IS NOT NULL)
            FROM offers o WHERE id = \(offer)
            """)[0].decode(Int32.self, Int.self)
    }
}

/// The members of a JSON object.
func members(_ json: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
}

@Suite(.server) struct OfferTests {
    private func code(_ offer: OfferBody) throws -> String { try #require(offer.code) }

    @Test func `visitors see what runs and is for all, others what is for them too, admins everything`() async throws {
        try await withServer { server in
            let admin = try await server.person(.admin)
            let all = try await server.offer(as: admin)
            let centres = try await server.offer(["target": ["role": "provider"]], as: admin)
            let later = try await server.offer(
                ["starts_at": Timestamp.text(Date(timeIntervalSinceNow: 3600))], as: admin)
            let over = try await server.offer(
                [
                    "starts_at": Timestamp.text(Date(timeIntervalSinceNow: -3600)),
                    "ends_at": Timestamp.text(Date(timeIntervalSinceNow: -60)),
                ], as: admin)
            func seen(_ person: Person?, _ query: String = "") async throws -> [Int64] {
                let reply = try await server.send(.get, "/api/offers\(query)", as: person)
                try #require(reply.status == 200, "\(reply.text)")
                return try reply.decode(OfferPage.self).items.map(\.id)
            }
            #expect(try await seen(nil) == [all.id])
            #expect(try await seen(server.person(.customer)) == [all.id])
            #expect(try await seen(server.person(.provider)) == [centres.id, all.id])
            #expect(try await seen(admin) == [centres.id, all.id])
            #expect(try await seen(admin, "?status=upcoming") == [later.id])
            #expect(try await seen(admin, "?status=ended") == [over.id])
            #expect(try await seen(admin, "?status=all") == [over.id, later.id, centres.id, all.id])
            try expectProblem(
                await server.send(.get, "/api/offers?status=all", as: nil), 422, "unknown_parameter", field: "status")
            let open = try await server.send(.get, "/api/offers", as: nil)
            #expect(!open.text.contains("uses") && !open.text.contains("target"))
            let first: OfferPage = try await server.send(.get, "/api/offers?status=all&limit=3", as: admin).decode()
            let cursor = try #require(first.next_cursor)
            #expect(try await seen(admin, "?status=all&limit=3&cursor=\(cursor)") == [all.id])
        }
    }

    @Test(arguments: [
        (#"{"title":""}"#, "invalid_parameter", "title"),
        (#"{"target":{"role":"king"}}"#, "invalid_parameter", "target.role"),
        (#"{"target":{"all":true,"role":"customer"}}"#, "invalid_parameter", "target"),
        (#"{"target":{}}"#, "invalid_parameter", "target"),
        (#"{"target":{"all":false}}"#, "invalid_parameter", "target.all"),
        (#"{"target":{"town":"Ooty"}}"#, "unknown_parameter", "target.town"),
        (#"{"target":{"district_lgd":1}}"#, "invalid_parameter", "target.district_lgd"),
        (#"{"target":{"pincodes":["600001","699999"]}}"#, "invalid_parameter", "target.pincodes"),
        (#"{"target":{"pincodes":["60000"]}}"#, "invalid_pincode", "target.pincodes[0]"),
        (#"{"target":{"provider_id":99999999}}"#, "invalid_parameter", "target.provider_id"),
        (
            #"{"target":{"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}}"#,
            "invalid_geometry", "geometry"
        ),
        (#"{"discount_percent":0}"#, "invalid_parameter", "discount_percent"),
        (#"{"discount_percent":101}"#, "invalid_parameter", "discount_percent"),
        (#"{"discount_paise":100}"#, "invalid_parameter", "discount_percent"),
        (#"{"code":null}"#, "invalid_parameter", "code"), (#"{"code":"a b"}"#, "invalid_parameter", "code"),
        (#"{"code":"AB"}"#, "invalid_parameter", "code"), (#"{"total_limit":0}"#, "invalid_parameter", "total_limit"),
        (#"{"min_total_paise":-1}"#, "invalid_parameter", "min_total_paise"),
        (#"{"uses":1}"#, "unknown_parameter", "uses"),
        (
            #"{"starts_at":"2026-12-02T00:00:00+05:30","ends_at":"2026-12-01T00:00:00+05:30"}"#, "invalid_parameter",
            "ends_at"
        ),
    ])
    func `what is wrong with an offer is named`(changes: String, code: String, field: String) async throws {
        try expectProblem(await server.makeOffer(members(changes)), 422, code, field: field)
    }

    @Test func `of clicks at once one offer is made, and another target is another offer`() async throws {
        let admin = try await server.person(.admin)
        let actor = Actor(userID: admin.id, role: .admin, address: nil, requestID: nil)
        let offers = Offers(pool: server.pool)
        let words = OfferWords(title: "Free pick-up", description: "All December.")
        let new = NewOffer(words: words, target: .all)
        let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<6 { group.addTask { try await offers.create(new, sameClick_s: 600, by: actor).id } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ids.count == 6 && Set(ids).count == 1)
        let other = try await offers.create(
            NewOffer(words: words, target: .role(.provider)), sameClick_s: 600, by: actor)
        #expect(!ids.contains(other.id))
        for id in [ids[0], other.id] { try await offers.remove(id, by: actor) }
    }

    @Test func `a code belongs to one offer until that is taken away`() async throws {
        let admin = try await server.person(.admin)
        let first = try await server.offer(["code": "diwali-26"], as: admin)
        #expect(first.code == "DIWALI-26")
        try expectProblem(await server.makeOffer(["code": "Diwali-26"], as: admin), 409, "code_taken")
        #expect(try await server.send(.delete, "/api/offers/\(first.id)", as: admin).status == 204)
        try expectProblem(await server.send(.delete, "/api/offers/\(first.id)", as: admin), 404, "unknown_offer")
        _ = try await server.offer(["code": "DIWALI-26"], as: admin)
        try expectProblem(
            await server.send(.patch, "/api/offers/\(first.id)", as: admin, json: #"{"title":"x"}"#), 404,
            "unknown_offer")
    }

    @Test func `an offer is changed but for what its code takes off`() async throws {
        let admin = try await server.person(.admin)
        let offer = try await server.offer(
            ["total_limit": 5, "ends_at": "2030-01-01T00:00:00+05:30"], as: admin)
        func change(_ body: [String: Any]) async throws -> Reply {
            try await server.send(.patch, "/api/offers/\(offer.id)", as: admin, json: json(body))
        }
        let changed: OfferBody = try await change([
            "title": "New", "total_limit": NSNull(), "ends_at": NSNull(), "per_person_limit": 2,
            "target": ["role": "customer"],
        ]).decode()
        #expect(changed.title == "New" && changed.total_limit == nil && changed.ends_at == nil)
        #expect(changed.per_person_limit == 2 && changed.code == offer.code && changed.discount_percent == 10)
        for field in ["code", "discount_percent"] {
            try expectProblem(await change([field: 20]), 422, "unknown_parameter", field: field)
        }
        try expectProblem(
            await change(["ends_at": "2020-01-01T00:00:00+05:30"]), 422, "invalid_parameter", field: "ends_at")
    }

    @Test(
        arguments: [
            (#"{"discount_percent":10}"#, 4_500, 0), (#"{"discount_percent":33}"#, 14_850, 50),
            (#"{"discount_percent":50,"max_discount_paise":10000}"#, 10_000, 0),
            (#"{"discount_percent":null,"discount_paise":1234}"#, 1_234, 34),
            (#"{"discount_percent":null,"discount_paise":1251}"#, 1_251, -49),
            (#"{"discount_percent":null,"discount_paise":90000}"#, 45_000, 0),
            (#"{"discount_percent":100}"#, 45_000, 0),
        ] as [(String, Int64, Int64)])
    func `a code takes off what the offer says, and never more than there is`(
        changes: String, discount: Int64, roundOff: Int64
    ) async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let offer = try await server.offer(members(changes))
        let start = try await server.slots(centre)[0].starts_at
        let reply = try await server.book(
            bookingBody(centre, start, ["offer_code": try code(offer).lowercased()]), as: customer)
        try #require(reply.status == 201, "\(reply.text)")
        let booking: DiscountedBody = try reply.decode()
        #expect(booking.discount_paise == discount && booking.round_off_paise == roundOff)
        #expect(booking.total_paise == 45_000 - discount + roundOff)
        #expect(try await server.uses(of: offer.id) == (1, 1))
    }

    @Test func `what must be paid first is never nothing`() async throws {
        let centre = try await server.bookableCentre()
        let offer = try await server.offer(["discount_percent": 100])
        let start = try await server.slots(centre)[0].starts_at
        let reply = try await server.book(
            bookingBody(centre, start, ["offer_code": try code(offer), "pay_first": true]),
            as: server.person(.customer))
        #expect(try reply.decode(DiscountedBody.self).total_paise == 100)
    }

    @Test func `a code that takes nothing off books nothing, and says why`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let start = try await server.slots(centre)[0].starts_at
        func refused(_ changes: [String: Any], _ status: Int, _ code: String) async throws {
            let offer = try await server.offer(changes)
            let reply = try await server.book(
                bookingBody(centre, start, ["offer_code": try self.code(offer)]), as: customer)
            try expectProblem(reply, status, code, field: status == 422 ? "offer_code" : nil)
            #expect(try await server.uses(of: offer.id) == (0, 0))
        }
        try await refused(["starts_at": Timestamp.text(Date(timeIntervalSinceNow: 3600))], 422, "offer_not_running")
        try await refused(["target": ["role": "provider"]], 422, "offer_not_for_you")
        // The booking that asks for it makes nobody a customer of the centre.
        try await refused(["target": ["provider_id": centre]], 422, "offer_not_for_you")
        try await refused(["min_total_paise": 45_001], 422, "offer_minimum")
        let unknown = try await server.book(bookingBody(centre, start, ["offer_code": "NEVER-MADE"]), as: customer)
        try expectProblem(unknown, 422, "offer_unknown", field: "offer_code")
        let odd = try await server.book(bookingBody(centre, start, ["offer_code": "a%b"]), as: customer)
        try expectProblem(odd, 422, "invalid_parameter", field: "offer_code")
        let bookings = try await server.pool.query(
            "SELECT count(*) FROM bookings WHERE customer_id = \(customer.id)")
        #expect(try bookings[0].decode(Int.self) == 0)
        #expect(try await server.book(bookingBody(centre, start), as: customer).status == 201, "the time is free")
    }

    @Test func `one person uses an offer as often as one may, and gets a use back with the booking`() async throws {
        let centre = try await server.bookableCentre(["benches": 3])
        let (customer, other) = (try await server.person(.customer), try await server.person(.customer))
        let offer = try await server.offer(["per_person_limit": 2, "total_limit": 3])
        let start = try await server.slots(centre)[0].starts_at
        let body = bookingBody(
            centre, start, ["offer_code": try code(offer), "items": [["service": "cord_and_plug"]]])
        let first = try await server.booked(body, as: customer)
        _ = try await server.booked(body, as: customer)
        try expectProblem(await server.book(body, as: customer), 409, "offer_used_by_you")
        let cancel = try await server.send(.post, "/api/bookings/\(first.id)/cancel", as: customer, json: "{}")
        #expect(cancel.status == 200, "\(cancel.text)")
        #expect(try await server.uses(of: offer.id) == (1, 1))
        _ = try await server.booked(body, as: customer)
        let later = try await server.slots(centre, "days=5").last
        let elsewhere = bookingBody(
            centre, try #require(later).starts_at,
            ["offer_code": try code(offer), "items": [["service": "cord_and_plug"]]])
        _ = try await server.booked(elsewhere, as: other)
        try expectProblem(await server.book(elsewhere, as: other), 409, "offer_used_up")
        let low = try await server.send(
            .patch, "/api/offers/\(offer.id)", as: server.person(.admin), json: #"{"total_limit":2}"#)
        try expectProblem(low, 422, "invalid_parameter", field: "total_limit")
    }

    @Test func `at another centre the offer takes off of the price that is lower`() async throws {
        let ground = try await BookingGround(server)
        let offer = try await server.offer(["min_total_paise": 40_000])
        let booking = try await ground.booked()
        let refusal = try await server.pool.withTransaction { transaction in
            try await transaction.query("SELECT offer_use(\(offer.id), \(booking))")[0].decode(String?.self)
        }
        #expect(refusal == nil)
        #expect(try await ground.row(booking).total_paise == 40_500)
        let cheaper = try await server.openCentre(
            ["services": [["service": "heating_element", "price_paise": 30_000, "minutes": 30]]],
            of: try await server.person(.provider))
        #expect(try await ground.assign(booking, to: cheaper).status == 200)
        #expect(try await ground.row(booking).total_paise == 27_000)
        #expect(try await server.uses(of: offer.id) == (1, 1))
    }

    @Test func `an answer that is repeated uses the offer once`() async throws {
        let centre = try await server.bookableCentre(["benches": 5])
        let customer = try await server.person(.customer)
        let offer = try await server.offer(["total_limit": 1])
        let start = try await server.slots(centre)[0].starts_at
        let body = bookingBody(centre, start, ["offer_code": try code(offer)])
        let replies = [
            try await server.book(body, as: customer, key: "once"),
            try await server.book(body, as: customer, key: "once"),
        ]
        #expect(replies.map(\.status) == [201, 201] && replies[0].text == replies[1].text)
        #expect(try await server.uses(of: offer.id) == (1, 1))
        let other = try await server.person(.customer)
        let refused = try await server.book(body, as: other, key: "late")
        try expectProblem(refused, 409, "offer_used_up")
        #expect(try await server.book(body, as: other, key: "late").text == refused.text)
    }
}
