import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// `/centres/{id}/book`: three steps, without scripts.
@Suite(.server) struct BookingStepPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test(arguments: Language.allCases)
    func `a customer books in three steps and lands on the booking`(language: Language) async throws {
        let ground = try await BookingGround(server)
        let words = Site.current[language].words
        let browser = ground.browser(ground.customer, choosing: language)
        let centre = try await browser.open("/centres/\(ground.centre)")
        #expect(centre.links("/centres/\(ground.centre)/book").count == 1)
        let confirm = try await ground.lastStep(browser)
        #expect(confirm.text.contains("₹450") && confirm.text.contains(words.text("bookings.confirm.pay")))
        let booked = try await browser.submit(try confirm.confirmation(), ["notes": "It <never> gets hot"])
        #expect(booked.status == 200 && booked.address.hasSuffix("?done=bookings.booked"), "\(booked.text)")
        #expect(booked.text.contains(words.text("bookings.status.pending")))
        #expect(booked.html.contains("It &lt;never&gt; gets hot"))
        #expect(try await server.bookings(of: ground.customer) == 1)
        let list = try await browser.open("/bookings")
        #expect(list.links("/bookings/").count == 1 && list.text.contains("₹450"))
    }

    @Test func `the form that is sent again leads to the same booking, and a changed one books nothing`() async throws {
        let ground = try await BookingGround(server)
        let browser = ground.browser(ground.customer)
        let form = try (try await ground.lastStep(browser)).confirmation()
        async let one = browser.submit(form)
        async let other = ground.browser(ground.customer).submit(form)
        let (first, second) = try await (one, other)
        #expect(first.status == 200 && first.address == second.address)
        #expect(try await browser.submit(form, ["notes": "Typed after going back"]).address == first.address)
        let changed = try await browser.submit(form, ["starts_at": Timestamp.text(.tomorrow(18))])
        #expect(changed.status == 422 && changed.text.contains(words.text("bookings.reused.title")))
        #expect(try await server.bookings(of: ground.customer) == 1)
        // Not the switch of languages, which leads to this very form.
        let anew = changed.links("/centres/\(ground.centre)/book/confirm").first { !$0.contains("lang=") }
        let again = try await browser.open(try #require(anew))
        #expect(try await browser.submit(try again.confirmation()).status == 200)
        #expect(try await server.bookings(of: ground.customer) == 2)
    }

    @Test func `a time that was taken meanwhile shows others, with everything kept`() async throws {
        let ground = try await BookingGround(server)
        let browser = ground.browser(ground.customer)
        let form = try (try await ground.lastStep(browser)).confirmation()
        let faster = ground.browser(try await server.person(.customer))
        _ = try await faster.submit(try (try await ground.lastStep(faster)).confirmation())
        let refused = try await browser.submit(form, ["notes": "No <steam>", "rematch": "true"])
        #expect(refused.status == 422 && refused.text.contains(words.text("bookings.taken.title")))
        let kept = try refused.confirmation()
        #expect(kept.fields["notes"] == "No <steam>" && kept.fields["rematch"] == "true")
        let other = try #require(refused.html.firstMatch(of: /<button name="starts_at" value="([^"]*)"/)).1
        let booked = try await browser.submit(kept, ["starts_at": String(other)])
        #expect(booked.status == 200 && booked.html.contains("No &lt;steam&gt;"))
        #expect(try await server.bookings(of: ground.customer) == 1)
    }

    @Test func `nothing chosen, a wrong pincode and a place that nobody comes to are told at the first step`()
        async throws
    {
        let ground = try await BookingGround(server)
        let browser = ground.browser(ground.customer)
        let path = "/centres/\(ground.centre)/book/time"
        let nothing = try await browser.open(path)
        #expect(nothing.status == 422 && nothing.error(of: "service") == words.text("bookings.field.service.missing"))
        let wrong = try await browser.open(path + "?service=heating_element&mode=doorstep&pincode=12")
        #expect(wrong.status == 422 && wrong.text.contains(words.text("errors.invalid_pincode")))
        let far = try await browser.open(path + "?service=heating_element&mode=doorstep&pincode=625001")
        #expect(far.status == 422)
        #expect(far.text.contains(words.text("bookings.not_covered.title", ["pincode": "625001"])))
        #expect(far.links("/centres/").contains { $0.contains("mode=walk_in") && $0.contains("heating_element") })
        #expect(
            try await browser.open("/centres/\(ground.centre)/book?service=%3Cx%3E&mode=y&starts_at=z&key=1").status
                == 200)
        #expect(try await browser.open("/centres/999999999/book").status == 404)
    }

    @Test func `for a doorstep booking the address must be told, and never stands in an address bar`() async throws {
        let ground = try await BookingGround(server)
        try await server.serve(ground.centre)
        let browser = ground.browser(ground.customer)
        let times = try await browser.open(
            "/centres/\(ground.centre)/book/time?service=heating_element&mode=doorstep&pincode=600001")
        let confirm = try await browser.open(try times.link("/centres/\(ground.centre)/book/confirm"))
        let form = try confirm.confirmation()
        let refused = try await browser.submit(form, ["notes": "Ring twice"])
        #expect(refused.status == 422 && refused.error(of: "address") == words.text("bookings.field.address.missing"))
        #expect(try refused.confirmation().fields["notes"] == "Ring twice")
        let booked = try await browser.submit(try refused.confirmation(), ["address": "7 Mint <Street>"])
        #expect(booked.status == 200 && booked.html.contains("7 Mint &lt;Street&gt;"))
        #expect(!booked.address.contains("Mint"))
        // Whoever goes back and tells another door isn't left to believe that it was heard.
        let kept = try refused.confirmation()
        #expect(try await browser.submit(kept, ["address": "7 Mint <Street>"]).address == booked.address)
        let elsewhere = try await browser.submit(kept, ["address": "8 Mint <Street>"])
        #expect(elsewhere.status == 422 && elsewhere.text.contains(words.text("bookings.reused.title")))
        #expect(try elsewhere.confirmation().fields["address"] == "8 Mint <Street>")
        #expect(try await server.bookings(of: ground.customer) == 1)
    }

    @Test func `a door is pointed at, typed as a DIGIPIN, or left to the pincode`() async throws {
        let ground = try await BookingGround(server, ["technicians": 3])
        try await server.serve(ground.centre)
        let browser = ground.browser(ground.customer)
        func book(_ typed: [String: String]) async throws -> WebPage {
            let times = try await browser.open(
                "/centres/\(ground.centre)/book/time?service=heating_element&mode=doorstep&pincode=600001")
            let confirm = try await browser.open(try times.link("/centres/\(ground.centre)/book/confirm"))
            return try await browser.submit(
                try confirm.confirmation(), ["address": "7 Mint Street"].merging(typed) { $1 })
        }
        let wrong = try await book(["digipin": "nowhere"])
        #expect(wrong.status == 422 && wrong.error(of: "digipin") == words.text("bookings.field.digipin.wrong"))
        let half = try await book(["lat": "13.08"])
        #expect(half.status == 422 && half.error(of: "lng") == words.text("bookings.field.lng.wrong"))
        let point = try #require(GeoPoint(lat: 13.0836939, lng: 80.2870123))
        let digipin = try #require(Digipin(containing: point))
        for typed in [["lat": "13.0836939", "lng": "80.2870123"], ["digipin": digipin.description], [:]] {
            let booked = try await book(typed)
            #expect(booked.status == 200, "\(booked.text)")
            let id = try #require(booked.address.firstMatch(of: /bookings\/(\d+)/)).1
            let row = try await server.pool.query(
                "SELECT lat, lng FROM bookings WHERE id = \(try #require(Int64(String(id))))")
            let (lat, lng) = try row[0].decode(Double?.self, Double?.self)
            #expect((lat == nil) == typed.isEmpty && (lng == nil) == typed.isEmpty)
            if let lat, let lng { #expect(abs(lat - point.lat) < 0.0001 && abs(lng - point.lng) < 0.0001) }
        }
        // Farther than the centre comes.
        let far = try await book(["lat": "12.9", "lng": "80.2"])
        #expect(far.status == 422 && far.text.contains(words.text("bookings.not_covered.walk_in")))
    }

    @Test func `the first free centre is another when this one is taken`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let other = try await server.openCentre(of: try await server.person(.provider))
            let browser = ground.browser(ground.customer)
            let form = try (try await ground.lastStep(browser)).confirmation()
            let faster = ground.browser(try await server.person(.customer))
            _ = try await faster.submit(try (try await ground.lastStep(faster)).confirmation())
            let refused = try await browser.submit(form)
            #expect(refused.status == 422 && refused.text.contains(words.text("bookings.auto.submit")))
            let booked = try await browser.submit(try refused.confirmation(), ["centre": "auto"])
            #expect(booked.status == 200 && booked.address.hasSuffix("?done=bookings.booked"), "\(booked.text)")
            let centres = try await server.pool.query(
                "SELECT provider_id, rematch FROM bookings WHERE customer_id = \(ground.customer.id)")
            #expect(try centres.map { try $0.decode(Int64.self, Bool.self).0 } == [other])
        }
    }

    @Test func `where nothing is free for two weeks no hours are offered`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let browser = ground.browser(ground.customer)
            let form = try (try await ground.lastStep(browser)).confirmation()
            try await server.pool.execute(
                """
                UPDATE booking_resources SET unavailable = tstzmultirange(tstzrange(now(), now() + interval '60 days'))
                WHERE provider_id = \(ground.centre)
                """)
            let full = try await browser.submit(form)
            #expect(full.status == 422 && full.text.contains(words.text("bookings.taken.none")))
            #expect(!full.html.contains("<ul class=\"time-grid"))
            let nobody = try await browser.submit(try full.confirmation(), ["centre": "auto"])
            #expect(nobody.status == 422 && nobody.text.contains(words.text("bookings.taken.nobody")))
        }
    }

    @Test func `whoever isn't signed in is led through the sign-in and back, and loses nothing of a form`() async throws
    {
        let ground = try await BookingGround(server)
        let nobody = Browser(server)
        let asked = try await ground.lastStep(nobody)
        #expect(asked.address.hasPrefix("/sign-in?next=/centres/\(ground.centre)/book/confirm"))
        #expect(asked.html.contains("service=heating_element"))
        let form = try (try await ground.lastStep(ground.browser(ground.customer))).confirmation()
        let over = try await nobody.submit(form, ["notes": "Kept & well"])
        #expect(over.status == 401)
        let kept = try #require(KeptForm(in: try over.form("/sign-in").fields))
        #expect(kept.body["notes"] == "Kept & well" && kept.body["key"] == form.fields["key"])
        #expect(kept.action.text == form.action)
    }

    @Test func `a dispatcher books for a caller, who needs a name and a number`() async throws {
        let ground = try await BookingGround(server)
        let browser = ground.browser(ground.dispatcher)
        let form = try (try await ground.lastStep(browser)).confirmation()
        let refused = try await browser.submit(form, ["customer_name": "Selvi"])
        #expect(refused.status == 422)
        #expect(refused.error(of: "customer_phone") == words.text("bookings.field.customer_phone.missing"))
        let booked = try await browser.submit(
            try refused.confirmation(), ["customer_name": "Selvi", "customer_phone": "98765 43211"])
        #expect(booked.status == 200 && booked.text.contains("Selvi") && booked.text.contains("98765 43211"))
        #expect(try await ground.browser(ground.owner).open(form.action).status == 403)
    }
}
