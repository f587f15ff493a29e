import Foundation
import HTTPTypes
import Jobs
import Marketplace
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Server

@Suite(.server) struct CommissionInvoiceRoutesTests {
    private static let month = "2020-01"

    private func path(_ ground: BookingGround, _ month: String = month) -> String {
        "/api/providers/\(ground.centre)/commission-invoices/\(month)"
    }

    /// Billed, numbered by the centre; gives the bill's id.
    private func billed(_ ground: BookingGround, halves: Int64 = 2) async throws -> Int64 {
        try await server.pool.withTransaction { transaction in
            try await transaction.execute(
                """
                SELECT commission_invoice_insert(\(ground.centre), NULL, '2020-01-01', 2019, \(Int32(ground.centre)),
                    \(45_000 * halves), \(4500 * halves), \(686 * halves))
                """)
            return try await transaction.query(
                "SELECT id FROM commission_invoices WHERE provider_id = \(ground.centre)")[0].decode(Int64.self)
        }
    }

    /// As the worker would.
    private func draw(_ bill: Int64) async throws {
        let gstin = try #require(GSTIN("33AAACI1234R1ZK"))
        let rules = InvoiceRules(
            biller: .init(name: "Istri", address: "1 Anna Salai, Chennai - 600002", gstin: gstin))
        try await Invoices(pool: server.pool, rules: rules).drawCommissionInvoice(bill)
    }

    @Test func `it is being drawn, and then is there, for the centre's owner and admins alone`() async throws {
        let ground = try await BookingGround(server)
        let bill = try await billed(ground)
        for _ in 0..<2 {
            let first = try await server.send(.get, path(ground), as: ground.owner)
            #expect(first.status == 202 && first.headers[.retryAfter] == "2")
            #expect(try first.object()["status"] as? String == "being_made")
        }
        let jobs = try await server.pool.query(
            "SELECT count(*) FROM jobs WHERE kind = 'draw_commission_invoice' AND unique_key = \("\(bill)")")
        #expect(try jobs[0].decode(Int64.self) == 1)
        try await draw(bill)
        let reply = try await server.send(.get, path(ground), as: ground.owner)
        #expect(reply.status == 200 && reply.headers[.contentType] == "application/pdf")
        #expect(reply.headers[.contentDisposition]?.contains("filename=\"com-19-20-") == true)
        let lines = try Paper(Array(reply.body.readableBytesView)).lines()
        #expect(lines.contains("Tax invoice") && lines.contains("Total ₹ 90.00"))
        let stored = try await server.pool.query(
            "SELECT pdf, encode(sha256(pdf), 'hex') FROM commission_invoice_files WHERE invoice_id = \(bill)")
        let (pdf, hash) = try stored[0].decode([UInt8].self, String.self)
        #expect(pdf == Array(reply.body.readableBytesView) && reply.headers[.eTag] == "\"\(hash.prefix(32))\"")
        var headers = ground.admin.headers
        headers[.ifNoneMatch] = reply.headers[.eTag]
        #expect(try await server.send(.get, path(ground), headers: headers).status == 304)
        let stranger = try await server.person(.provider)
        try expectProblem(try await server.send(.get, path(ground), as: stranger), 404, "unknown_provider")
        for person in [ground.customer, ground.dispatcher] {
            #expect(try await server.send(.get, path(ground), as: person).status == 403, "\(person.role)")
        }
        #expect(try await server.get(path(ground)).status == 401)
    }

    @Test func `a month without a bill has none, nor has one that can't be drawn; a month must be one`() async throws {
        let ground = try await BookingGround(server)
        try expectProblem(
            try await server.send(.get, path(ground), as: ground.owner), 404, "no_commission_invoice")
        for wrong in ["2020-13", "2020-1", "january"] {
            try expectProblem(
                try await server.send(.get, path(ground, wrong), as: ground.owner), 422, "invalid_parameter",
                field: "month")
        }
        let bill = try await billed(ground)
        try await server.pool.execute(
            """
            INSERT INTO jobs (kind, payload, status, failed_at, last_error)
            VALUES ('draw_commission_invoice', \("{\"invoiceID\":\(bill)}")::json, 'dead', now(), 'Not named.')
            """)
        try expectProblem(
            try await server.send(.get, path(ground), as: ground.owner), 404, "no_commission_invoice")
    }

    @Test(arguments: [(Language.english, Int64(2)), (.tamil, -1)])
    func `the page of the month leads to it, and the statement names its place`(
        language: Language, halves: Int64
    ) async throws {
        let words = Site.current[language].words
        let ground = try await BookingGround(server)
        try await server.pool.execute(
            "UPDATE users SET language = \(language.rawValue) WHERE id = \(ground.owner.id)")
        let bill = try await billed(ground, halves: halves)
        let statement = try await server.send(
            .get, "/api/providers/\(ground.centre)/statement?month=\(Self.month)", as: ground.owner)
        #expect(statement.text.contains("\"href\":\"\(path(ground))\""), "\(statement.text)")
        let browser = ground.browser(ground.owner, choosing: language)
        let page = try await browser.open("/provider/centres/\(ground.centre)/earnings?month=\(Self.month)")
        #expect(page.text.contains(words.text("earnings.\(halves < 0 ? "commission_credit" : "commission_invoice")")))
        let link = try page.link("/provider/centres/\(ground.centre)/commission-invoice.pdf")
        #expect(try await browser.open(link).text.contains(words.text("payments.done.being_made")))
        try await draw(bill)
        #expect(try await browser.open(link).status == 200)
        let reply = try await server.send(.get, link, as: ground.owner)
        let lines = try Paper(Array(reply.body.readableBytesView)).lines()
        #expect(lines.contains(language == .tamil ? "வரவுக் குறிப்பு" : "Tax invoice"))
        let stranger = ground.browser(try await server.person(.provider))
        #expect(try await stranger.open(link).status == 404)
    }
}
