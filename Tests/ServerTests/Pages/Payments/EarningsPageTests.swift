import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What owners see of what they earn, and everybody of how they are told.
@Suite(.serialized) struct EarningsPageTests {
    @Test(arguments: Language.allCases)
    func `a statement adds up, and is a table as well`(language: Language) async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[language].words
            let booking = try await ground.bookings.booked()
            _ = try await ground.paid(booking)
            try await ground.complete(booking)
            try await ground.work()
            let path = "/provider/centres/\(ground.bookings.centre)/earnings"
            let browser = ground.bookings.browser(ground.bookings.owner, choosing: language)
            let page = try await browser.open(path)
            #expect(page.status == 200 && page.text.contains(words.text("earnings.kind.accrual")))
            // ₹450 less 10 % and 0.1 %.
            #expect(page.text.contains("₹404.55"))
            #expect(page.links("/bookings/\(booking)").count == 1)
            let table = try await browser.open(try page.link(path + ".csv"))
            #expect(table.status == 200 && table.html.contains("accrual"))
            #expect(try await browser.open(path + "?month=2020-01").text.contains(words.text("earnings.none")))
            let stranger = ground.bookings.browser(try await ground.server.person(.provider))
            #expect(try await stranger.open(path).status == 404)
        }
    }
}

@Suite(.server) struct MessagePreferencePagesTests {
    @Test func `ticks are stored, and what was agreed to is told`() async throws {
        let words = Site.current[.english].words
        let person = try await server.person(.customer)
        let browser = Browser(server, as: person, choosing: .english)
        let account = try await browser.open("/account")
        let page = try await browser.open(try account.link("/account/messages"))
        let form = try page.form("/account/messages")
        let saved = try await browser.submit(form, ["offers": "true", "promotional.email": "true"])
        #expect(saved.text.contains(words.text("messages.done.saved")))
        #expect(saved.text.contains(words.text("messages.consent.offers_granted")))
        let kept = try saved.form("/account/messages").fields
        #expect(kept["offers"] == "true" && kept["promotional.email"] == "true")
        func stored() async throws -> [String] {
            try await server.pool.query(
                """
                SELECT category || '.' || channel FROM message_preferences WHERE user_id = \(person.id) AND NOT wanted
                ORDER BY 1
                """
            ).map { try $0.decode(String.self) }
        }
        // The usual is left to be the usual.
        #expect(try await stored() == [])
        let withdrawn = try await browser.submit(
            WebForm(method: .post, action: "/account/messages", fields: FormBody([("csrf", kept["csrf"])])))
        #expect(withdrawn.text.contains(words.text("messages.consent.offers_withdrawn")))
        #expect(try await stored() == ["promotional.email", "service.email"])
    }
}
