import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// Saving an area by the form alone: first a page that says what would change, then the change.
struct AreaSavePages: Sendable {
    let pages: AreaReviewPages

    var routes: [Route] {
        [
            .page(.post, "/admin/areas/{id}", for: .admins, formLimit: AreaForm.mostBytes, replace),
            .page(.post, "/admin/centres/{id}/areas/new", for: .admins, formLimit: AreaForm.mostBytes, create),
        ]
    }

    private var providers: Providers { pages.providers }

    @Sendable func replace(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let area = try await pages.area(context.page, context.user)
        let record = try await pages.record(of: area.provider_id, context.user)
        return try await save(AreaEditor(audience: .admin, area: area, record: record), context)
    }

    @Sendable func create(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        guard let id = try context.page.request.id() else { throw ProviderError.unknownProvider }
        let record = try await pages.record(of: id, context.user)
        return try await save(AreaEditor(audience: .admin, area: nil, record: record), context)
    }

    private func save(_ editor: AreaEditor, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var reader = FormReader(page.form)
        guard let asked = try await AreaForm.read(&reader, page.form), reader.isFine else {
            return try await refuse(editor, page, problems: reader.problems)
        }
        do {
            guard page.form["confirmed"] == "true" else { return try await preview(editor, asked, context) }
            let saved = try await store(editor, asked, context)
            return page.redirect(to: AreaReviewPages.path(saved.id), done: "admin.area_saved")
        } catch AreaError.changedMeanwhile {
            return try await conflict(editor, asked, context)
        } catch {
            return try await refuse(editor, page, asked, error: error)
        }
    }

    private func store(
        _ editor: AreaEditor, _ asked: AreaRequest, _ context: PersonalPageContext
    ) async throws -> ServiceArea {
        guard let area = editor.area else {
            return try await providers.createArea(
                of: editor.record.centre.id, asked, for: context.user, by: context.actor)
        }
        guard let revision = Int32(context.page.form["revision"]) else { throw AreaError.changedMeanwhile }
        return try await providers.replaceArea(
            area.id, if: .oneOf([revision]), with: asked, for: context.user, by: context.actor)
    }

    /// What would be gained and lost, and a button that saves.
    private func preview(
        _ editor: AreaEditor, _ asked: AreaRequest, _ context: PersonalPageContext
    ) async throws -> Response {
        let page = context.page
        let centre = editor.record.centre.id
        var model = kept(editor, asked, page, revision: page.form["revision"])
        let siblings = try await providers.areas(of: centre, for: context.user, after: nil, limit: 100).items
        let outline = try await providers.outline(of: asked, for: centre)
        let impact = try await AreaImpact.of(
            outline, inPlaceOf: editor.area, of: editor.record, siblings: siblings, on: providers.pool)
        if let impact { model["impact"] = impact.model(AdminView(page)) }
        return try page.render("admin/area_preview", model)
    }

    /// Somebody else has saved first: theirs beside what was typed, which isn't lost.
    private func conflict(
        _ editor: AreaEditor, _ asked: AreaRequest, _ context: PersonalPageContext
    ) async throws -> Response {
        let page = context.page
        guard let id = editor.area?.id else { throw AreaError.changedMeanwhile }
        let now = try await providers.area(id, for: context.user)
        var model = kept(editor, asked, page, revision: String(now.revision))
        model["theirs"] = AdminView(page).version(now.replacement ?? now.shown)
        return try page.render("admin/area_conflict", model, status: .preconditionFailed)
    }

    /// All that was typed, in hidden fields.
    private func kept(
        _ editor: AreaEditor, _ asked: AreaRequest, _ page: PageContext, revision: String
    ) -> [String: Any] {
        [
            "kept_fields": asked.typed(page.form).fields.map { ["name": $0.name, "value": $0.value] },
            "revision": revision, "action": editor.path, "back_href": editor.path,
            "centre": AdminView(page).row(editor.record), "kind": page.words.text("areas.kind.\(page.form["kind"])"),
        ]
    }

    private func refuse(
        _ editor: AreaEditor, _ page: PageContext, _ asked: AreaRequest? = nil, problems: [FormProblem] = [],
        error: (any Error)? = nil
    ) async throws -> Response {
        try await editor.refuse(
            "admin/area_new", page, asked, problems: problems, error: error,
            model: ["centre": AdminView(page).row(editor.record)], from: pages.catalogue)
    }
}
