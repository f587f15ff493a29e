import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// An area with what waits beside what is in force, the decision about it, and the editor.
struct AreaReviewPages: Sendable {
    let providers: Providers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/admin/areas/{id}", for: .admins, show),
            .page(.get, "/admin/areas/{id}/decide", for: .admins, ask),
            .page(.post, "/admin/areas/{id}/decide", for: .admins, decide),
            .page(.get, "/admin/centres/{id}/areas/new", for: .admins, new),
        ] + AreaSavePages(pages: self).routes
    }

    private static let decideTemplate = "admin/area_decide"
    private static let mostVersions = 50

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let area = try await area(page, context.user)
        let view = AdminView(page)
        let record = try await record(of: area.provider_id, context.user)
        var model = try await AreaEditor(audience: .admin, area: area, record: record)
            .model(page, from: catalogue)
        let versions = try await providers.versions(
            ofArea: area.id, for: context.user, after: nil, limit: Self.mostVersions)
        model["versions"] = versions.items.map(view.version)
        model.merge(try await review(area, context)) { own, _ in own }
        model["decisions"] = Self.possible(for: area).map { decision in
            [
                "label": page.words.text("admin.area_decide.\(decision.rawValue)"),
                "is_approval": decision == .approve,
                "href": "/admin/areas/\(area.id)/decide?"
                    + FormBody([("decision", decision.rawValue), ("revision", String(area.revision))]).encoded,
            ] as [String: Any]
        }
        return try page.render("admin/area", model)
    }

    @Sendable func new(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        guard let id = try page.request.id() else { throw ProviderError.unknownProvider }
        let record = try await record(of: id, context.user)
        var model = try await AreaEditor(audience: .admin, area: nil, record: record).model(page, from: catalogue)
        model["centre"] = AdminView(page).row(record)
        return try page.render("admin/area_new", model)
    }

    /// The step before it counts.
    @Sendable func ask(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let area = try await area(page, context.user)
        guard let decision: AreaChoice = page.query.choice("decision"), Self.possible(for: area).contains(decision)
        else { return page.redirect(to: Self.path(area.id)) }
        var model = FormView("admin", page.words, typed: page.query.form).model(["reason"])
        model.merge(try await deciding(area, decision, context)) { $1 }
        // Another one than was looked at: it is said, and what is shown now is what counts.
        if let seen = page.query.text("revision"), seen != String(area.revision) {
            model["refusal"] = page.words.text("admin.decide.changed")
        }
        return try page.render(Self.decideTemplate, model)
    }

    @Sendable func decide(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let area = try await area(page, context.user)
        var form = FormReader(page.form)
        let decision = try form.require("decision") { try $0.choice($1, AreaChoice.self) }
        let revision = try form.require("revision") { try $0.text($1) }.flatMap { Int32($0) }
        guard let decision, let revision else { return page.redirect(to: Self.path(area.id)) }
        let reason = decision == .reject ? try form.require("reason") { try $0.text($1, length: 1...500) } : nil
        let shown = try await deciding(area, decision, context)
        guard form.isFine else {
            return try page.refuse(
                Self.decideTemplate, prefix: "admin", names: ["reason"], problems: form.problems, model: shown)
        }
        do {
            try await carryOut(decision, because: reason ?? "", on: area.id, if: .oneOf([revision]), context)
        } catch {
            return try page.refuse(
                Self.decideTemplate, prefix: "admin", names: ["reason"], error: error, model: shown)
        }
        // An area that was taken away has no page any more.
        let next = decision == .withdraw ? Self.path(ofCentre: area.provider_id) : Self.path(area.id)
        return page.redirect(to: next, done: "admin.area_\(decision.rawValue)")
    }

    private func carryOut(
        _ decision: AreaChoice, because reason: String, on id: Int64, if precondition: AreaPrecondition,
        _ context: PersonalPageContext
    ) async throws {
        switch decision {
        case .approve, .reject:
            _ = try await providers.decide(
                decision == .approve ? .approve : .reject(reason: reason), onArea: id, if: precondition,
                for: context.user, by: context.actor)
        case .withdraw:
            try await providers.withdrawArea(id, if: precondition, for: context.user, by: context.actor)
        }
    }

    /// What may be decided about it.
    enum AreaChoice: String, CaseIterable, Sendable { case approve, reject, withdraw }

    private static func possible(for area: ServiceArea) -> [AreaChoice] {
        if area.replacement != nil { return [.approve, .reject] }
        return switch area.shown.status {
        case .proposed: [.approve, .reject]
        case .inForce: [.withdraw]
        case .rejected: [.approve, .withdraw]
        case .withdrawn, .superseded: []
        }
    }

    private func deciding(
        _ area: ServiceArea, _ decision: AreaChoice, _ context: PersonalPageContext
    ) async throws -> [String: Any] {
        let words = context.page.words
        var model = try await review(area, context)
        model["title"] = words.text("admin.area_decide.\(decision.rawValue)")
        model["consequence"] = words.text("admin.area_consequence.\(decision.rawValue)")
        model["action"] = "/admin/areas/\(area.id)/decide"
        model["back_href"] = "/admin/areas/\(area.id)"
        model["decision"] = decision.rawValue
        model["revision"] = String(area.revision)
        model["asks_reason"] = decision == .reject
        model["is_approval"] = decision == .approve
        if decision == .withdraw {
            model["is_withdrawal"] = true
            model["impact"] = nil
            if let impact = try await impactOfWithdrawing(area, context) {
                model["impact"] = impact.model(AdminView(context.page))
            }
        }
        return model
    }

    private func impactOfWithdrawing(_ area: ServiceArea, _ context: PersonalPageContext) async throws -> AreaImpact? {
        let record = try await record(of: area.provider_id, context.user)
        let siblings = try await providers.areas(
            of: area.provider_id, for: context.user, after: nil, limit: 100
        ).items
        return try await AreaImpact.ofWithdrawing(area, of: record, siblings: siblings, on: providers.pool)
    }

    /// What is in force, what waits, and what the latter would change.
    private func review(_ area: ServiceArea, _ context: PersonalPageContext) async throws -> [String: Any] {
        let view = AdminView(context.page)
        let record = try await record(of: area.provider_id, context.user)
        var model: [String: Any] = ["centre": view.row(record), "shown": view.version(area.shown)]
        if let replacement = area.replacement { model["replacement"] = view.version(replacement) }
        let waits = area.replacement ?? (area.shown.status == .inForce ? nil : area.shown)
        if let geometry = waits?.geometry {
            let siblings = try await providers.areas(
                of: area.provider_id, for: context.user, after: nil, limit: 100
            ).items
            let impact = try await AreaImpact.of(
                geometry, inPlaceOf: area, of: record, siblings: siblings, on: providers.pool)
            if let impact { model["impact"] = impact.model(view) }
        }
        return model
    }

    func area(_ page: PageContext, _ user: SignedInUser) async throws -> ServiceArea {
        guard let id = try page.request.id() else { throw AreaError.unknownArea }
        return try await providers.area(id, for: user)
    }

    func record(of provider: Int64, _ user: SignedInUser) async throws -> ProviderRecord {
        try await providers.record(of: provider, for: user)
    }

    static func path(_ id: Int64) -> LocalPath { LocalPath("/admin/areas/\(id)") ?? .home }

    private static func path(ofCentre id: Int64) -> LocalPath { LocalPath("/admin/centres/\(id)") ?? .home }
}
