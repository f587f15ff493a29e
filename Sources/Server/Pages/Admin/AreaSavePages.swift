import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Saving an area by the form alone: first a page that says what would change, then the change.
struct AreaSavePages: Sendable {
    let pages: AreaReviewPages

    var routes: [Route] {
        [
            .page(.post, "/admin/areas/{id}", for: .admins, formLimit: Self.formLimit, replace),
            .page(.post, "/admin/centres/{id}/areas/new", for: .admins, formLimit: Self.formLimit, create),
        ]
    }

    /// A drawing, encoded for a form.
    private static let formLimit = 3 * GeometryLimits.bytes

    private var providers: Providers { pages.providers }

    @Sendable func replace(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let area = try await pages.area(context.page, context.user)
        let record = try await pages.record(of: area.provider_id, context.user)
        return try await save(AreaForm(area: area, record: record), context)
    }

    @Sendable func create(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        guard let id = try context.page.request.id() else { throw ProviderError.unknownProvider }
        return try await save(AreaForm(area: nil, record: try await pages.record(of: id, context.user)), context)
    }

    private func save(_ form: AreaForm, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var reader = FormReader(page.form)
        guard let shape = try AreaForm.shape(&reader), reader.isFine else {
            return try await refuse(form, page, problems: reader.problems)
        }
        do {
            guard page.form["confirmed"] == "true" else { return try await preview(form, shape, context) }
            let saved = try await store(form, shape, context)
            return page.redirect(to: AreaReviewPages.path(saved.id), done: "admin.area_saved")
        } catch AreaError.changedMeanwhile {
            return try await conflict(form, context)
        } catch {
            return try await refuse(form, page, error: error)
        }
    }

    private func store(
        _ form: AreaForm, _ shape: AreaRequest.Shape, _ context: PersonalPageContext
    ) async throws -> ServiceArea {
        let page = context.page
        let kept = page.form.without { ["csrf", "confirmed", "revision"].contains($0) }
        let request = AreaRequest(
            shape, contentType: "application/x-www-form-urlencoded", body: Array(kept.encoded.utf8))
        guard let area = form.area else {
            return try await providers.createArea(
                of: form.record.centre.id, request, for: context.user, by: context.actor)
        }
        guard let revision = Int32(page.form["revision"]) else { throw AreaError.changedMeanwhile }
        return try await providers.replaceArea(
            area.id, if: .oneOf([revision]), with: request, for: context.user, by: context.actor)
    }

    /// What would be gained and lost, and a button that saves.
    private func preview(
        _ form: AreaForm, _ shape: AreaRequest.Shape, _ context: PersonalPageContext
    ) async throws -> Response {
        let page = context.page
        let view = AdminView(page)
        var model = Self.kept(form, page, revision: page.form["revision"])
        model["centre"] = view.row(form.record)
        model["kind"] = view.label("kind", page.form["kind"])
        let siblings = try await providers.areas(
            of: form.record.centre.id, for: context.user, after: nil, limit: 100
        ).items
        let ground = try await AreaPreviewGround.find(shape, around: form.record.centre.location, on: providers.pool)
        let impact = try await AreaImpact.of(
            ground, inPlaceOf: form.area, of: form.record, siblings: siblings, on: providers.pool)
        if let impact { model["impact"] = impact.model(view) }
        return try page.render("admin/area_preview", model)
    }

    /// Somebody else has saved first: theirs beside what was typed, which isn't lost.
    private func conflict(_ form: AreaForm, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let view = AdminView(page)
        guard let id = form.area?.id else { throw AreaError.changedMeanwhile }
        let now = try await providers.area(id, for: context.user)
        var model = Self.kept(form, page, revision: String(now.revision))
        model["centre"] = view.row(form.record)
        model["kind"] = view.label("kind", page.form["kind"])
        model["theirs"] = view.version(now.replacement ?? now.shown)
        return try page.render("admin/area_conflict", model, status: .preconditionFailed)
    }

    /// All that was typed, in hidden fields.
    private static func kept(_ form: AreaForm, _ page: PageContext, revision: String) -> [String: Any] {
        let fields = page.form.without { ["csrf", "confirmed", "revision"].contains($0) }
        return [
            "kept_fields": fields.fields.map { ["name": $0.name, "value": $0.value] }, "revision": revision,
            "action": form.path, "back_href": form.path,
        ]
    }

    private func refuse(
        _ form: AreaForm, _ page: PageContext, problems: [FormProblem] = [], error: (any Error)? = nil
    ) async throws -> Response {
        var model = try await pages.editor(form.area, form.record, page, typed: page.form)
        // The form's own, with what is wrong beside each field, come from the refusal.
        for name in ["fields", "summary", "refusal"] { model[name] = nil }
        if form.area != nil { model["editor_revision"] = page.form["revision"] }
        return try page.refuse(
            "admin/area_new", prefix: "admin", names: AreaForm.names, problems: problems, error: error, model: model)
    }
}

/// The ground that a form means, before it is an area.
enum AreaPreviewGround {
    /// - Throws: `AreaError` when it means none.
    static func find(
        _ shape: AreaRequest.Shape, around centre: GeoPoint, on database: some PostgresQueryable
    ) async throws -> WhatIf.Ground {
        switch shape {
        case .radius(let km): return .circle(centre, radius_km: km)
        case .polygon(let drawn): return .drawn(drawn)
        case .pincodes(let pincodes):
            let rows = try await database.query(
                "SELECT unknown, ST_AsGeoJSON(geom, 7) FROM area_of_pincodes(\(pincodes.map(\.number))::integer[])")
            let (unknown, geometry) = try rows[0].decode([Int32].self, String?.self)
            guard let geometry else { throw AreaError.unknownPincodes(unknown.compactMap { Pincode($0) }) }
            return try AreaImpact.drawn(geometry)
        case .city(let name, let lgd):
            let rows = try await database.query(
                "SELECT district_name, ST_AsGeoJSON(geom, 7) FROM area_of_city(\(name), \(lgd)::integer)")
            let found = try rows.map { try $0.decode(String.self, String.self) }
            guard let first = found.first else { throw AreaError.unknownCity(name) }
            guard found.count == 1 else { throw AreaError.ambiguousCity(name, districts: found.map(\.0)) }
            return try AreaImpact.drawn(first.1)
        case .district(let lgd):
            let rows = try await database.query("SELECT ST_AsGeoJSON(area_of_district(\(lgd)), 7)")
            guard let geometry = try rows[0].column(0, as: String?.self) else { throw AreaError.unknownDistrict(lgd) }
            return try AreaImpact.drawn(geometry)
        }
    }
}
