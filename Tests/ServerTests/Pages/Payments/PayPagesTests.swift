import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Paying on pages, without scripts: at the gateway and back, by UPI, by hand, and what is given back.
@Suite(.serialized) struct PayPagesTests {
    private var words: Words { Site.current[.english].words }

    /// As the gateway's page sends the browser back: from another site, so without our cookies.
    private func comeBack(_ ground: PaymentGround, to callback: String, _ fields: [(name: String, value: String)])
        async throws -> String
    {
        let path = try #require(callback.firstRange(of: "/payments/")).lowerBound
        let reply = try await ground.server.send(
            .post, String(callback[path...]),
            headers: [
                .contentType: FormBody.contentType, .secFetchSite: "cross-site", .origin: "https://api.razorpay.com",
            ],
            body: FormBody(fields).encoded)
        try #require(reply.status == 303, "\(reply.text)")
        return try #require(reply.headers[.location])
    }

    /// Through the choice of ways to the page of the one chosen.
    private func begin(_ browser: Browser, _ booking: Int64, _ method: String) async throws -> WebPage {
        let choose = try await browser.open("/bookings/\(booking)/pay")
        return try await browser.submit(try choose.form("/bookings/\(booking)/pay"), ["method": method])
    }

    @Test(arguments: Language.allCases)
    func `a customer pays at the gateway and comes back to the booking's money`(language: Language) async throws {
        try await PaymentGround.with { ground in
            let words = Site.current[language].words
            let booking = try await ground.bookings.booked()
            let browser = ground.bookings.browser(ground.bookings.customer, choosing: language)
            let page = try await browser.open("/bookings/\(booking)")
            #expect(page.links("/bookings/\(booking)/pay").count == 1)
            let pay = try await begin(browser, booking, "razorpay")
            #expect(pay.text.contains("₹450"))
            let checkout = try #require(
                WebForm.all(in: pay.html).first { $0.action.hasSuffix("/v1/checkout/embedded") })
            let origin = try #require(ground.payments.checkoutOrigin)
            #expect(checkout.action.hasPrefix(origin))
            #expect(pay.reply.headers[.contentSecurityPolicy]?.contains("form-action 'self' \(origin)") == true)
            #expect(checkout.fields["key_id"] == "rzp_test_key" && checkout.fields["lang"] == language.rawValue)
            let order = checkout.fields["order_id"]
            #expect(ground.gateway.orders.map(\.id) == [order])
            let id = ground.gateway.pay(order)
            let back = try await comeBack(
                ground, to: checkout.fields["callback_url"],
                [
                    ("razorpay_order_id", order), ("razorpay_payment_id", id),
                    ("razorpay_signature", TestGateway.sign("\(order)|\(id)", TestGateway.keySecret)),
                ])
            let done = try await browser.open(back)
            #expect(done.status == 200 && done.address.hasSuffix("/money?done=payments.paid"))
            #expect(done.text.contains(words.text("payments.done.paid")))
            #expect(done.text.contains(words.text("payments.status.paid")))
            #expect(try await ground.status(booking).payment == "paid")
            // The back button and a second tab pay nothing more.
            #expect(try await browser.open("/bookings/\(booking)/pay").address == "/bookings/\(booking)/money")
            #expect(try await browser.open(back).status == 200)
            #expect(ground.gateway.orders.count == 1)
        }
    }

    @Test func `what the gateway didn't sign is not believed, and a failure leads back to the choice`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let browser = ground.bookings.browser(ground.bookings.customer)
            let pay = try await begin(browser, booking, "razorpay")
            let checkout = try #require(WebForm.all(in: pay.html).first { $0.action.contains("/v1/checkout") })
            let callback = checkout.fields["callback_url"]
            let order = checkout.fields["order_id"]
            let forged = try await comeBack(
                ground, to: callback,
                [
                    ("razorpay_order_id", order), ("razorpay_payment_id", "pay_forged"),
                    ("razorpay_signature", String(repeating: "0", count: 64)),
                ])
            let refused = try await browser.open(forged)
            #expect(refused.status == 422 && refused.text.contains(words.text("errors.bad_signature")))
            #expect(try await ground.status(booking).payment != "paid")
            let failed = try await comeBack(
                ground, to: callback, [("error[code]", "BAD_REQUEST_ERROR"), ("error[description]", "No")])
            #expect(failed == "/bookings/\(booking)/pay")
            #expect(try await browser.open(failed).status == 200)
            // Of another's booking nothing is told.
            let stranger = ground.bookings.browser(try await ground.server.person(.customer))
            #expect(try await stranger.open("/bookings/\(booking)/pay").status == 404)
            #expect(try await stranger.open("/bookings/\(booking)/money").status == 404)
        }
    }

    @Test func `a gateway that is down is said to be so, and the choice stays`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            ground.gateway.fail(.createOrder, .unavailable("500"))
            let browser = ground.bookings.browser(ground.bookings.customer)
            let down = try await begin(browser, booking, "razorpay")
            #expect(down.status == 503 && down.text.contains(words.text("errors.gateway_unavailable")))
            #expect(try await begin(browser, booking, "razorpay").status == 200)
        }
    }

    @Test func `UPI shows a link and a code, and its centre confirms it once by a reference`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let browser = ground.bookings.browser(ground.bookings.customer)
            let pay = try await begin(browser, booking, "upi")
            #expect(pay.links("upi://pay?").count == 1 && pay.html.contains("<svg class=\"qr\""))
            let shop = ground.bookings.browser(ground.bookings.owner)
            let money = try await shop.open("/bookings/\(booking)/money")
            let confirm = try money.form("/bookings/\(booking)/money/confirm")
            let wrong = try await shop.submit(confirm, ["reference": "?"])
            #expect(wrong.status == 422 && wrong.error(of: "reference") == words.text("payments.field.reference.wrong"))
            let confirmed = try await shop.submit(confirm, ["reference": "4123 4567 8901"])
            #expect(confirmed.text.contains(words.text("payments.done.confirmed")))
            #expect(try await ground.status(booking).payment == "paid")
            // The same reference doesn't count for another booking.
            let other = try await ground.bookings.booked(at: .tomorrow(15))
            _ = try await begin(browser, other, "upi")
            let second = try await shop.open("/bookings/\(other)/money")
            let used = try await shop.submit(
                try second.form("/bookings/\(other)/money/confirm"), ["reference": "412345678901"])
            #expect(used.status == 422)
            #expect(used.error(of: "reference") == words.text("payments.field.reference.reference_used"))
            try await ground.expectSoundLedger()
        }
    }

    @Test func `cash is entered by the centre, and given back in part with a reason`() async throws {
        try await PaymentGround.with { ground in
            let booking = try await ground.bookings.booked()
            let shop = ground.bookings.browser(ground.bookings.owner)
            let money = try await shop.open("/bookings/\(booking)/money")
            let entered = try await shop.submit(
                try money.form("/bookings/\(booking)/money/received"), ["cash_reference": "BOOK-7"])
            #expect(entered.text.contains(words.text("payments.status.paid")))
            let refund = try entered.form("/bookings/\(booking)/money/refund")
            let much = try await shop.submit(refund, ["amount": "451", "reason": "No"])
            #expect(much.status == 422)
            #expect(much.error(of: "amount") == words.text("payments.field.amount.refund_too_large"))
            let silent = try await shop.submit(refund, ["amount": "100"])
            #expect(silent.error(of: "reason") == words.text("payments.field.reason.missing"))
            // Twice is once.
            let form = try silent.form("/bookings/\(booking)/money/refund")
            for _ in 0..<2 {
                let given = try await shop.submit(form, ["amount": "100.50", "reason": "A scratch"])
                #expect(given.status == 200 && given.text.contains("₹100.50") && given.text.contains("A scratch"))
            }
            let body = try await ground.money(booking)
            #expect(body.refunds.map(\.amount_paise) == [10_050] && body.payment_status == "partially_refunded")
            try await ground.expectSoundLedger()
            // The customer sees it, and can do none of it.
            let own = try await ground.bookings.browser(ground.bookings.customer).open("/bookings/\(booking)/money")
            #expect(own.text.contains("₹100.50") && own.forms("/bookings/\(booking)/money/refund").isEmpty)
        }
    }

    @Test func `who pays first is led to the payment, and the booking begins with it`() async throws {
        try await PaymentGround.with { ground in
            let browser = ground.bookings.browser(ground.bookings.customer)
            let confirm = try await ground.bookings.lastStep(browser)
            let pay = try await browser.submit(try confirm.confirmation(), ["pay_first": "true"])
            #expect(pay.address.hasSuffix("/pay"), "\(pay.text)")
            let booking = try #require(pay.address.firstMatch(of: /bookings\/(\d+)/)).1
            let id = try #require(Int64(String(booking)))
            #expect(try await ground.status(id).booking == "held")
            _ = try await ground.paid(id)
            #expect(try await ground.status(id).booking == "pending")
        }
    }

    @Test func `without a gateway paying online and first isn't offered`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let browser = ground.browser(ground.customer)
            let confirm = try await ground.lastStep(browser)
            #expect(!confirm.html.contains("name=\"pay_first\""))
            let booking = try await ground.booked()
            let choose = try await browser.open("/bookings/\(booking)/pay")
            #expect(!choose.html.contains("value=\"razorpay\"") && choose.html.contains("value=\"manual\""))
        }
    }
}
