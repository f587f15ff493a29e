import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// The ground to whose homes an owner's centre comes: proposed by its owner, decided by an admin.
struct OwnAreaPages: Sendable {
    let providers: Providers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}/area", for: .providers, show),
            Route.page(
                .post, "/provider/centres/{id}/area", for: .providers, formLimit: AreaForm.mostBytes, propose
            ).limited(by: .proposals),
            .page(.get, "/provider/centres/{id}/area/{area}", for: .providers, showOne),
            Route.page(
                .post, "/provider/centres/{id}/area/{area}", for: .providers, formLimit: AreaForm.mostBytes, change
            ).limited(by: .proposals),
            .page(.post, "/provider/centres/{id}/area/{area}/withdraw", for: .providers, withdraw),
        ]
    }

    private static let oneTemplate = "provider/area_one"
    private static let mostVersions = 50

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let editor = try await editor(nil, record).model(context.page, from: catalogue)
        let model = try await list(record, context)
        return try context.page.render(CentrePart.area.template, editor.merging(model) { $1 })
    }

    @Sendable func propose(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        return try await save(editor(nil, record), context, CentrePart.area.template, list) {
            _ = try await providers.createArea(of: record.centre.id, $0, for: context.user, by: context.actor)
        }
    }

    /// One area with its history, to be changed.
    @Sendable func showOne(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let area = try await area(of: record, context)
        let editor = try await editor(area, record).model(context.page, from: catalogue)
        let model = try await one(area, record, context)
        return try context.page.render(Self.oneTemplate, editor.merging(model) { $1 })
    }

    @Sendable func change(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let area = try await area(of: record, context)
        let seen = revision(context)
        return try await save(editor(area, record), context, Self.oneTemplate, { try await one(area, $0, $1) }) {
            _ = try await providers.replaceArea(area.id, if: seen, with: $0, for: context.user, by: context.actor)
        }
    }

    /// Takes back what waits; of an area in force without a waiting change, the area itself.
    @Sendable func withdraw(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let area = try await area(of: record, context)
        do {
            if area.replacement != nil || area.shown.status == .proposed {
                try await providers.withdrawProposal(
                    ofArea: area.id, if: revision(context), for: context.user, by: context.actor)
            } else {
                try await providers.withdrawArea(
                    area.id, if: revision(context), for: context.user, by: context.actor)
            }
        } catch AreaError.changedMeanwhile {
            let editor = try await editor(nil, record).model(context.page, from: catalogue)
            let model = try await list(record, context)
            return try context.page.refuse(
                CentrePart.area.template, prefix: "areas", names: [], error: AreaError.changedMeanwhile,
                model: model.merging(editor) { $1 })
        }
        return context.page.redirect(to: Self.path(record), done: "provider.area_withdrawn")
    }

    /// - Parameter model: What the page shows besides the editor.
    private func save(
        _ editor: AreaEditor, _ context: PersonalPageContext, _ template: String,
        _ model: (ProviderRecord, PersonalPageContext) async throws -> [String: Any],
        _ store: (AreaRequest) async throws -> Void
    ) async throws -> Response {
        let page = context.page
        var form = FormReader(page.form)
        guard let asked = try await AreaForm.read(&form, page.form), form.isFine else {
            return try await editor.refuse(
                template, page, problems: form.problems, model: try await model(editor.record, context),
                from: catalogue)
        }
        do {
            try await store(asked)
        } catch {
            return try await editor.refuse(
                template, page, asked, error: error, model: try await model(editor.record, context),
                from: catalogue)
        }
        return page.redirect(to: Self.path(editor.record), done: "provider.area_proposed")
    }

    private func editor(_ area: ServiceArea?, _ record: ProviderRecord) -> AreaEditor {
        AreaEditor(audience: .owner, area: area, record: record)
    }

    private func list(_ record: ProviderRecord, _ context: PersonalPageContext) async throws -> [String: Any] {
        let areas = try await providers.areas(
            of: record.centre.id, for: context.user, after: nil, limit: Providers.areaLimit
        ).items
        var model = try await frame(record, context)
        let view = try await view(record, context)
        model["areas"] = areas.map(view.model)
        model["has_areas"] = !areas.isEmpty
        return model
    }

    private func one(
        _ area: ServiceArea, _ record: ProviderRecord, _ context: PersonalPageContext
    ) async throws -> [String: Any] {
        let versions = try await providers.versions(
            ofArea: area.id, for: context.user, after: nil, limit: Self.mostVersions)
        var model = try await frame(record, context)
        model["areas"] = [try await view(record, context).model(area)]
        model["versions"] = versions.items.map(AreaVersionView(context.page.words).model)
        model["back_href"] = CentrePart.area.path(of: record.centre.id)
        return model
    }

    private func frame(_ record: ProviderRecord, _ context: PersonalPageContext) async throws -> [String: Any] {
        try await OwnCentreFrame.model(.area, record, context.page.words, catalogue)
    }

    private func view(_ record: ProviderRecord, _ context: PersonalPageContext) async throws -> OwnAreaView {
        OwnAreaView(
            words: context.page.words, districts: try await catalogue.districts(),
            path: CentrePart.area.path(of: record.centre.id))
    }

    /// - Throws: `AreaError.unknownArea`, also when it is another centre's.
    private func area(of record: ProviderRecord, _ context: PersonalPageContext) async throws -> ServiceArea {
        guard let id = try context.page.request.id("area") else { throw AreaError.unknownArea }
        let area = try await providers.area(id, for: context.user)
        guard area.provider_id == record.centre.id else { throw AreaError.unknownArea }
        return area
    }

    /// What the sender has seen.
    private func revision(_ context: PersonalPageContext) -> AreaPrecondition {
        .oneOf(Set([Int32(context.page.form["revision"])].compactMap { $0 }))
    }

    private static func path(_ record: ProviderRecord) -> LocalPath {
        LocalPath(CentrePart.area.path(of: record.centre.id)) ?? .home
    }
}
