import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// A page of the checkout. It needs no script, and its policy allows none.
struct CheckoutPage: Sendable {
    /// A form with one button.
    struct Choice: Sendable {
        let action: String
        var method = "post"
        let fields: [String: String]
        let label: String
        var isMain = false

        fileprivate var model: [String: Any] {
            [
                "action": action, "method": method, "label": label, "class": isMain ? "main" : "other",
                "fields": fields.sorted { $0.key < $1.key }.map { ["name": $0.key, "value": $0.value] },
            ]
        }
    }

    let words: CheckoutWords
    let form: CheckoutForm
    var status = HTTPResponse.Status.ok
    var amount_paise: Int64?
    /// What became of it.
    var outcome: String?
    var choices: [Choice] = []

    func response() -> Response {
        let origins = Set([form.callback, form.cancel].compactMap { $0.flatMap(CheckoutForm.origin) }).sorted()
        let policy =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "
            + (["'self'"] + origins).joined(separator: " ")
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy, .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff", HTTPField.Name("Referrer-Policy")!: "no-referrer",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: Self.template.render(model))))
    }

    private var model: [String: Any] {
        var model: [String: Any] = [
            "lang": words.lang, "title": words.title, "notice": words.notice, "name": form.name ?? "Istri",
            "other": words.other, "other_name": words.otherName, "other_address": form.address(lang: words.other),
            "choices": choices.map(\.model),
        ]
        if let amount_paise {
            model["sum"] = [
                "amount_label": words.amount, "amount": Self.rupees(paise: amount_paise), "order_label": words.order,
                "order": form.orderID,
            ]
        }
        if let outcome { model["outcome"] = ["text": outcome] }
        return model
    }

    /// As in `₹1,23,456.50`.
    static func rupees(paise: Int64) -> String {
        var digits = Array(String(paise / 100))
        var groups = [String(digits.suffix(3))]
        digits = Array(digits.dropLast(3))
        while !digits.isEmpty {
            groups.insert(String(digits.suffix(2)), at: 0)
            digits = Array(digits.dropLast(2))
        }
        let rest = paise % 100
        return "₹" + groups.joined(separator: ",") + (rest < 10 ? ".0\(rest)" : ".\(rest)")
    }

    // A template that is part of the program is right, or no test passes.
    private static let template = try! MustacheTemplate(
        string: """
            <!DOCTYPE html>
            <html lang="{{lang}}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{title}}</title>
            <link rel="stylesheet" href="/checkout/style.css">
            </head>
            <body>
            <header><strong>{{name}}</strong> <a href="{{other_address}}" lang="{{other}}" hreflang="{{other}}">{{other_name}}</a></header>
            <main>
            <h1>{{title}}</h1>
            <p class="notice">{{notice}}</p>
            {{#sum}}<dl><dt>{{amount_label}}</dt><dd class="amount">{{amount}}</dd><dt>{{order_label}}</dt><dd>{{order}}</dd></dl>{{/sum}}
            {{#outcome}}<p class="outcome" role="status">{{text}}</p>{{/outcome}}
            {{#choices}}
            <form method="{{method}}" action="{{action}}">
            {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}
            <button class="{{class}}">{{label}}</button>
            </form>
            {{/choices}}
            </main>
            </body>
            </html>

            """)
}
