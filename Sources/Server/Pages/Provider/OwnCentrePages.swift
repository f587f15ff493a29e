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
        try await show(.profile, context)
    }

    @Sendable func services(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await show(.services, context)
    }

    @Sendable func hours(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await show(.hours, context)
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

    private func show(_ part: CentrePart, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let stored = try await stored(part, record)
        let view = FormView("provider", context.page.words, typed: stored.body)
        var model = try await model(part, record, view)
        model["seen"] = stored.mark
        return try context.page.render(part.template, view.model(ProfileForm.names).merging(model) { $1 })
    }

    private func save(
        _ part: CentrePart, _ context: PersonalPageContext, _ read: (inout FormReader) throws -> ProviderProfile
    ) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        var form = FormReader(context.page.form)
        let profile = try read(&form)
        guard form.isFine else { return try await refuse(part, record, context, form.problems) }
        let precondition = try await stored(part, record).precondition(for: context.page.form, record)
        do {
            try await providers.change(
                record.centre.id, to: profile, if: precondition, for: context.user, by: context.actor)
        } catch ProviderError.changedMeanwhile {
            return try await refuseAsSecond(part, context)
        } catch {
            return try await refuse(part, record, context, [], error)
        }
        let path = LocalPath(part.path(of: record.centre.id)) ?? .home
        return record.centre.status == CentreStatus.rejected.rawValue
            ? context.page.redirect(to: path, done: "provider.resubmitted")
            : context.page.redirect(to: path, done: "provider.saved")
    }

    /// It was saved elsewhere since. What was typed is kept; sent once more, it takes the place of what is there now.
    private func refuseAsSecond(_ part: CentrePart, _ context: PersonalPageContext) async throws -> Response {
        let words = context.page.words
        let record = try await OwnCentreFrame.record(context, providers)
        let stored = try await stored(part, record)
        let rows = stored.rows(
            besides: context.page.form, part.labels(words, try await catalogue.services()), words.language)
        var further: [String: Any] = ["seen": stored.mark, "refusal": words.text("provider.conflict")]
        if !rows.isEmpty { further["stored_now"] = ["items": rows] }
        return try await refuse(part, record, context, [], ProviderError.changedMeanwhile, further)
    }

    private func refuse(
        _ part: CentrePart, _ record: ProviderRecord, _ context: PersonalPageContext, _ problems: [FormProblem],
        _ error: (any Error)? = nil, _ further: [String: Any] = [:]
    ) async throws -> Response {
        let typed = context.page.form
        var view = FormView("provider", context.page.words, typed: typed)
        view.problems = problems
        var model = try await model(part, record, view)
        if typed.has(StoredPart.seenField) { model["seen"] = typed[StoredPart.seenField] }
        return try context.page.refuse(
            part.template, prefix: "provider", names: ProfileForm.names, problems: problems, error: error,
            model: model.merging(further) { $1 })
    }

    private func stored(_ part: CentrePart, _ record: ProviderRecord) async throws -> StoredPart {
        switch part {
        case .services:
            let detail = try await CentreDetail.find(record.centre.id, approvedOnly: false, on: providers.pool)
            return StoredPart(body: OffersForm.typed(detail.offers, in: try await catalogue.services()))
        case .hours: return StoredPart(body: HoursForm.typed(record.centre.opening.hours))
        case .profile, .day, .calendar, .earnings, .closures, .area:
            return StoredPart(body: ProfileForm.typed(record))
        }
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
