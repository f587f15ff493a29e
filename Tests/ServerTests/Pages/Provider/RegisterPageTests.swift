import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/provider` and `/provider/register`.
@Suite(.server) struct RegisterPageTests {
    private static let typed = [
        "center_name": "வேலன் <b>Iron</b>", "phone": "044 2852 1234", "address": "12 Mint Street", "city": "Chennai",
        "pincode": "600 001", "lat": "13.0905", "lng": "80.2870", "services[0].price": "₹ 1,450.5",
        "services[0].minutes": "45", "hours[10].opens": "09:00", "hours[10].closes": "13:00",
        "hours[11].opens": "15:00", "hours[11].closes": "20:00", "hours[70].opens": "18:00",
        "hours[70].closes": "02:00",
    ]

    @Test(arguments: Language.allCases) func `whoever has no centre is told what to do`(language: Language) async throws
    {
        let browser = Browser(server, as: try await server.person(.provider), language: language.rawValue)
        let page = try await browser.open("/provider")
        let words = Site.current[language].words
        #expect(page.status == 200 && page.text.contains(words.text("provider.list.none")))
        #expect(page.html.contains("href=\"/provider/register\""))
    }

    @Test func `a centre is registered with all that was typed, and waits for approval`() async throws {
        let owner = try await server.person(.provider)
        let browser = Browser(server, as: owner)
        let form = try await browser.open("/provider/register").form("/provider/register")
        let page = try await browser.submit(form, Self.typed)
        let words = Site.current[.english].words
        #expect(page.status == 200 && page.address.hasSuffix("?done=provider.registered"), "\(page.text)")
        #expect(page.text.contains(words.text("provider.state_text.pending")))
        #expect(page.html.contains("வேலன் &lt;b&gt;Iron&lt;/b&gt;") && !page.html.contains("<b>Iron"))
        let (id, status, pincode, phone, source, hours) = try await server.pool.query(
            """
            SELECT id, status, pincode::integer, phone, location_source, open_minutes::text
            FROM service_providers WHERE user_id = \(owner.id)
            """)[0].decode(Int64.self, String.self, Int32.self, String.self, String.self, String.self)
        #expect(status == "pending" && pincode == 600_001 && phone == "+914428521234" && source == "pin")
        #expect(hours == "{[0,120),[540,780),[900,1200),[9720,10080)}", "past Sunday's midnight it is Monday")
        let (price, minutes) = try await server.pool.query(
            "SELECT price_paise, minutes FROM provider_services WHERE provider_id = \(id)")[0].decode(
                Int64.self, Int32.self)
        #expect(price == 145_050 && minutes == 45)
        // A second click makes no second centre.
        let again = try await browser.submit(form, Self.typed)
        #expect(again.address == page.address)
        let list = try await browser.open("/provider")
        #expect(list.html.matches(of: /href="\/provider\/centres\/\d+"/).count == 2, "a title and a button")
    }

    @Test(arguments: Language.allCases)
    func `all that is wrong is told at once, and all that was typed is there again`(language: Language) async throws {
        let browser = Browser(server, as: try await server.person(.provider), language: language.rawValue)
        let words = Site.current[language].words
        let form = try await browser.open("/provider/register").form("/provider/register")
        let wrong = [
            "center_name": "", "phone": "12", "pincode": "6000", "gstin": "\"><script>x", "lat": "13",
            "services[1].price": "much", "services[2].minutes": "30", "hours[20].opens": "09:00",
            "hours[30].opens": "09:00", "hours[30].closes": "08:00", "hours[40].opens": "09:00",
            "hours[40].closes": "18:00", "hours[41].opens": "17:00", "hours[41].closes": "20:00",
        ]
        let page = try await browser.submit(form, wrong)
        #expect(page.status == 422)
        let expected = [
            "center_name": "frame.field.missing", "phone": "provider.field.phone.wrong",
            "pincode": "provider.field.pincode.wrong", "gstin": "provider.field.gstin.wrong",
            "lng": "provider.field.lng.wrong", "services[1].price": "provider.field.services.price.wrong",
            "services[1].minutes": "provider.field.services.minutes.missing",
            "services[2].price": "provider.field.services.price.missing",
            "hours[20].closes": "provider.field.hours.closes.missing",
            "hours[30].closes": "provider.field.hours.closes.order",
            "hours[41].opens": "provider.field.hours.opens.overlaps",
        ]
        for (field, key) in expected { #expect(page.error(of: field) == words.text(key), "\(field)") }
        let again = try page.form("/provider/register").fields
        for (field, value) in wrong { #expect(again[field] == value, "\(field)") }
        #expect(!page.html.contains("<script>x"))
    }

    @Test func `a pincode that isn't there, or not in the district, is told beside the field`() async throws {
        let browser = Browser(server, as: try await server.person(.provider))
        let words = Site.current[.english].words
        let form = try await browser.open("/provider/register").form("/provider/register")
        let unknown = try await browser.submit(form, Self.typed.merging(["pincode": "110001"]) { $1 })
        #expect(unknown.status == 422 && unknown.error(of: "pincode") == words.text("errors.unknown_pincode"))
        let elsewhere = try await browser.submit(form, Self.typed.merging(["district": "Madurai"]) { $1 })
        #expect(elsewhere.status == 422)
        #expect(elsewhere.error(of: "district") == words.text("provider.field.district.wrong"))
    }

    @Test(
        arguments: [
            ("450", 45_000), ("₹ 1,450.5", 145_050), ("0", 0), ("1000000", 100_000_000), ("1000001", nil),
            ("4.505", nil),
            ("-1", nil), ("", nil), ("much", nil),
        ] as [(String, Int64?)])
    func `a price is read as people write it`(text: String, paise: Int64?) { #expect(OffersForm.paise(text) == paise) }
}
