import HTTPTypes
import Hummingbird

/// Pages that are only read: help, the notice on personal data, the terms.
struct ReadingPages: Sendable {
    var routes: [Route] {
        [
            .page(.get, "/help", help),
            .page(.get, "/help/{person}", helpFor),
            .page(.get, "/privacy") { _, page in
                try Self.page("reading/privacy", page, description: page.words.text("privacy.description"))
            },
            .page(.get, "/terms") { _, page in
                try Self.page("reading/terms", page, description: page.words.text("terms.description"))
            },
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

    private static func page(_ template: String, _ page: PageContext, description: String) throws -> Response {
        try page.render(template, ["index": PageIndex.model(page, description: description)])
    }
}

/// The kinds of people who have a page of help.
enum HelpReader: String, CaseIterable, Sendable {
    case customer, provider, dispatcher, admin

    var path: String { "/help/\(rawValue)" }
}
