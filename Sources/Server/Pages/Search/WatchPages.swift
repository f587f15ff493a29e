import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Waiting for somebody to serve a pincode; an account isn't needed.
struct WatchPages: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route.page(.get, "/watch", show).limited(by: .search),
            Route.page(.post, "/watch", submit).limited(by: .watch),
        ]
    }

    private static let template = "search/watch"

    @Sendable func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let pincode = page.query.text("pincode").flatMap { Pincode(typed: $0) }
        return try page.render(Self.template, try await WatchForm.model(page, pincode: pincode, on: pool))
    }

    @Sendable func submit(_ request: Request, _ page: PageContext) async throws -> Response {
        var form = FormReader(page.form)
        let pincode: Pincode? = try form.require("pincode") { fields, name in
            guard let text = try fields.rawText(name) else { return nil }
            guard let pincode = Pincode(typed: text) else { throw Problem.invalidPincode(name) }
            return pincode
        }
        let contact = try form.require("contact") { try WatchForm.contact(&$0, $1) }
        if !(try form.read { try $0.flag("consent") } ?? false) { form.note("consent", "missing") }
        guard form.isFine, let pincode, let contact else {
            return try refuse(page, problems: form.problems)
        }
        do {
            _ = try await CoverageWatches(pool: pool)
                .add(pincode, contact, language: page.language, by: page.visitor)
        } catch MatchingError.unknownPincode {
            return try refuse(page, problems: [FormProblem(field: "pincode", code: "unknown_pincode")])
        } catch WatchError.alreadyServed {
            return try refuse(page, problems: [FormProblem(field: "pincode", code: "already_covered")])
        } catch WatchError.tooMany {
            return try refuse(page, problems: [FormProblem(field: "contact", code: "too_many_watches")])
        } catch {
            return try refuse(page, error: error)
        }
        let results = SearchQuestion(text: pincode.description, mode: .walkIn)
        return page.redirect(to: LocalPath(results.href) ?? .home, done: "search.watching")
    }

    private func refuse(
        _ page: PageContext, problems: [FormProblem] = [], error: (any Error)? = nil
    ) throws -> Response {
        try page.refuse(
            Self.template, prefix: "search", names: WatchForm.names, problems: problems, error: error)
    }
}
