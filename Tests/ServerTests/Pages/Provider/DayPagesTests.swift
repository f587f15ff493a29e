import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/provider/centres/{id}/day` and `/calendar`.
@Suite(.server) struct DayPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test(arguments: Language.allCases)
    func `a request is accepted, begun and done, each by one tap`(language: Language) async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let browser = ground.browser(ground.owner, choosing: language)
        let path = "/provider/centres/\(ground.centre)/day"
        let date = CalendarDay(of: .tomorrow(10)).text
        for step in ["accepted", "in_progress", "completed"] {
            let page = try await browser.open(path + "?date=\(date)")
            let form = try #require(page.forms(path).first { $0.fields["booking"] == String(booking) })
            for _ in 0..<2 {
                let done = try await browser.submit(form, ["step": step])
                #expect(done.address == path + "?date=\(date)&done=calendar.\(step)", "\(step): \(done.text)")
            }
            #expect(try await ground.row(booking).status == step)
        }
        #expect(try await browser.open(path + "?date=\(date)").forms(path).allSatisfy { $0.fields["booking"] == "" })
    }

    @Test func `to decline needs a reason, which stays beside the booking that it is about`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let browser = ground.browser(ground.owner)
        let path = "/provider/centres/\(ground.centre)/day"
        let form = try #require(
            (try await browser.open(path)).forms(path).first { $0.fields.has("reason") })
        let refused = try await browser.submit(form, ["step": "rejected"])
        #expect(refused.status == 422)
        #expect(refused.html.contains("id=\"reason-\(booking)-error\""))
        #expect(try await ground.row(booking).status == "pending")
        let done = try await browser.submit(form, ["step": "rejected", "reason": "No <parts>"])
        #expect(done.address.hasSuffix("done=calendar.rejected"))
        #expect(try await ground.row(booking).status == "rejected")
        let customers = try await ground.browser(ground.customer).open("/bookings/\(booking)")
        #expect(customers.html.contains("No &lt;parts&gt;"))
    }

    @Test func `what can't be done any more is told, and nothing of another's centre is there`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let browser = ground.browser(ground.owner)
        let path = "/provider/centres/\(ground.centre)/day"
        let form = try #require((try await browser.open(path)).forms(path).first { $0.fields["booking"] != "" })
        let reply = try await server.send(
            .post, "/api/bookings/\(booking)/cancel", as: ground.customer, json: "{}")
        #expect(reply.status == 200)
        let refused = try await browser.submit(form, ["step": "accepted"])
        #expect(refused.status == 422 && refused.text.contains(words.text("errors.illegal_transition")))
        let stranger = ground.browser(try await server.person(.provider))
        for part in ["day", "calendar"] {
            #expect(try await stranger.open("/provider/centres/\(ground.centre)/\(part)").status == 404)
        }
    }

    @Test(arguments: Language.allCases)
    func `the week shows what is booked and who isn't there`(language: Language) async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("accepted")
        let browser = ground.browser(ground.owner, choosing: language)
        let path = "/provider/centres/\(ground.centre)/calendar"
        let week = CalendarDay(of: .tomorrow(10)).text
        let page = try await browser.open(path + "?week=\(week)")
        #expect(page.links("/bookings/\(booking)").count == 1)
        let form = try page.form(path + "/away")
        let wrong = try await browser.submit(
            form, ["from_time": "2027-03-02T10:00", "to_time": "2027-03-02T09:00"])
        #expect(wrong.status == 422)
        #expect(wrong.error(of: "to_time") == Site.current[language].words.text("calendar.field.to_time.order"))
        let day = CalendarDay(of: .tomorrow(10, days: 3)).text
        let away = try await browser.submit(form, ["from_time": "\(day)T10:00", "to_time": "\(day)T12:00"])
        #expect(away.address.hasSuffix("done=calendar.blocked"), "\(away.text)")
        let back = try await browser.submit(try away.form(path + "/away/remove"))
        #expect(back.address.hasSuffix("done=calendar.freed") && back.forms(path + "/away/remove").isEmpty)
    }

    @Test func `the address for a phone's calendar is shown once, renewed and ended`() async throws {
        let ground = try await BookingGround(server)
        let browser = ground.browser(ground.owner)
        let path = "/provider/centres/\(ground.centre)/calendar"
        func address(_ page: WebPage) throws -> String {
            String(try #require(page.html.firstMatch(of: /<code class="secret">https?:\/\/[^\/]*([^<]*)<\/code>/)).1)
        }
        let made = try await browser.submit(try (try await browser.open(path)).form(path + "/feed"))
        let first = try address(made)
        #expect(try await server.send(.get, first).status == 200)
        let later = try await browser.open(path)
        #expect(!later.html.contains("class=\"secret\"") && later.forms(path + "/feed").count == 2)
        // Neither by one touch alone: what the phone has ceases to work.
        #expect(later.html.contains(/<details class="fold">[^<]*<summary>[\s\S]*value="renew"[\s\S]*value="end"/))
        let second = try address(try await browser.submit(try later.form(path + "/feed"), ["change": "renew"]))
        #expect(try await server.send(.get, first).status == 404)
        #expect(try await server.send(.get, second).status == 200)
        let ended = try await browser.submit(try later.form(path + "/feed"), ["change": "end"])
        #expect(ended.address.hasSuffix("done=calendar.feed_ended"))
        #expect(try await server.send(.get, second).status == 404)
    }
}
