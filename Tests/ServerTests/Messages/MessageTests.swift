import Foundation
import Gateways
import HTTPTypes
import Jobs
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// A row for each event, person and channel, and what becomes of it.
@Suite(.server, .serialized) struct MessageTests {
    private func address(of person: Person, _ server: TestServer) async throws -> String {
        try await server.pool.query("SELECT email FROM users WHERE id = \(person.id)")[0].decode(String.self)
    }

    private func invoices(_ postbox: Postbox) -> [MailMessage] {
        postbox.mails.filter { $0.subject.contains("invoice") }
    }

    private func reachedByPhone(_ person: Person, _ server: TestServer) async throws -> String {
        let phone = Member.newPhone()
        try await server.pool.execute("UPDATE users SET email = NULL, phone = \(phone) WHERE id = \(person.id)")
        return phone
    }

    @Test(arguments: ["payment_received", "payment_failed", "refund_made", "invoice_ready"])
    func `what happened to the money is told once, in the inbox and by a mail of the row's name`(kind: String)
        async throws
    {
        try await Postbox.with(server) { postbox in
            let ground = try await BookingGround(server)
            let booking = try await ground.booked()
            let mine = try await address(of: ground.customer, server)
            let detail = #"{"amount_paise": 11800050, "number": "IN/26-27/7", "unheard_of": [1]}"#
            for _ in 0..<3 { try await server.notice(ground.customer.id, kind, booking, detail) }
            try await server.settled()
            let stored = try await server.messages(of: ground.customer.id)
            #expect(stored.map(\.channel).sorted() == ["email", "inbox"] && Set(stored.map(\.status)) == ["sent"])
            let mails = postbox.mails.filter { $0.to == mine }
            try #require(mails.count == 1)
            let row = try #require(stored.first { $0.channel == "email" })
            #expect(mails[0].id?.uuidString.lowercased() == row.key && row.providerID == row.key)
            #expect(row.attempts == 1 && row.repeats == 0)
            if kind == "payment_received" || kind == "refund_made" {
                #expect(mails[0].text.contains("₹1,18,000.50"))
            }
            if kind == "invoice_ready" { #expect(mails[0].text.contains("IN/26-27/7")) }
            let inbox = try await server.send(.get, "/api/me/inbox", as: ground.customer).object()
            let items = try #require(inbox["items"] as? [[String: Any]])
            #expect(items.map { $0["kind"] as? String } == [kind] && inbox["unread"] as? Int == 1)
            #expect(items[0]["booking_id"] as? Int64 == booking && items[0]["amount_paise"] as? Int64 == 11_800_050)
            let page = try await ground.browser(ground.customer, choosing: .tamil).open("/account/inbox")
            #expect(page.text.contains(try #require(items[0]["reference"] as? String)))
        }
    }

    @Test func `another amount is another event, and the same event by another detail is not`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        for detail in [#"{"amount_paise": 1}"#, #"{"amount_paise": 2}"#, #"{ "amount_paise":2 }"#] {
            try await server.notice(ground.customer.id, "payment_received", booking, detail)
        }
        for amount in 3...5 {
            try await server.notice(
                ground.customer.id, "payment_received", booking, #"{"event":"pay_1","amount_paise":\#(amount)}"#)
        }
        let stored = try await server.messages(of: ground.customer.id)
        #expect(stored.filter { $0.channel == "inbox" }.count == 3)
    }

    @Test func `a notice of a transaction that comes to nothing is told to nobody`() async throws {
        struct Undone: Error {}
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        await #expect(throws: Undone.self) {
            try await server.pool.withTransaction { transaction in
                _ = try await transaction.query(
                    "SELECT message_notice(\(ground.customer.id), 'refund_made', \(booking), NULL)")
                throw Undone()
            }
        }
        #expect(try await server.messages(of: ground.customer.id).isEmpty)
    }

    @Test func `who has a number alone is told by text message, by its registered template`() async throws {
        try await Postbox.with(server) { postbox in
            let ground = try await BookingGround(server)
            let phone = try await reachedByPhone(ground.customer, server)
            let booking = try await ground.booked()
            try await server.pool.execute("UPDATE users SET language = 'ta' WHERE id = \(ground.customer.id)")
            try await server.notice(ground.customer.id, "payment_received", booking, #"{"amount_paise": 45000}"#)
            let text = try await postbox.text(to: phone)
            #expect(
                text.template == "payment_received.ta" && text.variables.map(\.name) == ["reference", "amount"])
            #expect(text.text.contains("₹450") && text.text.contains("பணம் கிடைத்தது") && !text.text.contains("{"))
            try await server.settled()
            let row = try #require(try await server.messages(of: ground.customer.id).first { $0.channel == "sms" })
            #expect(row.status == "sent" && row.providerID == row.key && text.key == row.key)
            #expect(postbox.whatsApps.isEmpty, "nobody asked for it")
        }
    }

    @Test func `each is told by the ways that they chose`() async throws {
        try await Postbox.with(server) { postbox in
            let ground = try await BookingGround(server)
            let phone = Member.newPhone()
            try await server.pool.execute("UPDATE users SET phone = \(phone) WHERE id = \(ground.customer.id)")
            let reply = try await server.send(
                .patch, "/api/me/message-preferences", as: ground.customer,
                json: json(["service": ["email": false, "whatsapp": true]]))
            #expect(reply.status == 200, "\(reply.text)")
            try await server.notice(ground.customer.id, "invoice_ready", try await ground.booked(), nil)
            try await server.settled()
            #expect(postbox.whatsApps.map(\.to) == [phone] && postbox.whatsApps[0].template == "invoice_ready")
            #expect(postbox.texts.isEmpty && invoices(postbox).isEmpty)
            let consents = try await server.pool.query(
                "SELECT purpose, granted, source FROM message_consents WHERE user_id = \(ground.customer.id)")
            #expect(
                try consents[0].decode(String.self, Bool.self, String.self) == ("whatsapp", true, "preferences"))
        }
    }

    @Test func `a refusal for good makes a dead letter, which an admin can have tried again`() async throws {
        let ground = try await BookingGround(server)
        let mine = try await address(of: ground.customer, server)
        try await server.notice(ground.customer.id, "invoice_ready", try await ground.booked(), nil)
        try await Postbox.with(server, refusing: [mine: .permanent("550 no such mailbox")]) { _ in
            try await server.settled()
        }
        let row = try #require(try await server.messages(of: ground.customer.id).first { $0.channel == "email" })
        #expect(row.status == "dead" && row.lastError == "550 no such mailbox" && row.attempts == 1)
        let jobs = try await server.send(.get, "/api/admin/jobs?status=dead", as: ground.admin).object()
        let job = try #require((jobs["items"] as? [[String: Any]])?.first)
        #expect(job["kind"] as? String == "message.send" && job["last_error"] as? String == "550 no such mailbox")
        let id = try #require(job["id"] as? Int64)
        #expect(try await server.send(.post, "/api/admin/jobs/\(id)/retry", as: ground.admin).status == 200)
        try await Postbox.with(server) { postbox in
            try await server.settled()
            #expect(invoices(postbox).map { $0.id?.uuidString.lowercased() } == [row.key])
        }
        let after = try #require(try await server.messages(of: ground.customer.id).first { $0.id == row.id })
        #expect(after.status == "sent" && after.attempts == 2 && after.repeats == 0 && after.lastError == nil)
    }

    @Test func `a refusal for now is tried again`() async throws {
        let ground = try await BookingGround(server)
        let mine = try await address(of: ground.customer, server)
        try await server.notice(ground.customer.id, "invoice_ready", try await ground.booked(), nil)
        try await Postbox.with(server, refusing: [mine: .temporary("451 later")]) { _ in
            let deadline = ContinuousClock.now + .seconds(20)
            while try await server.messages(of: ground.customer.id).first(where: { $0.channel == "email" })?
                .lastError
                != "451 later", ContinuousClock.now < deadline
            {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let row = try #require(try await server.messages(of: ground.customer.id).first { $0.channel == "email" })
        #expect(row.status == "waiting" && row.repeats == 0)
        try await server.pool.execute("UPDATE jobs SET run_at = now()")
        try await Postbox.with(server) { postbox in
            _ = try await postbox.mail(to: mine, about: "invoice")
            try await server.settled()
            #expect(invoices(postbox).count == 1)
        }
    }

    @Test func `an attempt whose end nobody knows is repeated under the same name, and counted`() async throws {
        let ground = try await BookingGround(server)
        try await server.notice(ground.customer.id, "invoice_ready", try await ground.booked(), nil)
        // Its process was killed after the gateway had it.
        try await server.pool.execute(
            "UPDATE messages SET status = 'sending', attempts = 1 WHERE channel = 'email' AND user_id = \(ground.customer.id)"
        )
        try await Postbox.with(server) { postbox in
            try await server.settled()
            let row = try #require(
                try await server.messages(of: ground.customer.id).first { $0.channel == "email" })
            #expect(row.status == "sent" && row.attempts == 2 && row.repeats == 1)
            #expect(invoices(postbox).map { $0.id?.uuidString.lowercased() } == [row.key])
        }
    }

    @Test func `a job that comes again after it was sent sends nothing`() async throws {
        let ground = try await BookingGround(server)
        try await server.notice(ground.customer.id, "invoice_ready", try await ground.booked(), nil)
        try await Postbox.with(server) { postbox in
            try await server.settled()
            // Its process was killed before the job's row was gone.
            try await server.pool.execute(
                """
                INSERT INTO jobs (kind, payload) SELECT 'message.send', json_build_object('messageID', id) FROM messages
                WHERE user_id = \(ground.customer.id)
                """
            )
            try await server.settled()
            #expect(invoices(postbox).count == 1)
        }
        #expect(
            try await server.messages(of: ground.customer.id).allSatisfy { $0.status == "sent" && $0.repeats == 0 })
    }

    @Test func `who can't be reached so any more is sent nothing`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        try await server.notice(ground.customer.id, "invoice_ready", booking, nil)
        _ = try await reachedByPhone(ground.customer, server)
        try await server.notice(ground.owner.id, "invoice_ready", booking, nil)
        try await server.pool.execute("UPDATE users SET status = 'suspended' WHERE id = \(ground.owner.id)")
        try await Postbox.with(server) { postbox in
            try await server.settled()
            #expect(invoices(postbox).isEmpty && postbox.texts.isEmpty)
        }
        for person in [ground.customer, ground.owner] {
            let row = try #require(try await server.messages(of: person.id).first { $0.channel == "email" })
            #expect(row.status == "withheld" && row.attempts == 0 && row.lastError != nil)
        }
    }

    @Test func `an erased account's messages are gone, and none is sent`() async throws {
        let ground = try await BookingGround(server)
        try await server.notice(ground.customer.id, "invoice_ready", try await ground.booked(), nil)
        let export = try await server.send(.get, "/api/me/export", as: ground.customer).object()
        #expect((export["sent_messages"] as? [Any])?.count == 1 && (export["inbox"] as? [Any])?.count == 1)
        let erased = try await server.send(.delete, "/api/me", as: ground.customer, json: "{}")
        #expect(erased.status == 204, "\(erased.text)")
        #expect(try await server.messages(of: ground.customer.id).isEmpty)
        try await Postbox.with(server) { postbox in
            try await server.settled()
            #expect(invoices(postbox).isEmpty)
        }
    }

    @Test func `what a server of the version before writes stands in the inbox`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        for _ in 0..<2 {
            try await server.pool.execute(
                """
                INSERT INTO inbox_messages (user_id, kind, booking_id, history_id)
                SELECT \(ground.customer.id), 'accepted', \(booking), max(id) FROM booking_history
                WHERE booking_id = \(booking)
                ON CONFLICT ON CONSTRAINT inbox_messages_once DO NOTHING
                """)
        }
        let inbox = try await server.send(.get, "/api/me/inbox", as: ground.customer).object()
        #expect((inbox["items"] as? [Any])?.count == 1)
    }
}
