import HTTPTypes
import Hummingbird
import NIOCore

/// The gateway's own page, where the browser is sent with an order and from which it comes back by a form, as
/// Razorpay's checkout with a `callback_url` works. Nothing here needs the merchant's secret.
struct CheckoutRoutes: Sendable {
    let book: Book
    let settings: SandboxSettings
    let late: LateSuccesses

    func add(to router: Router<BasicRequestContext>) {
        router.post("v1/checkout/embedded", use: show)
        router.get("v1/checkout/embedded", use: show)
        router.post("checkout/pay", use: pay)
        router.get("checkout/style.css", use: style)
    }

    @Sendable private func style(_: Request, _: BasicRequestContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/css; charset=utf-8", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: CheckoutStyle.css)))
    }

    @Sendable private func show(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let form = try await form(request)
        return try await page(form) { words, order in
            var page = CheckoutPage(words: words, form: form, amount_paise: order.amount)
            let paid = await book.contents.payments(ofOrder: order.id).last {
                [.authorized, .captured, .refunded].contains($0.status)
            }
            if let paid {
                page.outcome = words.already
                page.choices = back(form, words, paid)
            } else {
                page.choices = choices(form, words, order)
            }
            return page
        }
    }

    @Sendable private func pay(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let form = try await form(request)
        return try await page(form) { words, order in
            var page = CheckoutPage(words: words, form: form, amount_paise: order.amount)
            let choice = form.fields["choice"] ?? ""
            guard let payment = try? await book.pay(order.id, choice == "pay" ? .paid : .failed) else {
                page.outcome = words.already
                return page
            }
            if choice == "late" { late.expect(payment.id) }
            page.outcome = choice == "pay" ? words.paid : choice == "late" ? words.failedForNow : words.failed
            page.choices = back(form, words, payment)
            if payment.status == .failed {
                page.choices.append(
                    .init(action: "/v1/checkout/embedded", fields: kept(form), label: words.again))
            }
            return page
        }
    }

    private func form(_ request: Request) async throws -> CheckoutForm {
        let body = request.method == .post ? String(buffer: try await request.body.collect(upTo: 1 << 16)) : nil
        return CheckoutForm(
            encoded: body ?? request.uri.query ?? "", accepting: request.headers[.acceptLanguage])
    }

    private func page(
        _ form: CheckoutForm, _ make: (CheckoutWords, Order) async throws -> CheckoutPage
    ) async throws -> Response {
        let words = form.isTamil ? CheckoutWords.tamil : .english
        guard form.keyID == settings.keyID, let order = await book.contents.orders[form.orderID] else {
            return CheckoutPage(words: words, form: form, status: .badRequest, outcome: words.unknown).response()
        }
        return try await make(words, order).response()
    }

    private func choices(_ form: CheckoutForm, _ words: CheckoutWords, _ order: Order) -> [CheckoutPage.Choice] {
        let amount = CheckoutPage.rupees(paise: order.amount)
        let labels = [
            ("pay", words.pay.replacing("%", with: amount)), ("fail", words.fail), ("late", words.late),
        ]
        var choices = labels.map { name, label in
            CheckoutPage.Choice(
                action: "/checkout/pay", fields: kept(form).merging(["choice": name]) { $1 }, label: label,
                isMain: name == "pay")
        }
        if let cancel = form.cancel {
            choices.append(.init(action: cancel, method: "get", fields: [:], label: words.cancel))
        }
        return choices
    }

    private func back(_ form: CheckoutForm, _ words: CheckoutWords, _ payment: Payment) -> [CheckoutPage.Choice] {
        guard let callback = form.callback else { return [] }
        let fields = CheckoutAnswer(payment, secret: settings.keySecret).fields
        return [.init(action: callback, fields: fields, label: words.back, isMain: true)]
    }

    private func kept(_ form: CheckoutForm) -> [String: String] {
        form.fields.filter { ["key_id", "order_id", "callback_url", "cancel_url", "name", "lang"].contains($0.key) }
    }
}
