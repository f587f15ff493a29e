import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/dispatch/bookings` and `/admin/bookings`.
@Suite(.server) struct BookingBoardPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test(arguments: Language.allCases)
    func `a booking that no centre has is given to one, with a reason`(language: Language) async throws {
        let ground = try await BookingGround(server)
        let other = try await server.openCentre(of: try await server.person(.provider))
        let booking = try await ground.booked()
        try await server.pool.execute(
            """
            UPDATE bookings SET provider_id = NULL, resource_id = NULL, needs_dispatch = true, respond_by = NULL,
                changed_by = NULL, changed_role = 'system' WHERE id = \(booking)
            """)
        let words = Site.current[language].words
        let browser = ground.browser(ground.dispatcher, choosing: language)
        let board = try await browser.open("/dispatch/bookings")
        let one = try await browser.open(try board.link("/dispatch/bookings/\(booking)"))
        #expect(one.text.contains(words.text("board.excluded.had_it")))
        #expect(one.html.contains("value=\"\(other)\""))
        let form = try one.form("/dispatch/bookings/\(booking)")
        let refused = try await browser.submit(form, ["reason": "", "provider_id": String(other)])
        #expect(refused.status == 422 && refused.error(of: "reason") == words.text("board.field.reason.missing"))
        let done = try await browser.submit(form, ["provider_id": String(other)])
        #expect(done.address == "/dispatch/bookings?done=board.assigned", "\(done.text)")
        #expect(try await ground.row(booking).provider == other)
    }

    @Test func `what is late stands on the board, and an impossible centre is refused with words`() async throws {
        let ground = try await BookingGround(server)
        let other = try await server.openCentre(
            ["services": [["service": "thermostat", "price_paise": 1, "minutes": 30]]],
            of: try await server.person(.provider))
        let booking = try await ground.booked()
        try await server.letTimePass(for: booking)
        let browser = ground.browser(ground.dispatcher)
        #expect(
            try await browser.open("/dispatch/bookings?queue=late").links("/dispatch/bookings/\(booking)").count == 1)
        let one = try await browser.open("/dispatch/bookings/\(booking)")
        let refused = try await browser.submit(
            try one.form("/dispatch/bookings/\(booking)"), ["provider_id": String(other)])
        #expect(refused.status == 422)
        #expect(try await browser.open("/dispatch/bookings/999999999").status == 404)
    }

    @Test func `what is late is given away at the next time that is free`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let other = try await server.openCentre(of: try await server.person(.provider))
            let booking = try await ground.booked("accepted", at: Date() - 3600)
            let browser = ground.browser(ground.dispatcher)
            let one = try await browser.open("/dispatch/bookings/\(booking)")
            #expect(
                one.text.contains(words.text("board.later")) && one.text.contains(words.text("board.candidates.none")))
            let button = try Regex("name=\"later\" value=\"(\(other) [^\"]*)\"", as: (Substring, Substring).self)
            let choice = try #require(one.html.firstMatch(of: button)).1
            let form = try one.form("/dispatch/bookings/\(booking)")
            let done = try await browser.submit(form, ["later": String(choice)])
            #expect(done.address == "/dispatch/bookings?done=board.assigned", "\(done.text)")
            let row = try await ground.row(booking)
            #expect(row.provider == other && row.status == "accepted" && row.start > Date() - 60)
            // What is no choice changes nothing.
            let nothing = try await browser.submit(form, ["later": "\(other) soon"])
            #expect(nothing.address == "/dispatch/bookings/\(booking)")
            #expect(try await ground.row(booking) == row)
        }
    }

    @Test(arguments: Language.allCases)
    func `an admin finds bookings by status, centre and day, and takes them along`(language: Language) async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("accepted")
        let browser = ground.browser(ground.admin, choosing: language)
        let day = CalendarDay(of: .tomorrow(10))
        func found(_ query: String) async throws -> Int {
            try await browser.open("/admin/bookings?provider_id=\(ground.centre)" + query).links("/bookings/\(booking)")
                .count
        }
        #expect(try await found("") == 1)
        #expect(try await found("&status=accepted&from=\(day.text)&to=\(day.adding(1).text)") == 1)
        #expect(try await found("&status=completed") == 0)
        #expect(try await found("&to=\(day.text)") == 0)
        #expect(try await found("&city=Nowhere") == 0)
        #expect(try await found("&status=x&from=y") == 1)
        let page = try await browser.open("/admin/bookings?provider_id=\(ground.centre)")
        let file = try await browser.open(try page.link("/admin/bookings.csv"))
        #expect(file.status == 200 && file.html.contains("\n\(booking),"))
    }
}
