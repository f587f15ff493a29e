import Foundation
import Gateways
import HTTPTypes
import Jobs
import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

@testable import Server

/// "Tell me when someone serves me."
@Suite(.serialized) struct WatchRoutesTests {
    /// Makes a gap of a pincode that one centre alone serves; gives it and that centre's areas.
    private func gap(_ server: TestServer) async throws -> (pincode: String, areas: [Int64]) {
        let row = try await server.pool.query(
            """
            SELECT c.pincode, (SELECT array_agg(id) FROM service_areas a WHERE a.provider_id = c.provider_id
                AND a.status = 'in_force')
            FROM pincode_coverage c JOIN pincode_coverage_counts k USING (pincode)
            WHERE k.coverage_count = 1 ORDER BY c.pincode LIMIT 1
            """)[0]
        let (pincode, areas) = try row.decode(Int32.self, [Int64].self)
        try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn' WHERE id = ANY (\(areas))")
        return (String(pincode), areas)
    }

    private func watches(_ server: TestServer) async throws -> Int64 {
        try await server.pool.query("SELECT count(*) FROM coverage_watches")[0].decode(Int64.self)
    }

    @Test func `who asks by phone or mail is told once, in their language, when a centre comes`() async throws {
        try await withServer { server in
            let (pincode, areas) = try await gap(server)
            let phone = Member.newPhone()
            let email = Member.newEmail()
            let byPhone = try await server.post("/api/coverage/watch", ["pincode": pincode, "phone": phone])
            #expect(byPhone.status == 201, "\(byPhone.text)")
            let byMail = try await server.post(
                "/api/coverage/watch", ["pincode": pincode, "email": email.uppercased(), "language": "ta"])
            #expect(byMail.status == 201)
            // Again: the same answer and no second row.
            let again = try await server.post("/api/coverage/watch", ["pincode": pincode, "phone": phone])
            #expect(again.status == 201 && again.text == byPhone.text)
            #expect(try await watches(server) == 2)

            try await Postbox.with(server) { postbox in
                try await server.pool.execute("UPDATE service_areas SET status = 'in_force' WHERE id = ANY (\(areas))")
                let text = try await postbox.text(to: phone)
                #expect(text.template == "coverage_begun.en" && text.variables.map(\.value) == [pincode])
                let mail = try await postbox.mail(to: email, about: pincode)
                #expect(mail.text.contains("வணக்கம்") && mail.text.contains("https://istri.example.org"))
                #expect(try await watches(server) == 0)
                // A gap again and served again: nobody waits any more.
                for status in ["withdrawn", "in_force"] {
                    try await server.pool.execute(
                        "UPDATE service_areas SET status = \(status) WHERE id = ANY (\(areas))")
                }
                let deadline = ContinuousClock.now + .seconds(10)
                while try await server.pool.query("SELECT count(*) FROM jobs")[0].decode(Int64.self) > 0,
                    ContinuousClock.now < deadline
                { try await Task.sleep(for: .milliseconds(20)) }
                #expect(postbox.mails.count { $0.to == email } == 1)
            }
        }
    }

    @Test func `each is told once, however often the telling is begun anew`() async throws {
        try await withServer { server in
            let (pincode, areas) = try await gap(server)
            try await server.pool.execute(
                """
                INSERT INTO coverage_watches (pincode, phone, language)
                SELECT \(pincode)::integer, '+919' || lpad(n::text, 9, '0'), 'en' FROM generate_series(1, 450) AS n
                """)
            try await server.pool.execute("UPDATE service_areas SET status = 'in_force' WHERE id = ANY (\(areas))")
            let watches = CoverageWatches(pool: server.pool)
            let job = TellWatchersJob(pincode: try #require(Int32(pincode)))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await watches.tell(job) } }
                try await group.waitForAll()
            }
            let (texts, people) = try await server.pool.query(
                "SELECT count(*), count(DISTINCT payload->>'to') FROM jobs WHERE kind = 'text.send'")[0]
                .decode(Int64.self, Int64.self)
            #expect(texts == 450 && people == 450)
        }
    }

    @Test func `nobody is told of what is a gap again by then, and who was missed is found`() async throws {
        try await withServer { server in
            let (pincode, areas) = try await gap(server)
            let reply = try await server.post(
                "/api/coverage/watch", ["pincode": pincode, "phone": Member.newPhone()])
            #expect(reply.status == 201)
            let watches = CoverageWatches(pool: server.pool)
            try await watches.tell(TellWatchersJob(pincode: try #require(Int32(pincode))))
            #expect(try await self.watches(server) == 1)
            try await server.pool.execute("UPDATE service_areas SET status = 'in_force' WHERE id = ANY (\(areas))")
            try await server.pool.execute("DELETE FROM jobs")
            try await watches.findMissed()
            let waiting = try await server.pool.query("SELECT count(*) FROM jobs WHERE kind = 'coverage.tell_watchers'")
            #expect(try waiting[0].decode(Int64.self) == 1)
        }
    }

    @Test func `a year later nobody waits any more`() async throws {
        try await withServer { server in
            let (pincode, _) = try await gap(server)
            for days in [360, 370] {
                try await server.pool.execute(
                    """
                    INSERT INTO coverage_watches (pincode, email, language, asked_at)
                    VALUES (\(pincode)::integer, \(Member.newEmail()), 'en', now() - make_interval(days => \(Int32(days))))
                    """)
            }
            try await CoverageWatches(pool: server.pool).forgetOld()
            #expect(try await watches(server) == 1)
        }
    }

    @Test func `a wish that can't be is refused, and says why`() async throws {
        try await withServer { server in
            let (pincode, areas) = try await gap(server)
            func refused(_ fields: [String: Any], _ status: Int, _ code: String, field: String? = nil) async throws {
                try expectProblem(
                    try await server.post("/api/coverage/watch", fields), status, code, field: field)
            }
            let phone = Member.newPhone()
            try await refused(["pincode": "60001", "phone": phone], 422, "invalid_pincode", field: "pincode")
            try await refused(["pincode": "110001", "phone": phone], 404, "unknown_pincode")
            try await refused(["phone": phone], 422, "invalid_parameter", field: "pincode")
            try await refused(["pincode": pincode], 422, "one_contact_required", field: "phone")
            try await refused(
                ["pincode": pincode, "phone": phone, "email": Member.newEmail()], 422, "one_contact_required",
                field: "phone")
            try await refused(["pincode": pincode, "phone": "12345"], 422, "invalid_parameter", field: "phone")
            try await refused(["pincode": pincode, "email": "nobody"], 422, "invalid_parameter", field: "email")
            try await refused(
                ["pincode": pincode, "phone": phone, "language": "hi"], 422, "invalid_parameter", field: "language")
            try await refused(
                ["pincode": pincode, "phone": phone, "name": "x"], 422, "unknown_parameter", field: "name")
            #expect(try await watches(server) == 0)
            try await server.pool.execute("UPDATE service_areas SET status = 'in_force' WHERE id = ANY (\(areas))")
            try await refused(["pincode": pincode, "phone": phone], 409, "already_covered")
        }
    }

    @Test func `nobody can have a stranger told of all the state`() async throws {
        try await withServer { server in
            try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn'")
            let pincodes = try await server.pool.query("SELECT pincode::integer FROM pincodes ORDER BY 1 LIMIT 25")
            let phone = Member.newPhone()
            for (index, row) in pincodes.enumerated() {
                let pincode = try row.decode(Int32.self)
                let reply = try await server.post("/api/coverage/watch", ["pincode": "\(pincode)", "phone": phone])
                guard index >= 20 else {
                    #expect(reply.status == 201)
                    continue
                }
                try expectProblem(reply, 409, "too_many_watches")
            }
            #expect(try await watches(server) == 20)
        }
    }

    @Test func `wishes are counted towards a limit by address`() async throws {
        var settings = NodeSettings()
        settings.rules[.watch] = .init(1, per: .hours(1))
        try await withServer(settings) { server in
            let (pincode, _) = try await gap(server)
            let fields = ["pincode": pincode, "phone": Member.newPhone()]
            #expect(try await server.post("/api/coverage/watch", fields).status == 201)
            try expectProblem(try await server.post("/api/coverage/watch", fields), 429, "too_many_requests")
        }
    }

    @Test func `admins see who waits, page by page and as a table`() async throws {
        try await withServer { server in
            let admin = try await server.person(.admin)
            let (pincode, _) = try await gap(server)
            let emails = [Member.newEmail(), Member.newEmail(), Member.newEmail()]
            for email in emails {
                _ = try await server.post("/api/coverage/watch", ["pincode": pincode, "email": email])
            }
            let first = try await server.send(.get, "/api/admin/coverage-watches?limit=2", as: admin).object()
            let items = try #require(first["items"] as? [[String: Any]])
            #expect(items.map { $0["email"] as? String } == [emails[2], emails[1]])
            let district = try #require(items[0]["district_lgd"] as? NSNumber)
            let cursor = try #require(first["next_cursor"] as? String)
            let second = try await server.send(.get, "/api/admin/coverage-watches?limit=2&cursor=\(cursor)", as: admin)
                .object()
            #expect((second["items"] as? [[String: Any]])?.map { $0["email"] as? String } == [emails[0]])
            #expect(second["next_cursor"] is NSNull)
            for (query, count) in [
                ("pincode=\(pincode)", 3), ("pincode=600001", 0), ("district=\(district)", 3), ("district=Chennai", 0),
            ] where !(query.hasSuffix("Chennai") && district == 568) {
                let page = try await server.send(.get, "/api/admin/coverage-watches?\(query)", as: admin).object()
                #expect((page["items"] as? [Any])?.count == count, "\(query)")
            }
            let table = try await server.send(.get, "/api/admin/coverage-watches", as: admin, accept: "text/csv")
            #expect(table.text.split(separator: "\r\n").count == 4)
            try expectProblem(
                try await server.send(.get, "/api/admin/coverage-watches?district=Nowhere", as: admin), 422,
                "invalid_parameter", field: "district")
            try expectProblem(
                try await server.send(.get, "/api/admin/coverage-watches?pincode=1", as: admin), 422,
                "invalid_pincode", field: "pincode")
            try expectProblem(
                try await server.send(.get, "/api/admin/coverage-watches", as: server.person(.dispatcher)), 403,
                "forbidden")
        }
    }

    @Test func `who looked at who waits is written down, the same page once an hour`() async throws {
        try await withServer { server in
            let (pincode, _) = try await gap(server)
            let admin = try await server.person(.admin)
            _ = try await server.send(.get, "/api/admin/coverage-watches", as: admin)
            _ = try await server.post("/api/coverage/watch", ["pincode": pincode, "email": Member.newEmail()])
            for _ in 0..<3 { _ = try await server.send(.get, "/api/admin/coverage-watches", as: admin) }
            _ = try await server.send(.get, "/api/admin/coverage-watches?pincode=\(pincode)", as: admin)
            let rows = try await server.pool.query(
                """
                SELECT change->'watches'->>1 = (SELECT id::text FROM coverage_watches), change->'pincode'->>1
                FROM audit_log WHERE action = 'coverage_watch.read' AND performed_by = \(admin.id) ORDER BY id
                """)
            let lines = try rows.map { try $0.decode(Bool.self, String?.self) }
            #expect(lines.map(\.0) == [true, true] && lines.map(\.1) == [nil, pincode])
        }
    }

    @Test func `an export tells what one waits for, and erasing takes it away`() async throws {
        try await withServer { server in
            let (pincode, _) = try await gap(server)
            let member = try await server.member()
            for contact in [["phone": member.phone], ["email": member.email]] {
                _ = try await server.post(
                    "/api/coverage/watch", contact.merging(["pincode": pincode]) { one, _ in one })
            }
            try await server.pool.execute(
                "UPDATE users SET phone_verified_at = now(), email_verified_at = now() WHERE id = \(member.id)")
            let person = try await server.signIn(member)
            let export = try await server.send(.get, "/api/me/export", as: person).object()
            #expect((export["coverage_watches"] as? [Any])?.count == 2)
            let gone = try await server.send(
                .delete, "/api/me", as: person, json: json(["current_password": member.password]))
            #expect(gone.status == 204, "\(gone.text)")
            #expect(try await watches(server) == 0)
        }
    }
}
