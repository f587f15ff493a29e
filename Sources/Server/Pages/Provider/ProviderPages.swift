import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// An owner's centres, and a new one.
struct ProviderPages: Sendable {
    let providers: Providers
    let catalogue: Catalogue
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.get, "/provider", for: .providers, list),
            .page(.get, "/provider/register", for: .providers, show),
            Route.page(.post, "/provider/register", for: .providers, register).limited(by: .centres),
        ] + OwnCentrePages(providers: providers, catalogue: catalogue).routes
            + ClosurePages(providers: providers, catalogue: catalogue).routes
            + OwnAreaPages(providers: providers, catalogue: catalogue).routes
            + DayPages(providers: providers, catalogue: catalogue, bookings: bookings).routes
            + CalendarPages(providers: providers, catalogue: catalogue, bookings: bookings).routes
            + EarningsPages(providers: providers, catalogue: catalogue).routes
    }

    private static let registerTemplate = "provider/register"

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let after = context.page.query.integer("after", in: 1...Int.max).map { Int64($0) }
        let found = try await providers.own(of: context.user, after: after, limit: 20)
        var model: [String: Any] = [
            "centres": found.items.map { OwnCentreView(record: $0, words: context.page.words).model },
            "has_centres": !found.items.isEmpty,
        ]
        if let next = found.next { model["pagination"] = ["next_href": "/provider?after=\(next)"] }
        return try context.page.render("provider/list", model)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let typed = FormBody([.init(name: "benches", value: "1"), .init(name: "technicians", value: "1")])
        let view = FormView("provider", context.page.words, typed: typed)
        let rows = try await rows(view)
        return try context.page.render(
            Self.registerTemplate, view.model(ProfileForm.names).merging(rows) { $1 })
    }

    @Sendable func register(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var form = FormReader(page.form)
        var profile = try ProfileForm.read(&form)
        profile.offers = OffersForm.read(&form, page.form)
        profile.hours = HoursForm.read(&form, page.form)
        guard form.isFine else { return try await refuse(page, form.problems) }
        do {
            let id: Int64
            if let known = try await justRegistered(profile, by: context.user) {
                id = known
            } else {
                id = try await providers.register(profile, for: context.user.id, by: context.actor)
            }
            return page.redirect(
                to: LocalPath(CentrePart.profile.path(of: id)) ?? .home, done: "provider.registered")
        } catch {
            return try await refuse(page, [], error)
        }
    }

    private func justRegistered(_ profile: ProviderProfile, by user: SignedInUser) async throws -> Int64? {
        let own = try await providers.own(of: user, after: nil, limit: 100).items
        return own.first {
            $0.centre.center_name == profile.center_name && $0.centre.address == profile.address
                && $0.centre.pincode == profile.pincode && -$0.createdAt.timeIntervalSinceNow < FirstClick.limit_s
        }?.centre.id
    }

    private func refuse(
        _ page: PageContext, _ problems: [FormProblem], _ error: (any Error)? = nil
    ) async throws -> Response {
        var view = FormView("provider", page.words, typed: page.form)
        view.problems = problems
        return try page.refuse(
            Self.registerTemplate, prefix: "provider", names: ProfileForm.names, problems: problems, error: error,
            model: try await rows(view))
    }

    private func rows(_ view: FormView) async throws -> [String: Any] {
        ["services": OffersForm.rows(view, try await catalogue.services()), "hours": HoursForm.model(view)]
    }
}
