import HTTPTypes
import Hummingbird

/// Takes the browser back from the gateway's page. The form comes from another site and without our cookies, so nothing
/// is believed or done here: what it brought is led on to a page of the booking, which knows whose it is.
struct CheckoutReturn: Sendable {
    var routes: [Route] {
        [Route(page: .post, "/payments/callback", .anyone, .open(callback))]
    }

    static func path(ofBooking id: Int64) -> String { "/payments/callback?booking=\(id)" }

    private static let formLimit = 16 << 10
    private static let fields = [
        ("order", "razorpay_order_id"), ("payment", "razorpay_payment_id"), ("signature", "razorpay_signature"),
    ]

    @Sendable func callback(_ request: Request, _ context: PublicContext) async throws -> Response {
        let form = try await FormBody(request, limit: Self.formLimit)
        guard let id = PageQuery(request).integer("booking", in: 1...Int.max) else {
            return Self.redirect(to: "/bookings")
        }
        let values = Self.fields.map { FormBody.Field(name: $0.0, value: form[$0.1]) }
        // It failed, or was called off: the page offers the ways again.
        guard values.allSatisfy({ (1...200).contains($0.value.utf8.count) }) else {
            return Self.redirect(to: "/bookings/\(id)/pay")
        }
        return Self.redirect(to: "/bookings/\(id)/pay/done?" + FormBody(values).encoded)
    }

    private static func redirect(to address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
    }
}
