import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/provider/centres/{id}` and the pages of its parts.
@Suite(.server) struct OwnCentrePagesTests {
    private var words: Words { Site.current[.english].words }

    @Test(arguments: Language.allCases)
    func `each part has its page, for its owner alone`(language: Language) async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let other = try await server.person(.provider)
        for part in CentrePart.allCases {
            let path = part.path(of: centre.id)
            let page = try await Browser(server, as: owner, choosing: language).open(path)
            #expect(page.status == 200 && page.text.contains("Velan Iron Repair"), "\(path)")
            #expect(page.html.matches(of: /<a href="[^"]*" aria-current="page">/).count == 1)
            if part.isOneForm { #expect(try page.form(path).fields[PageContext.csrfField] != "") }
            #expect(try await Browser(server, as: other).open(path).status == 404)
            if part.isOneForm { #expect(try await server.send(.post, path, as: other).status == 404) }
        }
    }

    @Test func `the profile changes, and saving it untouched changes nothing`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(centreBody(["lat": 13.09, "lng": 80.28]), as: owner)
        let browser = Browser(server, as: owner)
        let path = "/provider/centres/\(centre.id)"
        let form = try await browser.open(path).form(path)
        _ = try await browser.submit(form)
        #expect(try await server.audit(of: centre.id) == ["provider.registered"])
        let saved = try await browser.submit(form, ["center_name": "Velan <i>& Sons", "lat": "", "lng": ""])
        #expect(saved.address == path + "?done=provider.saved" && saved.html.contains("Velan &lt;i&gt;&amp; Sons"))
        let after = try await server.centre(centre.id, as: owner)
        #expect(after.center_name == "Velan <i>& Sons" && after.location_source == "pincode_centroid")
        let refused = try await browser.submit(form, ["pincode": "x", "address": "Somewhere <else>"])
        #expect(refused.status == 422 && refused.error(of: "pincode") == words.text("errors.invalid_pincode"))
        #expect(try refused.form(path).fields["address"] == "Somewhere <else>")
    }

    @Test func `of two tabs the second is told what the first has saved, and keeps what was typed`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: owner)
        let path = CentrePart.profile.path(of: centre.id)
        let first = try await browser.open(path).form(path)
        let second = try await browser.open(path).form(path)
        for _ in 0..<2 {
            // Sent twice it is no second change.
            let saved = try await browser.submit(first, ["address": "14 Mint <Street>"])
            #expect(saved.address == path + "?done=provider.saved", "\(saved.text)")
        }
        let refused = try await browser.submit(second, ["center_name": "Another"])
        #expect(refused.status == 422 && refused.text.contains(words.text("provider.conflict")))
        #expect(refused.html.contains("<dd><bdi lang=\"en\">14 Mint &lt;Street&gt;</bdi></dd>"))
        let kept = try refused.form(path)
        #expect(kept.fields["center_name"] == "Another")
        #expect(try await server.centre(centre.id, as: owner).center_name == "Velan Iron Repair")
        #expect(try await browser.submit(kept).status == 200)
        #expect(try await server.centre(centre.id, as: owner).center_name == "Another")
    }

    @Test func `the same holds for hours and prices, each for itself`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: owner)
        let (hours, services) = (CentrePart.hours.path(of: centre.id), CentrePart.services.path(of: centre.id))
        let week = try await browser.open(hours).form(hours)
        let prices = try await browser.open(services).form(services)
        let monday = ["hours[10].opens": "08:15", "hours[10].closes": "18:00"]
        #expect(try await browser.submit(week, monday).status == 200)
        // Other hours meanwhile are nothing to the prices.
        let priced = ["services[1].price": "99.90", "services[1].minutes": "20"]
        #expect(try await browser.submit(prices, priced).status == 200)
        let late = try await browser.submit(week, ["hours[10].opens": "10:00", "hours[10].closes": "18:00"])
        #expect(late.status == 422 && late.html.contains("<dd><bdi lang=\"en\">08:15</bdi></dd>"))
        #expect(try late.form(hours).fields["hours[10].opens"] == "10:00")
        let cheap = try await browser.submit(prices, ["services[1].price": "50", "services[1].minutes": "20"])
        #expect(cheap.status == 422 && cheap.html.contains("<dd><bdi lang=\"en\">99.90</bdi></dd>"))
        #expect(try cheap.form(services).fields["services[1].price"] == "50")
    }

    @Test(arguments: [("12 Mint Street", 1), ("12 Mint Street, Chennai 600001", 1), ("12 Mint Street, 600 001", 0)])
    func `the list says a pincode once, be it in the address or not`(address: String, count: Int) async throws {
        let owner = try await server.person(.provider)
        _ = try await server.register(centreBody(["address": address]), as: owner)
        let list = try await Browser(server, as: owner).open("/provider")
        #expect(list.text.contains(address))
        #expect(list.text.matches(of: /600001/).count == count)
    }

    @Test func `where a centre stands is told, with the reason, and a change sends a rejected one again`() async throws
    {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let admin = try await server.person(.admin)
        #expect(try await server.decide("reject", on: centre.id, as: admin, reason: "No <door> there").status == 200)
        let browser = Browser(server, as: owner)
        let path = "/provider/centres/\(centre.id)"
        for page in [try await browser.open("/provider"), try await browser.open(path)] {
            #expect(page.text.contains(words.text("provider.state.rejected")))
            #expect(page.html.contains("No &lt;door&gt; there"))
        }
        let inTamil = try await Browser(server, as: owner, choosing: .tamil).open(path)
        #expect(inTamil.html.contains("<bdi lang=\"ta\">சென்னை</bdi>"))
        let form = try await browser.open(path).form(path)
        let sent = try await browser.submit(form, ["address": "14 Mint Street"])
        #expect(sent.address == path + "?done=provider.resubmitted")
        #expect(sent.text.contains(words.text("provider.state.pending")))
        #expect(try await server.decide("approve", on: centre.id, as: admin).status == 200)
        let renamed = try await browser.submit(try sent.form(path), ["center_name": "Another"])
        let what = words.text("provider.rechecked", ["what": words.text("provider.rests.center_name")])
        #expect(renamed.text.contains(words.text("provider.state.approved")) && renamed.text.contains(what))
        #expect(renamed.html.contains("href=\"/centres/\(centre.id)\""))
    }

    @Test func `services and hours are shown as they are, and saved`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: owner)
        let services = CentrePart.services.path(of: centre.id)
        let form = try await browser.open(services).form(services)
        let name = form.fields["services[1].service"]
        let priced = try await browser.submit(form, ["services[1].price": "99.90", "services[1].minutes": "20"])
        #expect(priced.status == 200)
        #expect(try priced.form(services).fields["services[1].price"] == "99.90")
        #expect(try await server.centre(centre.id, as: owner).services?.map(\.service) == [name])
        let none = try await browser.submit(
            try priced.form(services), ["services[1].price": "", "services[1].minutes": ""])
        #expect(none.status == 200)
        #expect(try await server.centre(centre.id, as: owner).services == [])

        let hours = CentrePart.hours.path(of: centre.id)
        let week = try await browser.open(hours).form(hours)
        let saved = try await browser.submit(
            week,
            [
                "hours[10].opens": "09:00", "hours[10].closes": "00:00", "hours[20].opens": "00:00",
                "hours[20].closes": "00:00",
            ])
        #expect(saved.status == 200, "\(saved.text)")
        #expect(try await server.centre(centre.id, as: owner).hours?.map(\.opens) == ["09:00", "00:00"])
        // What is shown again is what was saved: Monday from 9 on, through to the end of Tuesday.
        let again = try await browser.submit(try saved.form(hours))
        #expect(again.status == 200)
        #expect(try await server.centre(centre.id, as: owner).hours?.map(\.opens) == ["09:00", "00:00"])
    }

    @Test func `closures are added for whole days or hours, told when they can't be, and taken back`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: owner)
        let path = CentrePart.closures.path(of: centre.id)
        let empty = try await browser.open(path)
        #expect(empty.text.contains(words.text("provider.closures.none")))
        let form = try empty.form(path)
        let wrong = try await browser.submit(form, ["first_day": "2020-01-02", "last_day": "2020-01-01"])
        #expect(wrong.status == 422 && wrong.error(of: "last_day") == words.text("provider.field.last_day.order"))
        let over = try await browser.submit(form, ["first_day": "2020-01-01", "last_day": "2020-01-01"])
        #expect(over.error(of: "last_day") == words.text("provider.field.last_day.over"))
        let missing = try await browser.submit(form, ["first_day": "soon"])
        #expect(missing.error(of: "first_day") == words.text("provider.field.first_day.wrong"))
        #expect(missing.error(of: "last_day") == words.text("frame.field.missing"))

        let day = Date(timeIntervalSinceNow: 30 * 86_400).formatted(.iso8601.year().month().day())
        let closed = try await browser.submit(form, ["first_day": day, "last_day": day, "reason": "<i>Pongal"])
        #expect(closed.address == path + "?done=provider.closed" && closed.html.contains("&lt;i&gt;Pongal"))
        let (from, to) = try await server.pool.query(
            "SELECT lower(during), upper(during) FROM closures WHERE provider_id = \(centre.id)")[0].decode(
                Date.self, Date.self)
        #expect(to.timeIntervalSince(from) == 86_400)
        let twice = try await browser.submit(form, ["first_day": day, "last_day": day])
        #expect(twice.status == 422 && twice.text.contains(words.text("errors.closure_overlaps")))
        let remove = try #require(WebForm.all(in: closed.html).first { $0.action.hasSuffix("/remove") })
        let other = try await server.person(.provider)
        #expect(try await server.send(.post, remove.action, as: other).status == 404)
        let open = try await browser.submit(remove)
        #expect(open.address == path + "?done=provider.reopened")
        #expect(open.text.contains(words.text("provider.closures.none")))
    }
}

extension CentrePart {
    /// Whether its page is a form that is sent to its own address.
    fileprivate var isOneForm: Bool { ![.day, .calendar, .earnings].contains(self) }
}
