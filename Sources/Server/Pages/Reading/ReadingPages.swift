import HTTPTypes
import Hummingbird
import Marketplace

/// Pages that are only read: help, the notice on personal data, the terms.
struct ReadingPages: Sendable {
    let rules: BookingRules
    /// Whether customers can pay online.
    let takesPayments: Bool

    var routes: [Route] {
        [
            .page(.get, "/help", help),
            .page(.get, "/help/{person}", helpFor),
            .page(.get, "/privacy") { _, page in
                try Self.page("reading/privacy", page, description: page.words.text("privacy.description"))
            },
            .page(.get, "/terms", terms),
        ]
    }

    @Sendable func help(_ request: Request, _ page: PageContext) async throws -> Response {
        try Self.page("reading/help", page, description: page.words.text("help.description"))
    }

    @Sendable func helpFor(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let reader = HelpReader(rawValue: try page.request.parameters.require("person")) else {
            throw Problem(.notFound, "not_found", "There is nothing at this address.")
        }
        return try Self.page(
            "reading/help_\(reader.rawValue)", page, description: page.words.text("help.description"))
    }

    @Sendable func terms(_ request: Request, _ page: PageContext) async throws -> Response {
        try Self.page(
            "reading/terms", page, description: page.words.text("terms.description"),
            BookingTerms(rules: rules, takesPayments: takesPayments, words: page.words).model)
    }

    private static func page(
        _ template: String, _ page: PageContext, description: String, _ model: [String: Any] = [:]
    ) throws -> Response {
        try page.render(
            template, model.merging(["index": PageIndex.model(page, description: description)]) { $1 })
    }
}

/// The kinds of people who have a page of help.
enum HelpReader: String, CaseIterable, Sendable {
    case customer, provider, dispatcher, admin

    var path: String { "/help/\(rawValue)" }
}
