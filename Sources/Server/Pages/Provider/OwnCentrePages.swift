import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What an owner tells of a centre, a page for each part.
struct OwnCentrePages: Sendable {
    let providers: Providers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}", for: .providers, profile),
            .page(.post, "/provider/centres/{id}", for: .providers, saveProfile),
            .page(.get, "/provider/centres/{id}/services", for: .providers, services),
            .page(.post, "/provider/centres/{id}/services", for: .providers, saveServices),
            .page(.get, "/provider/centres/{id}/hours", for: .providers, hours),
            .page(.post, "/provider/centres/{id}/hours", for: .providers, saveHours),
        ]
    }

    @Sendable func profile(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await show(.profile, context) { record, _ in ProfileForm.typed(record) }
    }

    @Sendable func services(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let services = try await catalogue.services()
        return try await show(.services, context) { _, detail in OffersForm.typed(detail.offers, in: services) }
    }

    @Sendable func hours(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await show(.hours, context) { record, _ in HoursForm.typed(record.centre.opening.hours) }
    }

    @Sendable func saveProfile(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await save(.profile, context) { try ProfileForm.read(&$0) }
    }

    @Sendable func saveServices(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await save(.services, context) { form in
            var profile = ProviderProfile()
            profile.offers = OffersForm.read(&form, context.page.form)
            return profile
        }
    }

    @Sendable func saveHours(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await save(.hours, context) { form in
            var profile = ProviderProfile()
            profile.hours = HoursForm.read(&form, context.page.form)
            return profile
        }
    }

    private func show(
        _ part: CentrePart, _ context: PersonalPageContext, _ typed: (ProviderRecord, CentreDetail) -> FormBody
    ) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let detail = try await CentreDetail.find(record.centre.id, approvedOnly: false, on: providers.pool)
        let view = FormView("provider", context.page.words, typed: typed(record, detail))
        let model = try await model(part, record, view)
        return try context.page.render(part.template, view.model(ProfileForm.names).merging(model) { $1 })
    }

    private func save(
        _ part: CentrePart, _ context: PersonalPageContext, _ read: (inout FormReader) throws -> ProviderProfile
    ) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        var form = FormReader(context.page.form)
        let profile = try read(&form)
        guard form.isFine else { return try await refuse(part, record, context, form.problems) }
        do {
            try await providers.change(record.centre.id, to: profile, for: context.user, by: context.actor)
        } catch {
            return try await refuse(part, record, context, [], error)
        }
        let path = LocalPath(part.path(of: record.centre.id)) ?? .home
        return record.centre.status == CentreStatus.rejected.rawValue
            ? context.page.redirect(to: path, done: "provider.resubmitted")
            : context.page.redirect(to: path, done: "provider.saved")
    }

    private func refuse(
        _ part: CentrePart, _ record: ProviderRecord, _ context: PersonalPageContext, _ problems: [FormProblem],
        _ error: (any Error)? = nil
    ) async throws -> Response {
        var view = FormView("provider", context.page.words, typed: context.page.form)
        view.problems = problems
        return try context.page.refuse(
            part.template, prefix: "provider", names: ProfileForm.names, problems: problems, error: error,
            model: try await model(part, record, view))
    }

    private func model(
        _ part: CentrePart, _ record: ProviderRecord, _ view: FormView
    ) async throws -> [String: Any] {
        var model = try await OwnCentreFrame.model(part, record, view.words, catalogue)
        switch part {
        case .services:
            model["services"] = OffersForm.rows(view, try await catalogue.services())
        case .hours: model["hours"] = HoursForm.model(view)
        case .day, .calendar, .earnings, .profile, .closures, .area: break
        }
        return model
    }
}

/// What all pages of one centre need.
enum OwnCentreFrame {
    /// - Throws: `ProviderError.unknownProvider`, also when it is somebody else's.
    static func record(_ context: PersonalPageContext, _ providers: Providers) async throws -> ProviderRecord {
        guard let id = try context.page.request.id() else { throw ProviderError.unknownProvider }
        return try await providers.record(of: id, for: context.user)
    }

    static func model(
        _ part: CentrePart, _ record: ProviderRecord, _ words: Words, _ catalogue: Catalogue
    ) async throws -> [String: Any] {
        let detail = try await CentreDetail.find(record.centre.id, approvedOnly: false, on: catalogue.pool)
        let view = OwnCentreView(record: record, words: words)
        let district = try await catalogue.district(record.centre.district)
        let name = Named(district.name, tamil: district.name_ta, in: words.language)
        return [
            "centre": view.model.merging(["district": name.model]) { $1 }, "tabs": view.tabs(part),
            "steps": view.steps(hasOffers: !detail.offers.isEmpty), "action": part.path(of: record.centre.id),
        ]
    }
}
