import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/bookings` and what a customer makes of each.
@Suite(.server) struct MyBookingsPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test func `another's booking isn't there, on any of its pages`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let other = ground.browser(try await server.person(.customer))
        let stranger = ground.browser(try await server.person(.provider))
        for path in ["", "/cancel", "/reschedule"] {
            let address = "/bookings/\(booking)" + path
            #expect(try await other.open(address).status == 404, "\(address)")
            #expect(try await stranger.open(address).status == 404, "\(address)")
            #expect(try await ground.browser(ground.customer).open(address).status == 200, "\(address)")
        }
        #expect(try await other.open("/bookings/\(booking)/rework").status == 404)
        #expect(try await other.open("/bookings/x").status == 404)
        for person in [ground.owner, ground.dispatcher, ground.admin] {
            #expect(try await ground.browser(person).open("/bookings/\(booking)").status == 200)
        }
    }

    @Test(arguments: BookingStatus.allCases)
    func `every status has words and says what happens next`(status: BookingStatus) async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked(status.rawValue)
        for language in Language.allCases {
            let page = try await ground.browser(ground.customer, choosing: language).open("/bookings/\(booking)")
            #expect(page.status == 200)
            #expect(page.text.contains(Site.current[language].words.text("bookings.status.\(status.rawValue)")))
            #expect(page.html.contains("data-booking-events") == !status.isEnd)
        }
    }

    @Test func `the way to the centre is there for phones without an app for it, too`() async throws {
        let ground = try await BookingGround(server)
        let page = try await ground.browser(ground.customer).open("/bookings/\(try await ground.booked())")
        #expect(page.html.matches(of: /href="geo:/).count == 1)
        let way =
            "<p class=\"way--device mb-3\"><a class=\"back-link\" href=\"https://www.openstreetmap.org/directions?to="
        #expect(page.html.contains(way))
        #expect(page.text.contains(words.text("centre.way_in_browser")))
    }

    @Test func `it is cancelled once, after a question`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let browser = ground.browser(ground.customer)
        let ask = try await browser.open("/bookings/\(booking)/cancel")
        #expect(ask.text.contains(words.text("bookings.cancel.free")))
        let form = try ask.form("/bookings/\(booking)/cancel")
        for _ in 0..<2 {
            let done = try await browser.submit(form, ["reason": "Bought <a> new one"])
            #expect(done.address == "/bookings/\(booking)?done=bookings.cancelled")
            #expect(done.text.contains(words.text("bookings.status.cancelled")))
            #expect(done.html.contains("Bought &lt;a&gt; new one"))
        }
        #expect(try await browser.open("/bookings/\(booking)/cancel").address == "/bookings/\(booking)")
    }

    @Test func `it is moved to another free time, and a taken one shows others`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let browser = ground.browser(ground.customer)
        let path = "/bookings/\(booking)/reschedule"
        let day = CalendarDay(of: .tomorrow(12, days: 2)).text
        let times = try await browser.open(path + "?day=\(day)")
        let ask = try await browser.open(try times.link(path + "?starts_at"))
        let moved = try await browser.submit(try ask.form(path))
        #expect(moved.address == "/bookings/\(booking)?done=bookings.moved", "\(moved.text)")
        #expect(CalendarDay(of: try await ground.row(booking).start).text == day)
        // What its history notes for programs is no sentence for people.
        #expect(!moved.text.contains("moved from"))
        _ = try await ground.booked(at: .tomorrow(15))
        let refused = try await browser.submit(
            try ask.form(path), ["starts_at": Timestamp.text(.tomorrow(15))])
        #expect(refused.status == 422 && refused.text.contains(words.text("errors.slot_taken")))
        #expect(refused.html.contains("<button name=\"starts_at\""))
    }

    @Test func `one that no centre has is moved to any time ahead`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        try await server.pool.execute(
            """
            UPDATE bookings SET provider_id = NULL, resource_id = NULL, needs_dispatch = true, respond_by = NULL,
                changed_by = NULL, changed_role = 'system' WHERE id = \(booking)
            """)
        let browser = ground.browser(ground.dispatcher)
        let path = "/bookings/\(booking)/reschedule"
        let day = CalendarDay(of: .tomorrow(12, days: 4)).text
        let ask = try await browser.submit(try (try await browser.open(path)).form(path), ["time": "\(day)T15:30"])
        let moved = try await browser.submit(try ask.form(path))
        #expect(moved.address == "/bookings/\(booking)?done=bookings.moved", "\(moved.text)")
        #expect(try await ground.row(booking).start == .tomorrow(15, 30, days: 4))
    }

    @Test func `a repair that is done is reviewed once, and done again free of charge`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("completed")
        let browser = ground.browser(ground.customer)
        let page = try await browser.open("/bookings/\(booking)")
        let form = try page.form("/bookings/\(booking)/review")
        let refused = try await browser.submit(form, ["text": "Good <work>"])
        #expect(refused.status == 422 && refused.error(of: "rating") == words.text("bookings.field.rating.missing"))
        #expect(try refused.form("/bookings/\(booking)/review").fields["text"] == "Good <work>")
        for _ in 0..<2 {
            let done = try await browser.submit(form, ["rating": "4", "text": "Good <work>"])
            #expect(done.address == "/bookings/\(booking)?done=bookings.reviewed")
            #expect(done.text.contains(words.text("bookings.review.star.4")))
            #expect(done.html.contains("Good &lt;work&gt;") && done.forms("/bookings/\(booking)/review").isEmpty)
        }
        let times = try await browser.open(try page.link("/bookings/\(booking)/rework"))
        let ask = try await browser.open(try times.link("/bookings/\(booking)/rework?starts_at"))
        let again = try ask.form("/bookings/\(booking)/rework")
        let made = try await browser.submit(again)
        #expect(made.text.contains(words.text("bookings.one.warranty_of")) && made.text.contains("₹0"))
        #expect(try await browser.submit(again).address == made.address)
    }

    @Test func `a dispatcher has it done again for whoever calls, and its centre doesn't`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("completed")
        let path = "/bookings/\(booking)/rework"
        let owner = ground.browser(ground.owner)
        #expect(try await owner.open("/bookings/\(booking)").links(path).isEmpty)
        #expect(try await owner.open(path).status == 404)
        let desk = ground.browser(ground.dispatcher)
        let page = try await desk.open("/bookings/\(booking)")
        #expect(page.forms("/bookings/\(booking)/review").isEmpty)
        let times = try await desk.open(try page.link(path))
        let ask = try await desk.open(try times.link(path + "?starts_at"))
        let made = try await desk.submit(try ask.form(path))
        #expect(made.status == 200 && made.text.contains(words.text("bookings.one.warranty_of")), "\(made.text)")
        #expect(try await server.bookings(of: ground.customer) == 2)
    }

    @Test func `an owner who is a customer too says how it was`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("completed")
        try await server.pool.execute(
            "UPDATE bookings SET customer_id = \(ground.owner.id) WHERE id = \(booking)")
        let browser = ground.browser(ground.owner)
        let form = try (try await browser.open("/bookings/\(booking)")).form("/bookings/\(booking)/review")
        let done = try await browser.submit(form, ["rating": "5"])
        #expect(done.address == "/bookings/\(booking)?done=bookings.reviewed", "\(done.text)")
    }

    @Test(arguments: Language.allCases)
    func `the inbox tells in the reader's language, and what was opened has been read`(language: Language)
        async throws
    {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        try await server.pool.execute(
            """
            INSERT INTO inbox_messages (user_id, kind, booking_id, history_id)
            SELECT \(ground.customer.id), 'accepted', \(booking), max(id) FROM booking_history
            WHERE booking_id = \(booking)
            """)
        let words = Site.current[language].words
        let browser = ground.browser(ground.customer, choosing: language)
        let unread = words.text("bookings.inbox.unread", ["count": "1"])
        #expect(try await browser.open("/bookings").text.contains(unread))
        let inbox = try await browser.open("/account/inbox")
        #expect(inbox.text.contains(words.text("bookings.inbox.new")))
        // Whoever only looked at the list has read nothing.
        #expect(try await browser.open("/bookings").text.contains(unread))
        let opened = try await browser.open(try inbox.link("/account/inbox/"))
        #expect(opened.address == "/bookings/\(booking)" && !opened.text.contains(unread))
        #expect(try await !browser.open("/account/inbox").text.contains(words.text("bookings.inbox.new")))
    }

    @Test func `all are read at once by a button, but for what has come since`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let words = Site.current[.english].words
        func tell(_ kind: String) async throws {
            try await server.pool.execute(
                """
                INSERT INTO inbox_messages (user_id, kind, booking_id, history_id)
                SELECT \(ground.customer.id), \(kind), \(booking), max(id) FROM booking_history
                WHERE booking_id = \(booking)
                """)
        }
        try await tell("accepted")
        try await tell("cancelled")
        let browser = ground.browser(ground.customer)
        let inbox = try await browser.open("/account/inbox")
        #expect(inbox.text.contains(words.text("bookings.inbox.unread", ["count": "2"])))
        try await tell("completed")
        let left = try await browser.submit(try inbox.form("/account/inbox/read"))
        #expect(left.text.contains(words.text("bookings.inbox.unread", ["count": "1"])))
        // Another's message opens nothing.
        let strange = ground.browser(ground.owner)
        let none = try await strange.open(try inbox.link("/account/inbox/"))
        #expect(none.address == "/account/inbox")
    }
}

/// A server of its own, whose operator takes a fee.
struct LateFeePagesTests {
    private var words: Words { Site.current[.english].words }

    @Test func `what a late cancellation costs is named before`() async throws {
        var settings = NodeSettings()
        settings.bookingRules.lateFee_paise = 5_000
        settings.bookingRules.freeUntilHours = 72
        try await withServer(settings) { server in
            let ground = try await BookingGround(server)
            let booking = try await ground.booked()
            let browser = ground.browser(ground.customer)
            let ask = try await browser.open("/bookings/\(booking)/cancel")
            #expect(ask.text.contains(words.text("bookings.cancel.fee", ["fee": "₹50"])))
            let move = try await browser.open(
                try (try await browser.open("/bookings/\(booking)/reschedule")).link(
                    "/bookings/\(booking)/reschedule?starts_at"))
            #expect(move.text.contains(words.text("bookings.move.fee", ["fee": "₹50"])))
            let done = try await browser.submit(try ask.form("/bookings/\(booking)/cancel"))
            #expect(done.text.contains("₹50"))
            #expect(try await server.bookingRow(booking).fee_paise == 5_000)
        }
    }
}
