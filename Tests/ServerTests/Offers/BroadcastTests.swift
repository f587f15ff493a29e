import Foundation
import Gateways
import HTTPTypes
import Jobs
import Marketplace
import Postgres
import Testing

@testable import Server

/// A broadcast as it is answered.
private struct BroadcastBody: Decodable {
    struct Messages: Decodable, Equatable {
        let waiting: Int
        let sent: Int
        let withheld: Int
        let dead: Int
        let repeats: Int
    }
    let id: Int64
    let status: String
    let recipients: Int
    let told: Int
    let messages: Messages
}

@Suite(.serialized) struct BroadcastTests {
    private struct Reach: Decodable, Equatable {
        let recipients: Int
        let targeted: Int
    }

    private func body(_ target: [String: Any], _ channels: [String] = ["inbox", "email"]) -> [String: Any] {
        [
            "title": "Ten off", "title_ta": "பத்து சதவீதம்", "description": "All December.", "target": target,
            "channels": channels,
        ]
    }

    private func send(
        _ body: [String: Any], _ admin: Person, _ server: TestServer
    ) async throws -> BroadcastBody {
        let reply = try await server.send(.post, "/api/admin/broadcast", as: admin, json: json(body))
        try #require(reply.status == 202, "\(reply.text)")
        return try reply.decode()
    }

    private func reach(
        _ target: [String: Any], _ admin: Person, _ server: TestServer, by channels: [String] = ["inbox", "email"]
    ) async throws -> Reach {
        var body = body(target, channels)
        body["dry_run"] = true
        let reply = try await server.send(.post, "/api/admin/broadcast", as: admin, json: json(body))
        try #require(reply.status == 202, "\(reply.text)")
        return try reply.decode()
    }

    private func look(_ id: Int64, _ admin: Person, _ server: TestServer) async throws -> BroadcastBody {
        try await server.send(.get, "/api/admin/broadcasts/\(id)", as: admin).decode()
    }

    /// People of the role who agreed to offers.
    private func people(_ count: Int, _ server: TestServer) async throws -> [Person] {
        var people: [Person] = []
        for _ in 0..<count {
            people.append(try await server.person(.customer))
            try await server.agreeToOffers(people[people.count - 1])
        }
        return people
    }

    @Test func `each target means its people, and a dry run only counts`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.agreeToOffers(ground.customer)
            _ = try await ground.booked("accepted")
            let other = try await server.person(.customer)
            try await server.agreeToOffers(other)
            let district = try await server.pool.query(
                "SELECT district_lgd FROM pincodes WHERE pincode = 600001")[0].decode(Int32.self)
            let square: [String: Any] = [
                "type": "Polygon",
                "coordinates": [[[80.28, 13.08], [80.30, 13.08], [80.30, 13.10], [80.28, 13.10], [80.28, 13.08]]],
            ]
            let far: [String: Any] = [
                "type": "Polygon",
                "coordinates": [[[77.0, 11.0], [77.1, 11.0], [77.1, 11.1], [77.0, 11.1], [77.0, 11.0]]],
            ]
            for target in [
                ["provider_id": ground.centre], ["pincodes": ["600001"]], ["geometry": square],
                ["district_lgd": district],
            ] as [[String: Any]] {
                #expect(try await reach(target, ground.admin, server).recipients == 1, "\(target)")
            }
            #expect(try await reach(["role": "customer"], ground.admin, server) == Reach(recipients: 2, targeted: 2))
            #expect(try await reach(["all": true], ground.admin, server).recipients == 2)
            #expect(try await reach(["geometry": far], ground.admin, server).recipients == 0)
            #expect(try await reach(["pincodes": ["643233"]], ground.admin, server).targeted == 0)
            let stored = try await server.pool.query(
                "SELECT (SELECT count(*) FROM broadcasts), (SELECT count(*) FROM messages WHERE kind = 'offer')")
            #expect(try stored[0].decode(Int.self, Int.self) == (0, 0))
        }
    }

    @Test func `of clicks at once one is sent; another target or hour is no second click`() async throws {
        try await withServer { server in
            let admin = try await server.person(.admin)
            let actor = Actor(userID: admin.id, role: .admin, address: nil, requestID: nil)
            let broadcasts = Broadcasts(pool: server.pool)
            let words = OfferWords(title: "Ten off", description: "All December.")
            let new = NewBroadcast(words: words, target: .all, channels: [.inbox, .email])
            let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<6 { group.addTask { try await broadcasts.send(new, sameClick_s: 600, by: actor).id } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ids.count == 6 && Set(ids).count == 1)
            var known = Set(ids)
            var forCustomers = new
            forCustomers.target = .role(.customer)
            var later = new
            later.startsAt = Date.tomorrow(10)
            for other in [forCustomers, later] {
                let id = try await broadcasts.send(other, sameClick_s: 600, by: actor).id
                let isNew = known.insert(id).inserted
                #expect(isNew)
                #expect(try await broadcasts.send(other, sameClick_s: 600, by: actor).id == id)
            }
            // Who has stopped it and sends it again means it.
            _ = try await broadcasts.take(.stop, ids[0], by: actor)
            let again = try await broadcasts.send(new, sameClick_s: 600, by: actor).id
            let isAnew = known.insert(again).inserted
            #expect(isAnew)
            let stored = try await server.pool.query("SELECT count(*) FROM broadcasts")[0].decode(Int.self)
            #expect(stored == known.count)
        }
    }

    @Test func `no offer goes to a number that nobody has proven to be theirs`() async throws {
        try await withServer { server in
            let admin = try await server.person(.admin)
            let someone = try await people(1, server)[0]
            try await server.pool.execute(
                "UPDATE users SET phone = \(Member.newPhone()), phone_verified_at = NULL WHERE id = \(someone.id)")
            let wishes = try await server.send(
                .patch, "/api/me/message-preferences", as: someone,
                json: json(["promotional": ["sms": true, "whatsapp": true, "email": false]]))
            #expect(wishes.status == 200, "\(wishes.text)")
            func ways(_ category: String) async throws -> [String] {
                try await server.pool.query("SELECT message_channels(\(someone.id), \(category))")[0]
                    .decode([String].self)
            }
            let target: [String: Any] = ["role": "customer"]
            #expect(try await ways("promotional") == ["inbox"])
            for channels in [["sms"], ["sms", "whatsapp"]] {
                let found = try await reach(target, admin, server, by: channels)
                #expect(found == Reach(recipients: 0, targeted: 1))
            }
            try await server.pool.execute("UPDATE users SET phone_verified_at = now() WHERE id = \(someone.id)")
            #expect(try await ways("promotional") == ["inbox", "sms", "whatsapp"])
            #expect(try await reach(target, admin, server, by: ["sms"]) == Reach(recipients: 1, targeted: 1))
        }
    }

    @Test func `no offer goes to an address that nobody has proven to be theirs`() async throws {
        try await withServer { server in
            let admin = try await server.person(.admin)
            let someone = try await people(1, server)[0]
            func ways() async throws -> [String] {
                try await server.pool.query("SELECT message_channels(\(someone.id), 'promotional')")[0]
                    .decode([String].self)
            }
            #expect(try await ways() == ["email", "inbox"])
            // As when they change it.
            try await server.pool.execute(
                "UPDATE users SET email = 'new@example.org', email_verified_at = NULL WHERE id = \(someone.id)")
            #expect(try await ways() == ["inbox"])
            let target: [String: Any] = ["role": "customer"]
            #expect(try await reach(target, admin, server, by: ["email"]) == Reach(recipients: 0, targeted: 1))
            #expect(try await reach(target, admin, server, by: ["inbox"]) == Reach(recipients: 1, targeted: 1))
            let own = try await server.pool.query("SELECT message_channels(\(someone.id), 'service')")[0]
                .decode([String].self)
            #expect(own == ["email", "inbox"])
        }
    }

    @Test func `all who agreed are told once by each channel, in their language, and nobody else`() async throws {
        try await withServer { server in
            try await server.promotionalHours("00:00", "24:00")
            let admin = try await server.person(.admin)
            let agreed = try await people(7, server)
            try await server.pool.execute("UPDATE users SET language = 'ta' WHERE id = \(agreed[0].id)")
            _ = try await server.person(.customer)
            let broadcast = try await send(body(["role": "customer"]), admin, server)
            #expect(broadcast.recipients == 7 && broadcast.status == "sending")
            try await Postbox.with(server) { postbox in
                try await server.settled()
                let mails = postbox.mails.filter { $0.subject == "Ten off" || $0.subject == "பத்து சதவீதம்" }
                #expect(Set(mails.map(\.to)).count == 7 && mails.count == 7)
                #expect(mails.filter { $0.subject == "பத்து சதவீதம்" }.count == 1)
                #expect(Set(mails.compactMap(\.id)).count == 7)
            }
            let done = try await look(broadcast.id, admin, server)
            #expect(done.status == "done" && done.told == 7)
            #expect(done.messages == .init(waiting: 0, sent: 14, withheld: 0, dead: 0, repeats: 0))
            let inbox = try await server.send(.get, "/api/me/inbox", as: agreed[0]).object()
            let item = try #require((inbox["items"] as? [[String: Any]])?.first)
            #expect(item["kind"] as? String == "offer" && item["title"] as? String == "பத்து சதவீதம்")
            #expect(item["booking_id"] is NSNull)
            let page = try await Browser(server, as: agreed[0]).open("/account/inbox")
            #expect(page.text.contains("பத்து சதவீதம்"))
        }
    }

    @Test func `outside its hours nothing is sent, and all waits for the morning`() async throws {
        try await withServer { server in
            try await server.closePromotionalHours()
            let admin = try await server.person(.admin)
            let agreed = try await people(2, server)
            let broadcast = try await send(body(["all": true]), admin, server)
            try await Postbox.with(server) { postbox in
                try await server.settled()
                #expect(postbox.mails.isEmpty)
                #expect(try await look(broadcast.id, admin, server).told == 0)
                let waits = try await server.pool.query(
                    "SELECT run_at = promotional_time(now()) FROM jobs WHERE kind = 'broadcast.send'")
                let areRight = try waits.map { try $0.decode(Bool.self) }
                #expect(areRight == [true])
            }
            // Written by day, and not sent before the evening.
            try await server.promotionalHours("00:00", "24:00")
            _ = try await server.pool.withTransaction { transaction in
                try await transaction.query("SELECT broadcast_batch(\(broadcast.id), 100)")
            }
            try await server.closePromotionalHours()
            try await Postbox.with(server) { postbox in
                try await server.settled()
                #expect(postbox.mails.isEmpty)
            }
            #expect(try await server.messages(of: agreed[0].id).map(\.status) == ["waiting", "sent"])
        }
    }

    @Test func `who takes their consent back before it is sent is sent nothing`() async throws {
        try await withServer { server in
            try await server.promotionalHours("00:00", "24:00")
            let admin = try await server.person(.admin)
            let agreed = try await people(2, server)
            let broadcast = try await send(body(["all": true], ["email"]), admin, server)
            _ = try await server.pool.withTransaction { transaction in
                try await transaction.query("SELECT broadcast_batch(\(broadcast.id), 100)")
            }
            let reply = try await server.send(
                .patch, "/api/me/message-preferences", as: agreed[0], json: #"{"offers":false}"#)
            #expect(reply.status == 200)
            try await Postbox.with(server) { postbox in
                try await server.settled()
                #expect(postbox.mails.count == 1)
            }
            #expect(
                try await look(broadcast.id, admin, server).messages
                    == .init(waiting: 0, sent: 1, withheld: 1, dead: 0, repeats: 0))
        }
    }

    @Test func `a broadcast rests, goes on where it rested, and ends for good`() async throws {
        try await withServer { server in
            try await server.promotionalHours("00:00", "24:00")
            let admin = try await server.person(.admin)
            let agreed = try await people(9, server)
            let broadcast = try await send(body(["all": true], ["email"]), admin, server)
            let path = "/api/admin/broadcasts/\(broadcast.id)"
            func take(_ step: String) async throws -> Reply {
                try await server.send(.post, "\(path)/\(step)", as: admin)
            }
            func batch() async throws {
                _ = try await server.pool.withTransaction { transaction in
                    try await transaction.query("SELECT broadcast_batch(\(broadcast.id), 4)")
                }
            }
            try await batch()
            #expect(try await take("pause").status == 200)
            for _ in 0..<3 { try await batch() }
            #expect(try await look(broadcast.id, admin, server).told == 4)
            try expectProblem(await take("pause"), 409, "illegal_transition")
            try await Postbox.with(server) { postbox in
                try await server.settled()
                #expect(postbox.mails.isEmpty, "what waits rests too")
            }
            #expect(try await take("resume").status == 200)
            try await server.pool.execute(
                "UPDATE messages SET status = 'sent', sent_at = now() WHERE status = 'waiting'")
            try await batch()
            #expect(try await look(broadcast.id, admin, server).told == 8)
            #expect(try await take("stop").status == 200)
            try await server.pool.execute("UPDATE jobs SET run_at = now()")
            try await Postbox.with(server) { postbox in
                try await server.settled()
                #expect(postbox.mails.isEmpty)
            }
            let end = try await look(broadcast.id, admin, server)
            #expect(end.status == "stopped" && end.messages.withheld == 4 && end.messages.waiting == 0)
            for step in ["pause", "resume", "stop"] { try expectProblem(await take(step), 409, "illegal_transition") }
            try expectProblem(
                await server.send(.post, "/api/admin/broadcasts/0/stop", as: admin), 404, "unknown_broadcast")
            #expect(agreed.count == 9)
        }
    }

    /// A worker that is killed leaves its transaction undone, and its lease runs out.
    @Test func `a batch that is broken off and done again tells nobody twice`() async throws {
        struct Killed: Error {}
        try await withServer { server in
            try await server.promotionalHours("00:00", "24:00")
            let admin = try await server.person(.admin)
            _ = try await people(10, server)
            let broadcast = try await send(body(["all": true]), admin, server)
            for most in [3, 3, 3] as [Int32] {
                await #expect(throws: Killed.self) {
                    try await server.pool.withTransaction { transaction in
                        _ = try await transaction.query("SELECT broadcast_batch(\(broadcast.id), \(most))")
                        throw Killed()
                    }
                }
            }
            let handlers: (inout JobHandlers) -> Void = { handlers in
                var broadcasts = Broadcasts(pool: server.pool)
                broadcasts.batch = 100
                handlers.sendBroadcasts(broadcasts)
            }
            try await server.working(handlers) { try await look(broadcast.id, admin, server).status == "done" }
            let rows = try await server.pool.query(
                """
                SELECT count(*), count(DISTINCT (user_id, channel)), count(DISTINCT user_id) FROM messages
                WHERE broadcast_id = \(broadcast.id)
                """)
            #expect(try rows[0].decode(Int.self, Int.self, Int.self) == (20, 20, 10))
            #expect(try await look(broadcast.id, admin, server).told == 10)
        }
    }
}

@Suite(.server) struct BroadcastInputTests {
    @Test(arguments: [
        (#"{"channels":[]}"#, "channels"), (#"{"channels":["post"]}"#, "channels"), (#"{"channels":null}"#, "channels"),
        (#"{"title":"two\nlines"}"#, "title"), (#"{"starts_at":"soon"}"#, "starts_at"),
        (#"{"description":null}"#, "description"), (#"{"target":null}"#, "target"),
    ])
    func `what is wrong with a broadcast is named`(changes: String, field: String) async throws {
        let admin = try await server.person(.admin)
        let usual: [String: Any] = [
            "title": "Ten off", "description": "All December.", "target": ["all": true], "channels": ["inbox"],
        ]
        let body = usual.merging(try members(changes)) { $1 }
        let reply = try await server.send(.post, "/api/admin/broadcast", as: admin, json: json(body))
        try expectProblem(reply, 422, "invalid_parameter", field: field)
    }
}
