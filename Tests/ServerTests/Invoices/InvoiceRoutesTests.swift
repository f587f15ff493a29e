import Foundation
import HTTPTypes
import Jobs
import Marketplace
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Server

@Suite(.server) struct InvoiceRoutesTests {
    private struct Listed: Decodable {
        struct Item: Decodable {
            let id: Int64
            let kind: String
            let serial: String
            let total_paise: Int64
            let cgst_paise: Int64
            let href: String
        }
        let items: [Item]
    }

    private var invoices: Invoices { Invoices(pool: server.pool) }

    private func completed(_ ground: BookingGround) async throws -> Int64 {
        let booking = try await ground.booked()
        for status in ["accepted", "in_progress", "completed"] {
            #expect(try await ground.move(booking, to: status, as: ground.owner).status == 200)
        }
        return booking
    }

    private func invoice(_ booking: Int64, _ query: String = "", as person: Person) async throws -> Reply {
        try await server.send(.get, "/api/bookings/\(booking)/invoice\(query)", as: person)
    }

    /// As the worker would.
    private func issue(_ booking: Int64) async throws -> Int64 {
        let id = try #require(try await invoices.issue(bookingID: booking))
        try await invoices.draw(id)
        return id
    }

    @Test func `the invoice is being made, and then is there, for those whose booking it is`() async throws {
        let ground = try await BookingGround(server, ["gstin": "33AAACH7409R1Z8"])
        let booking = try await completed(ground)
        let first = try await invoice(booking, as: ground.customer)
        #expect(first.status == 202 && first.headers[.retryAfter] == "2")
        #expect(try first.object()["status"] as? String == "being_made")
        _ = try await issue(booking)
        for person in [ground.customer, ground.owner, ground.dispatcher, ground.admin] {
            let reply = try await invoice(booking, as: person)
            #expect(reply.status == 200 && reply.headers[.contentType] == "application/pdf", "\(person.role)")
            #expect(reply.headers[.contentDisposition]?.contains("filename=\"invoice-") == true)
            #expect(Array(reply.body.readableBytesView.prefix(5)) == Array("%PDF-".utf8))
        }
        for stranger in [try await server.person(.customer), try await server.person(.provider)] {
            try expectProblem(try await invoice(booking, as: stranger), 404, "unknown_booking")
            let list = try await server.send(.get, "/api/bookings/\(booking)/invoices", as: stranger)
            try expectProblem(list, 404, "unknown_booking")
        }
    }

    @Test func `who has it already isn't sent it again, and its bytes are those whose hash is kept`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await completed(ground)
        let id = try await issue(booking)
        let reply = try await invoice(booking, as: ground.customer)
        var headers = ground.customer.headers
        headers[.ifNoneMatch] = reply.headers[.eTag]
        let again = try await server.send(.get, "/api/bookings/\(booking)/invoice", headers: headers)
        #expect(again.status == 304 && again.body.readableBytes == 0)
        let stored = try await server.pool.query(
            "SELECT pdf, sha256(pdf) = sha256, encode(sha256, 'hex') FROM invoice_files WHERE invoice_id = \(id)")
        let (pdf, isRight, hash) = try stored[0].decode([UInt8].self, Bool.self, String.self)
        #expect(pdf == Array(reply.body.readableBytesView) && isRight)
        #expect(reply.headers[.eTag] == "\"\(hash.prefix(32))\"")
        #expect(reply.headers[.contentDisposition]?.contains("receipt-r-") == true)
    }

    @Test func `in the other language it is made when somebody asks`() async throws {
        let ground = try await BookingGround(server, ["gstin": "33AAACH7409R1Z8"])
        let booking = try await completed(ground)
        try await server.pool.execute("UPDATE users SET language = 'ta' WHERE id = \(ground.customer.id)")
        let id = try await issue(booking)
        let tamil = try await invoice(booking, as: ground.customer)
        #expect(try Paper(Array(tamil.body.readableBytesView)).lines().contains("வரி விலைப்பட்டியல்"))
        #expect(try await invoice(booking, "?lang=ta", as: ground.customer).headers[.eTag] == tamil.headers[.eTag])
        #expect(try await invoice(booking, "?lang=en", as: ground.customer).status == 202)
        let jobs = try await server.pool.query(
            "SELECT payload->>'language' FROM jobs WHERE kind = 'draw_invoice' AND unique_key = \("\(id):en")")
        let languages: [String] = try jobs.map { try $0.column(0) }
        #expect(languages == ["en"])
        try await invoices.draw(id, in: .english)
        let english = try await invoice(booking, "?lang=en", as: ground.customer)
        #expect(try Paper(Array(english.body.readableBytesView)).lines().contains("Tax invoice"))
        try expectProblem(
            try await invoice(booking, "?lang=fr", as: ground.customer), 422, "invalid_parameter", field: "lang")
        try expectProblem(
            try await invoice(booking, "?language=ta", as: ground.customer), 422, "unknown_parameter", field: "language"
        )
    }

    @Test func `what isn't over, or couldn't be invoiced, has no invoice`() async throws {
        let ground = try await BookingGround(server)
        try expectProblem(
            try await invoice(try await ground.booked(at: .tomorrow(14)), as: ground.customer), 404, "no_invoice")
        try expectProblem(try await invoice(999_999_999, as: ground.admin), 404, "unknown_booking")
        // Called off after its centre was lost: nothing is owed, and nobody is there to issue anything.
        let lost = try await ground.booked(at: .tomorrow(16))
        try await server.pool.execute(
            """
            UPDATE bookings SET status = 'cancelled', changed_role = 'customer', provider_id = NULL, resource_id = NULL
            WHERE id = \(lost)
            """)
        try expectProblem(try await invoice(lost, as: ground.customer), 404, "no_invoice")
        let booking = try await completed(ground)
        try await server.pool.execute(
            """
            INSERT INTO jobs (kind, payload, status, failed_at, last_error)
            VALUES ('issue_invoice', \("{\"bookingID\":\(booking)}")::json, 'dead', now(), 'The GSTIN is wrong.')
            """)
        try expectProblem(try await invoice(booking, as: ground.customer), 404, "no_invoice")
    }

    @Test func `what was called off late is invoiced by itself, for its fee`() async throws {
        let ground = try await BookingGround(server, ["gstin": "33AAACH7409R1Z8"])
        var bookings: [Int64] = []
        for (hour, fee) in [(10, 5_000), (12, 0)] as [(Int, Int64)] {
            bookings.append(try await ground.booked(at: .tomorrow(hour)))
            try await server.pool.execute(
                """
                UPDATE bookings SET status = 'cancelled', changed_role = 'customer', fee_paise = \(fee)
                WHERE id = \(bookings[bookings.count - 1])
                """)
        }
        let jobs = try await server.pool.query(
            """
            SELECT (payload->>'bookingID')::bigint FROM jobs
            WHERE kind = 'issue_invoice' AND (payload->>'bookingID')::bigint = ANY (\(bookings))
            """)
        let invoiced: [Int64] = try jobs.map { try $0.column(0) }
        #expect(invoiced == [bookings[0]])
        _ = try await issue(bookings[0])
        let list = try await server.send(.get, "/api/bookings/\(bookings[0])/invoices", as: ground.customer)
            .decode(Listed.self).items
        #expect(list.map(\.kind) == ["tax_invoice"] && list.map(\.total_paise) == [5_000])
        try expectProblem(try await invoice(bookings[1], as: ground.customer), 404, "no_invoice")
    }

    @Test func `a refund has its credit note, listed with the invoice`() async throws {
        let ground = try await BookingGround(server, ["gstin": "33AAACH7409R1Z8"])
        let booking = try await completed(ground)
        _ = try await issue(booking)
        let refund = try await refunded(10_000, of: booking)
        let note = try #require(try await invoices.issueCorrection(refundID: refund))
        let path = "/api/bookings/\(booking)/credit-notes/\(note)"
        #expect(try await server.send(.get, path, as: ground.customer).status == 202)
        try await invoices.draw(note)
        let reply = try await server.send(.get, path, as: ground.customer)
        #expect(reply.status == 200 && reply.headers[.contentDisposition]?.contains("cn-") == true)
        let list = try await server.send(.get, "/api/bookings/\(booking)/invoices", as: ground.customer)
            .decode(Listed.self).items
        #expect(list.map(\.kind) == ["tax_invoice", "credit_note"] && list.map(\.total_paise) == [45_000, 10_000])
        #expect(list.map(\.href) == ["/api/bookings/\(booking)/invoice", path])
        let other = try await server.send(
            .get, "/api/bookings/\(booking)/credit-notes/\(list[0].id)", as: ground.customer)
        try expectProblem(other, 404, "unknown_credit_note")
    }

    private func refunded(_ amount_paise: Int64, of booking: Int64) async throws -> Int64 {
        try await server.pool.withTransaction { transaction in
            try await transaction.query(
                """
                WITH payment AS (
                    INSERT INTO payments (booking_id, method, status, amount_paise, received_paise, received_by, txn_id)
                    VALUES (\(booking), 'manual', 'captured', 45000, 45000, 'provider', gen_random_uuid()::text)
                    RETURNING id)
                INSERT INTO refunds (payment_id, booking_id, amount_paise, status, cause)
                SELECT id, \(booking), \(amount_paise), 'processed', 'requested' FROM payment RETURNING id
                """)[0].decode(Int64.self)
        }
    }
}
