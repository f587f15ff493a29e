import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// Paying what is due of a booking: choosing a way, and the way itself.
struct PayPages: Sendable {
    let bookings: Bookings
    let payments: Payments

    var routes: [Route] {
        [
            .page(.get, "/bookings/{id}/pay", for: .everybodySignedIn, choose),
            .page(.post, "/bookings/{id}/pay", for: .everybodySignedIn, begin),
            .page(.get, "/bookings/{id}/pay/done", for: .everybodySignedIn, done),
            .page(.get, "/bookings/{id}/pay/{payment_id}", for: .everybodySignedIn, pay),
        ]
    }

    private static let chooseTemplate = "payments/choose"
    private static let names = ["method"]

    @Sendable func choose(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        let money = try await payments.money(of: booking.id, for: context.user)
        guard money.due_paise > 0 else { return page.redirect(to: MoneyPages.path(booking.id)) }
        let form = FormView("payments", page.words).model(Self.names)
        return try page.render(
            Self.chooseTemplate, form.merging(choiceModel(booking, money, page)) { $1 })
    }

    @Sendable func begin(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(page.form)
        let method: PaymentMethod? = try form.require("method") { try $0.choice($1) }
        func refuse(_ error: (any Error)? = nil) async throws -> Response {
            let money = try await payments.money(of: booking.id, for: context.user)
            return try page.refuse(
                Self.chooseTemplate, prefix: "payments", names: Self.names, problems: form.problems, error: error,
                model: choiceModel(booking, money, page))
        }
        guard let method else { return try await refuse() }
        do {
            let opened = try await payments.open(booking.id, by: method, for: context.actor)
            let payment = try await payments.orderedAtGateway(opened)
            return page.redirect(to: Self.path(payment))
        } catch PaymentError.nothingDue, PaymentError.alreadyPaid {
            // In another tab meanwhile.
            return page.redirect(to: MoneyPages.path(booking.id), done: "payments.paid")
        } catch {
            return try await refuse(error)
        }
    }

    static func path(_ payment: Payment) -> LocalPath {
        LocalPath("/bookings/\(payment.booking_id)/pay/\(payment.id)") ?? .home
    }

    private func choiceModel(_ booking: Booking, _ money: BookingMoney, _ page: PageContext) -> [String: Any] {
        let formats = Formats(page.words)
        let methods: [PaymentMethod] = (payments.takesGateway ? [.razorpay] : []) + [.upi, .manual]
        let failed = money.payments.last.map { $0.status == .failed } ?? false
        return PaymentView(formats: formats).head(booking).merging([
            "due": formats.rupees(paise: money.due_paise), "is_sandbox": payments.isSandbox, "has_failed": failed,
            "methods": methods.enumerated().map { index, method in
                [
                    "value": method.rawValue, "label": page.words.text("payments.way.\(method.rawValue)"),
                    "hint": page.words.text("payments.way.\(method.rawValue)_hint"), "is_first": index == 0,
                ] as [String: Any]
            },
        ]) { $1 }
    }

    // MARK: The way itself

    @Sendable func pay(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        guard let id = try page.request.id("payment_id") else { throw PaymentError.unknownPayment }
        let payment = try await payments.payment(id, for: context.user)
        guard payment.booking_id == booking.id else { throw PaymentError.unknownPayment }
        guard [.created, .failed].contains(payment.status) else {
            return page.redirect(to: MoneyPages.path(booking.id))
        }
        let formats = Formats(page.words)
        var model = PaymentView(formats: formats).head(booking)
        model["due"] = formats.rupees(paise: payment.amount_paise)
        model["receipt"] = payment.receipt
        switch payment.method {
        case .razorpay: model["checkout"] = checkout(payment, page)
        case .upi: model["upi"] = Self.upi(payment)
        case .manual: model["manual"] = true
        }
        var response = try page.render("payments/pay", model)
        if payment.method == .razorpay, let origin = payments.checkoutOrigin {
            // The one form of all pages that leads elsewhere.
            response.headers[.contentSecurityPolicy] = PageAnswer.contentPolicy.replacing(
                "form-action 'self'", with: "form-action 'self' \(origin)")
        }
        return response
    }

    private func checkout(_ payment: Payment, _ page: PageContext) -> [String: Any]? {
        guard let address = payments.checkoutURL, let key = payments.gatewayKeyID, let order = payment.order_id else {
            return nil
        }
        let back = page.origin + CheckoutReturn.path(ofBooking: payment.booking_id)
        let cancel = page.origin + "/bookings/\(payment.booking_id)/pay"
        let fields: [(name: String, value: String)] = [
            ("key_id", key), ("order_id", order), ("callback_url", back), ("cancel_url", cancel),
            ("name", "Istri"), ("lang", page.language.rawValue),
        ]
        return ["address": address, "fields": fields.map { ["name": $0.name, "value": $0.value] }]
    }

    private static func upi(_ payment: Payment) -> [String: Any]? {
        guard let uri = payment.upiURI, let payee = payment.payee else { return nil }
        var model: [String: Any] = ["uri": uri, "vpa": payee.vpa, "name": payee.name]
        if let code = QRCode(uri) { model["qr"] = code.model }
        return model
    }

    /// Where the gateway's page leads back to: what it says counts if it has signed it.
    @Sendable func done(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        let query = page.query
        guard let order = query.text("order"), let payment = query.text("payment"),
            let signature = query.text("signature")
        else { return page.redirect(to: LocalPath("/bookings/\(booking.id)/pay") ?? .home) }
        do {
            _ = try await payments.verify(
                CheckoutResult(order_id: order, payment_id: payment, signature: signature), for: context.actor)
            return page.redirect(to: MoneyPages.path(booking.id), done: "payments.paid")
        } catch {
            let money = try await payments.money(of: booking.id, for: context.user)
            return try page.refuse(
                Self.chooseTemplate, prefix: "payments", names: Self.names, error: error,
                model: choiceModel(booking, money, page))
        }
    }
}
